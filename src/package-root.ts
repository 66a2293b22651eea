/**
 * Where the package's own files (weights/, data/, package.json) are, wherever the user stands.
 * Holds for src/package-root.ts and for the flat dist/ alike: both lie one folder below the root.
 */
import { fileURLToPath } from 'node:url';

export const packageRoot = fileURLToPath(new URL('..', import.meta.url));

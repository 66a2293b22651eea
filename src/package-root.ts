/**
 * Where the package's own files (weights/, data/, package.json) are, wherever the user stands.
 * Holds for src/package-root.ts and for the flat dist/ alike: both lie one folder below the root.
 */
import { join } from 'node:path';

export const packageRoot = join(import.meta.dirname, '..');

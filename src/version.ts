/** What this program is, for help and reports: its version, which package.json alone states, and where it is documented. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package-root.js';

export const DOCUMENTATION = 'https://www.npmjs.com/package/mnn-cli';

export function readVersion(): string {
  const text = readFileSync(join(packageRoot, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

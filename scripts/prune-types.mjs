// tsc writes declarations of everything that the library stands on. Only those that its own lead to are of use to users, and stay.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const TYPES = join('dist', 'types');

const needed = new Set();
for (const entry of ['index.d.ts', 'browser.d.ts']) follow(join(TYPES, entry));
for (const name of readdirSync(TYPES, { recursive: true })) {
  const path = join(TYPES, name);
  if (path.endsWith('.d.ts') && !needed.has(path)) rmSync(path);
}

function follow(path) {
  if (needed.has(path)) return;
  needed.add(path);
  for (const { fileName } of ts.preProcessFile(readFileSync(path, 'utf8')).importedFiles) {
    if (fileName.startsWith('.')) follow(join(dirname(path), fileName.replace(/\.js$/, '.d.ts')));
  }
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { latin1Text } from '../src/latin1.js';

it('gives each byte the character of its number', () => {
  const bytes = Uint8Array.from({ length: 10_000 }, (_, i) => i % 256);
  expect(Array.from(latin1Text(bytes), (character) => character.charCodeAt(0))).toEqual(Array.from(bytes));
});

// Node 20 would not show it: there TextDecoder's latin1 is what its name says.
it('is the only one to ask TextDecoder for latin1', () => {
  const src = fileURLToPath(new URL('../src', import.meta.url));
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const asking = files.filter((name) =>
    /TextDecoder\([^)]*latin1/.test(readFileSync(join(src, name), 'utf8')),
  );
  expect(asking).toEqual(['latin1.ts']);
});

/** bin/mnn.js: what V8 compiled is kept beside the program and used; without it, the program runs all the same. */
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { cleanEnvironment } from './mnn.js';

let folder: string;
let compiled: string;

/** A copy of the installed package, since the tests that run beside this one start the program too. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mnn-start-up-'));
  compiled = join(folder, 'dist', 'compiled');
  for (const name of ['bin', 'dist', 'messages', 'package.json'])
    cpSync(name, join(folder, name), { recursive: true, filter: (path) => !path.includes('compiled') });
  for (const name of ['data', 'weights', 'node_modules'])
    symlinkSync(resolve(name), join(folder, name), 'junction');
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => rmSync(compiled, { recursive: true, force: true }));

function start(env: Readonly<Record<string, string>> = {}, args = ['plot', 'step', '--ascii']): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(folder, 'bin', 'mnn.js'), ...args], {
    env: cleanEnvironment(env),
    encoding: 'utf8',
  });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout;
}

/** The files of compiled code: when each was written, and how long it is. */
function kept(): Map<string, { mtimeMs: number; size: number }> {
  const [version] = readdirSync(compiled);
  return new Map(
    readdirSync(join(compiled, version!)).map((name) => {
      const { mtimeMs, size } = statSync(join(compiled, version!, name));
      return [name, { mtimeMs, size }];
    }),
  );
}

/** What a run prints that uses nothing and keeps nothing. */
const plain = () => start({ NODE_DISABLE_COMPILE_CACHE: '1' });

it('keeps the code of each file that a command has loaded, and says the same with it', () => {
  const expected = plain();
  expect(start()).toBe(expected);
  const first = kept();
  expect([...first.keys()]).toEqual(expect.arrayContaining(['mnn.cjs', 'plot.cjs']));
  expect(readdirSync(join(folder, 'dist'))).toEqual(expect.arrayContaining([...first.keys()]));
  expect(start()).toBe(expected);
  // Accepted as it was, not made anew.
  expect(kept()).toEqual(first);
});

it('keeps code that fits the next run, though on Node 20 the fastest kernel needs a flag of V8', () => {
  start({}, ['eval', '--limit', '10']);
  const first = kept();
  expect([...first.keys()]).toEqual(expect.arrayContaining(['mnn.cjs', 'eval.cjs']));
  start({}, ['eval', '--limit', '10']);
  expect(kept()).toEqual(first);
});

it('compiles again what V8 refuses', () => {
  const expected = start();
  const [version] = readdirSync(compiled);
  const file = join(compiled, version!, 'mnn.cjs');
  for (const damage of [
    () => truncateSync(file, 1000),
    () => writeFileSync(file, ''),
    () => writeFileSync(file, Buffer.alloc(100_000)),
  ]) {
    damage();
    expect(start()).toBe(expected);
    expect(kept().get('mnn.cjs')!.size).toBeGreaterThan(10_000);
  }
});

it('runs where nothing can be kept, and keeps nothing where Node is told not to', () => {
  const expected = plain();
  expect(readdirSync(join(folder, 'dist'))).not.toContain('compiled');
  // A file in the folder's place, since tests may run as root, who may write everywhere.
  writeFileSync(compiled, '');
  expect(start()).toBe(expected);
  rmSync(compiled);
  mkdirSync(compiled);
  writeFileSync(join(compiled, `${process.version}-${process.arch}`), '');
  expect(start()).toBe(expected);
});

/** The built program under abuse: streams that close, disks that are full, signals, odd places and names. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cleanEnvironment, mnn, program, shell } from './mnn.js';

const folder = mkdtempSync(join(tmpdir(), 'mnn abuse '));
const bundled = fileURLToPath(new URL('../../weights/three-layer.json', import.meta.url));
const labels = fileURLToPath(new URL('../../data/t10k-labels-idx1-ubyte', import.meta.url));

beforeAll(() => {
  writeFileSync(join(folder, 'huge'), '');
  truncateSync(join(folder, 'huge'), 1e9);
  spawnSync('mkfifo', [join(folder, 'pipe')]);
  mkdirSync(join(folder, 'set'));
  copyFileSync(labels, join(folder, 'set', 't10k-labels-idx1-ubyte'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('what has no end, or none within reason, is refused before it is read', () => {
  const commands: readonly (readonly [string, (path: string) => string[]])[] = [
    ['weights', (path) => ['eval', '--weights', path]],
    ['weights to look at', (path) => ['inspect', path]],
    ['weights to convert', (path) => ['convert', path, 'out.npz']],
    ['a picture', (path) => ['predict', path]],
    ['a picture to show', (path) => ['show', path]],
    ['a vector', (path) => ['forward', '--input', path]],
  ];
  it.each(commands)('as %s', (_, argsOf) => {
    for (const path of ['huge', 'pipe', '/dev/zero']) {
      const { status, stdout, stderr } = mnn(argsOf(path), { cwd: folder });
      expect({ path, status, stdout }).toEqual({ path, status: 1, stdout: '' });
      expect(stderr).toMatch(new RegExp(`^error: ${path} (is no regular file|has 1000000000 bytes)`));
      const [line] = mnn([...argsOf(path), '--json'], { cwd: folder }).stderr.split('\n');
      expect(JSON.parse(line!)).toMatchObject({ error: { code: 'E_LIMIT' } });
    }
  });

  it('as IDX', () => {
    for (const path of ['huge', 'pipe', '/dev/zero']) {
      rmSync(join(folder, 'set', 't10k-images-idx3-ubyte'), { force: true });
      symlinkSync(
        path.startsWith('/') ? path : join(folder, path),
        join(folder, 'set', 't10k-images-idx3-ubyte'),
      );
      const { status, stdout, stderr } = mnn(['eval', '--data-dir', 'set'], { cwd: folder });
      expect({ path, status, stdout }).toEqual({ path, status: 1, stdout: '' });
      expect(stderr).toMatch(/^error: .*t10k-images-idx3-ubyte/);
    }
  });
});

describe('streams', () => {
  it('a full disk is an error', () => {
    const { status, stderr } = shell('mnn eval > /dev/full');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: cannot write to standard output: ENOSPC/m);
  });

  it.each(['eval', 'show 0-99', 'inspect --list', '--help', 'forward --trace'])(
    'a reader that has gone is none: mnn %s',
    (command) => {
      expect(shell(`mnn ${command} | true; echo "\${PIPESTATUS[0]}"`)).toEqual({
        status: 0,
        stdout: '0\n',
        stderr: '',
      });
    },
  );

  it('standard output, error and input may be closed', () => {
    expect(shell('mnn forward 2>&-').stdout).toBe('[0.31682708 0.69627909]\n');
    expect(shell('mnn forward <&-').stdout).toBe('[0.31682708 0.69627909]\n');
    expect(shell('mnn eval --batch 0 2>&-').status).toBe(2);
    expect(shell('mnn forward --input - <&-').status).toBe(1);
  });
});

describe('signals', () => {
  it.each([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends it with %i', async (signal, expected) => {
    const child = spawn(process.execPath, [program, 'draw', '--port', '0', '--no-open'], {
      env: cleanEnvironment(),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    // Its first line tells that it runs.
    await once(child.stdout, 'data');
    child.kill(signal);
    const [status] = (await once(child, 'close')) as [number | null];
    expect(status).toBe(expected);
  });
});

describe('places and names', () => {
  const names = [
    'with space.json',
    '手書き数字.json',
    '😀.json',
    '-dash.json',
    `${'n'.repeat(200)}.json`,
    "quote'.json",
  ];
  it.each(names)('a file called %s', (name) => {
    copyFileSync(bundled, join(folder, name));
    const args = ['forward', '--weights', `./${name}`];
    expect(mnn(args, { cwd: folder })).toEqual({
      status: 0,
      stdout: '[0.31682708 0.69627909]\n',
      stderr: '',
    });
  });

  it('a missing folder is named before anything is written', () => {
    const { status, stderr } = mnn(['convert', 'book', 'nowhere/book.npz'], { cwd: folder });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: cannot write .*there is no folder .*nowhere\nhint: mkdir -p /);
  });

  it('no HOME, no locale, a dumb terminal, any width', () => {
    for (const env of [
      { HOME: '' },
      { LC_ALL: 'C' },
      { TERM: 'dumb' },
      { COLUMNS: '20' },
      { COLUMNS: '500' },
      { LANG: 'xx_YY' },
    ]) {
      const { status, stdout, stderr } = mnn(['show', '0'], { env: env as Record<string, string> });
      expect({ env, status, stderr }).toEqual({ env, status: 0, stderr: '' });
      expect(stdout).toMatch(/label: 7\n$/);
    }
  });
});

/**
 * Every command × every kind of error that it can meet, in text and in JSON, in this process; and that a misspelt name is
 * answered with the right one.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createProgram } from '../../src/cli.js';
import { describeProgram } from '../../src/cli/describe.js';
import type { ErrorCode } from '../../src/errors.js';
import { encodeGreyPng } from '../../src/image/png.js';
import { Terminal } from '../../src/terminal.js';
import { runQuietly } from './in-process.js';

const bundled = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const before = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'mnn-errors-'));
let busy: Server;
let busyPort = '';

beforeAll(async () => {
  process.chdir(folder);
  process.env['XDG_DATA_HOME'] = folder;
  writeFileSync(
    'noise',
    Uint8Array.from({ length: 999 }, (_, i) => (i * 37 + 1) % 256),
  );
  writeFileSync('short.safetensors', readFileSync(bundled('weights/book.safetensors')).subarray(0, 50_000));
  // Protocol 0 of pickle: call os.system('true').
  writeFileSync('call.pkl', "cos\nsystem\n(S'true'\ntR.");
  writeFileSync('huge', '');
  truncateSync('huge', 2e9);
  mkdirSync('empty');
  mkdirSync('unlabelled');
  mkdirSync('blank');
  const white = encodeGreyPng(new Uint8Array(64 * 64).fill(255), 64, 64);
  writeFileSync('blank.png', white);
  // A vertical bar: a one.
  const bar = Uint8Array.from({ length: 64 * 64 }, (_, i) =>
    i % 64 > 28 && i % 64 < 34 && i > 640 && i < 3456 ? 0 : 255,
  );
  writeFileSync('bar.png', encodeGreyPng(bar, 64, 64));
  writeFileSync('unlabelled/a.png', white);
  writeFileSync('blank/3.png', white);
  writeFileSync('cut.png', encodeGreyPng(new Uint8Array(64 * 64), 64, 64).subarray(0, 60));
  for (const set of ['cut', 'foreign', 'other']) {
    mkdirSync(set);
    copyFileSync(bundled('data/t10k-labels-idx1-ubyte'), join(set, 't10k-labels-idx1-ubyte'));
  }
  const images = readFileSync(bundled('data/t10k-images-idx3-ubyte'));
  writeFileSync('cut/t10k-images-idx3-ubyte', images.subarray(0, 5000));
  writeFileSync('foreign/t10k-images-idx3-ubyte', 'no IDX at all');
  images[16] = 255;
  writeFileSync('other/t10k-images-idx3-ubyte', images);
  busy = createServer((_, response) => response.writeHead(404).end());
  await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
  busyPort = String((busy.address() as AddressInfo).port);
});
afterAll(() => {
  busy.close();
  process.chdir(before);
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** A command line that meets the error; null where the command cannot. */
type Lines = Readonly<Record<Exclude<ErrorCode, 'E_INTERNAL'>, string | null>>;

/** What a file of weights can be. */
const weights = (line: (file: string) => string) => ({
  E_NOT_FOUND: line('nowhere.npz'),
  E_FORMAT: line('noise'),
  E_TRUNCATED: line('short.safetensors'),
  E_UNSAFE: line('call.pkl'),
  E_LIMIT: line('huge'),
});

const NEVER = { E_CHECKSUM: null, E_NETWORK: null };

const LINES: Readonly<Record<string, Lines>> = {
  eval: {
    ...NEVER,
    ...weights((file) => `eval --weights ${file}`),
    E_USAGE: 'eval --batch 0',
    E_SHAPE: 'eval --weights three-layer',
    E_DATA_MISSING: 'eval --split train',
    E_NO_DIGIT: 'eval --images blank',
    E_IO: 'eval --limit 10 --report noise/report.html',
  },
  show: {
    ...NEVER,
    E_USAGE: 'show 10000',
    E_NOT_FOUND: 'show nowhere.png',
    E_FORMAT: 'show noise',
    E_TRUNCATED: 'show 0 --data-dir cut',
    E_SHAPE: 'show 0 --predict --weights xor',
    E_DATA_MISSING: 'show 0 --dataset kmnist',
    E_NO_DIGIT: 'show blank.png',
    E_UNSAFE: 'show 0 --predict --weights call.pkl',
    E_LIMIT: 'show huge',
    E_IO: 'show 0 --out noise/a.png',
  },
  predict: {
    ...NEVER,
    ...weights((file) => `predict blank.png --weights ${file}`),
    E_USAGE: 'predict blank.png --top 0',
    E_FORMAT: 'predict cut.png',
    E_SHAPE: 'predict blank.png --weights xor',
    E_DATA_MISSING: null,
    E_NO_DIGIT: 'predict blank.png',
    E_IO: 'predict blank.png --weights empty',
  },
  draw: {
    ...NEVER,
    ...weights((file) => `draw --no-open --port 0 --weights ${file}`),
    E_USAGE: 'draw --port 65536',
    E_SHAPE: 'draw --no-open --port 0 --weights xor',
    E_DATA_MISSING: null,
    E_NO_DIGIT: null,
    E_IO: 'draw --no-open --port BUSY',
  },
  forward: {
    ...NEVER,
    ...weights((file) => `forward --weights ${file}`),
    E_USAGE: 'forward --out a.png',
    E_FORMAT: 'forward --input noise',
    E_SHAPE: 'forward --input 1,2,3',
    E_DATA_MISSING: 'forward --image 0 --split train',
    E_NO_DIGIT: 'forward --image blank.png',
    E_IO: 'forward --weights empty',
  },
  plot: {
    ...NEVER,
    E_USAGE: 'plot sigmod',
    E_NOT_FOUND: null,
    E_FORMAT: null,
    E_TRUNCATED: null,
    E_SHAPE: null,
    E_DATA_MISSING: null,
    E_NO_DIGIT: null,
    E_UNSAFE: null,
    E_LIMIT: null,
    E_IO: 'plot relu --out noise/a.svg',
  },
  'fetch-mnist': {
    E_USAGE: 'fetch-mnist --mirror nmp',
    E_NOT_FOUND: 'fetch-mnist --from nowhere --data-dir new',
    E_FORMAT: 'fetch-mnist --split test --from foreign --data-dir new',
    E_TRUNCATED: 'fetch-mnist --split test --from cut --data-dir new',
    E_CHECKSUM: 'fetch-mnist --split test --from other --data-dir new',
    E_SHAPE: null,
    E_NETWORK: 'fetch-mnist --split test --mirror http://127.0.0.1:BUSY/ --retries 0 --data-dir new',
    E_DATA_MISSING: 'fetch-mnist --verify --data-dir empty',
    E_NO_DIGIT: null,
    E_UNSAFE: null,
    E_LIMIT: null,
    E_IO: 'fetch-mnist --split test --from other --data-dir noise/new',
  },
  inspect: {
    ...NEVER,
    ...weights((file) => `inspect ${file}`),
    // It tells what the file asks for, with a warning.
    E_UNSAFE: null,
    E_USAGE: 'inspect',
    E_SHAPE: 'inspect three-layer --filters --out a.png',
    E_DATA_MISSING: null,
    E_NO_DIGIT: null,
    E_IO: 'inspect empty',
  },
  convert: {
    ...NEVER,
    ...weights((file) => `convert ${file} out.npz`),
    E_USAGE: 'convert book out.xyz',
    E_SHAPE: `convert ${bundled('data/digit-subspaces.npy')} out.npz`,
    E_DATA_MISSING: null,
    E_NO_DIGIT: null,
    E_IO: 'convert book noise/out.npz',
  },
  completion: {
    ...NEVER,
    E_USAGE: 'completion powershell',
    E_NOT_FOUND: null,
    E_FORMAT: null,
    E_TRUNCATED: null,
    E_SHAPE: null,
    E_DATA_MISSING: null,
    E_NO_DIGIT: null,
    E_UNSAFE: null,
    E_LIMIT: null,
    E_IO: null,
  },
};

const words = (line: string): string[] => line.replace('BUSY', busyPort).split(' ');

const cells = Object.entries(LINES).flatMap(([command, lines]) =>
  Object.entries(lines).flatMap(([code, line]) => (line === null ? [] : [[command, code, line] as const])),
);

describe('an error', () => {
  it('is tried for every command that there is', () => {
    const program = describeProgram(createProgram(() => Promise.resolve()), []); // prettier-ignore
    expect(Object.keys(LINES).sort()).toEqual(program.commands.map(({ name }) => name).sort());
  });

  it.each(cells)('of %s: %s (mnn %s)', async (_, code, line) => {
    const status = code === 'E_USAGE' ? 2 : 1;
    const json = await runQuietly([...words(line), '--json']);
    const last = json.stderr.trimEnd().split('\n').at(-1)!;
    const { error } = JSON.parse(last) as { error: Record<'code' | 'message' | 'hint', string> };
    expect({ code: error.code, status: json.status }).toEqual({ code, status });
    expect(Object.keys(error)).toEqual(
      error.hint === undefined ? ['code', 'message'] : ['code', 'message', 'hint'],
    );

    const text = await runQuietly(words(line));
    expect(text).toMatchObject({ status, stdout: '' });
    const hint = error.hint === undefined ? '' : `hint: ${error.hint}\n`;
    expect(text.stderr).toContain(`error: ${error.message}\n${hint}`);
    expect(text.stderr.match(/^error: /gm)).toHaveLength(1);
    expect(text.stderr).not.toMatch(/^ {4}at /m);
  });

  it.each(Object.keys(LINES))('of the program itself, in %s, is told as one', async (command) => {
    for (const way of ['write', 'writeJson', 'note'] as const) {
      jest.spyOn(Terminal.prototype, way).mockImplementation(() => {
        throw new TypeError('x is not a function');
      });
    }
    const line = WORKING[command]!;
    const text = await runQuietly(words(line));
    expect(text.status).toBe(1);
    expect(text.stderr).toMatch(
      /^error: internal error: x is not a function\nhint: this is a fault of mnn .*MNN_DEBUG=1.*\n$/,
    );
    const json = await runQuietly([...words(line), '--json']);
    expect(json.status).toBe(1);
    for (const told of json.stderr.trimEnd().split('\n')) {
      expect(JSON.parse(told)).toMatchObject({
        error: { code: 'E_INTERNAL', message: 'internal error: x is not a function' },
      });
    }
  });

  it('has its code in the tables of both READMEs and of the manual', () => {
    const codes = [...Object.keys(LINES['eval']!), 'E_INTERNAL'].sort();
    for (const page of ['README.md', 'README.ja.md', 'scripts/man.ts']) {
      const listed = readFileSync(bundled(page), 'utf8').matchAll(/^(?:\| `|.*\[')(E_[A-Z_]+)/gm);
      expect({ page, codes: Array.from(listed, ([, code]) => code).sort() }).toEqual({ page, codes });
    }
  });
});

/** A line that would go well. */
const WORKING: Readonly<Record<string, string>> = {
  eval: 'eval --limit 10',
  show: 'show 0',
  predict: 'predict bar.png',
  draw: 'draw --no-open --port 0',
  forward: 'forward',
  plot: 'plot relu',
  'fetch-mnist': `fetch-mnist --split test --verify --data-dir ${bundled('data')}`,
  inspect: 'inspect --list',
  convert: 'convert book written.npz',
  completion: 'completion bash',
};

describe('a misspelt name is answered with the right one', () => {
  it.each([
    ['evaluate', 'eval'],
    ['shwo 0', 'show'],
    ['help evl', 'eval'],
    ['eval --bacth 3', '--batch'],
    ['forward --tracee', '--trace'],
    ['eval --split tset', 'test'],
    ['eval --dataset kmist', 'kmnist'],
    ['eval --dataset fashion', 'fashion-mnist'],
    ['eval --activation rleu', 'relu'],
    ['eval --weights bok', 'book'],
    ['inspect lrge', 'large'],
    ['show 0 --style brail', 'braille'],
    ['eval --perturb shift,nose', 'noise'],
    ['show 0 --lang jp', 'ja'],
    ['predict a.png --invert ys', 'yes'],
    ['plot sigmod', 'sigmoid'],
    ['convert book out --to onx', 'onnx'],
    ['fetch-mnist --mirror nmp', 'npm'],
    ['completion zhs', 'zsh'],
  ])('mnn %s: %s', async (line, name) => {
    const { stderr } = await runQuietly(words(line));
    expect(stderr.split('\n')[1]).toBe(`hint: did you mean ${name}?`);
  });

  it('in the environment too', async () => {
    process.env['MNN_KERNEL'] = 'smid';
    const { status, stderr } = await runQuietly(['eval']);
    delete process.env['MNN_KERNEL'];
    expect(status).toBe(2);
    expect(stderr).toBe(
      'error: MNN_KERNEL is smid, not one of relaxed-simd, simd, reference\nhint: did you mean simd?\n',
    );
  });

  it('nothing is guessed where nothing is near: the place of the names is told', async () => {
    expect((await runQuietly(['eval', '--split', 'xyzzy'])).stderr).toMatch(
      /\nhint: mnn eval --help lists its options\n$/,
    );
    expect((await runQuietly(['xyzzy'])).stderr).toMatch(/\nhint: mnn --help lists commands and options\n$/);
    expect(await runQuietly(['--json'])).toEqual({
      status: 2,
      stdout: '',
      stderr:
        '{"error":{"code":"E_USAGE","message":"a command is missing","hint":"mnn --help lists commands and options"}}\n',
    });
  });
});

/**
 * Runs every snippet and every command of docs/chapter3.md and its translation, and holds what they print against the page.
 * The training split, which is not in the package, is stood in for by 60,000 images of which the first is the genuine one.
 */
import {
  closeSync,
  copyFileSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mnn } from './cli/mnn.js';
import { blocks, promised, readPage, runSnippet } from './snippets.js';

const ENGLISH = 'docs/chapter3.md';
const JAPANESE = 'docs/chapter3.ja.md';
const COUNT = 60_000;

const folder = mkdtempSync(join(tmpdir(), 'mnn-chapter3-'));
const dataDirBefore = process.env['MNN_DATA_DIR'];
beforeAll(() => {
  writeTrainingSplit();
  process.env['MNN_DATA_DIR'] = folder;
});
afterAll(() => {
  if (dataDirBefore === undefined) delete process.env['MNN_DATA_DIR'];
  else process.env['MNN_DATA_DIR'] = dataDirBefore;
  rmSync(folder, { recursive: true });
});

/** What the first file of each kind is in the training split: header, first element; the rest is a hole, all zeros. */
function writeTrainingSplit(): void {
  const fixtures = fileURLToPath(new URL('fixtures/mnist', import.meta.url));
  const lengths = { 'train-images-idx3-ubyte': 16 + COUNT * 784, 'train-labels-idx1-ubyte': 8 + COUNT };
  for (const [name, length] of Object.entries(lengths)) {
    copyFileSync(join(fixtures, name), join(folder, name));
    const file = openSync(join(folder, name), 'r+');
    writeSync(file, Uint8Array.of(0, 0, COUNT >> 8, COUNT & 255), 0, 4, 4);
    ftruncateSync(file, length);
    closeSync(file);
  }
}

/** So far may a number that depends on the bundled weights be from what the page says. */
const TOLERANCE = 0.01;

const NUMBER = /(?<![\w.])-?\d[\d,]*(?:\.\d+)?/g;
const numbersOf = (text: string): number[] =>
  Array.from(text.matchAll(NUMBER), ([digits]) => Number(digits.replaceAll(',', '')));
const rest = (text: string): string => text.replaceAll(NUMBER, '#').replaceAll(/\s+/g, ' ').trim();

function expectAbout(printed: string, expected: string): void {
  expect(rest(printed)).toBe(rest(expected));
  const actual = numbersOf(printed);
  numbersOf(expected).forEach((wanted, i) =>
    expect(Math.abs(actual[i]! - wanted)).toBeLessThanOrEqual(TOLERANCE * Math.abs(wanted)),
  );
}

describe('the snippets', () => {
  const snippets = blocks(ENGLISH, 'ts');

  it.each(snippets.map((code, i) => [i + 1, code] as const))(
    '%i prints what the page says',
    async (_, code) => {
      const expected = promised(code);
      const printed = await runSnippet(code);
      expect(expected.length).toBeGreaterThan(0);
      expect(printed).toHaveLength(expected.length);
      expected.forEach((text, i) => {
        if (text.startsWith('≈ ')) expectAbout(printed[i]!, text.slice(2));
        else expect(printed[i]).toBe(text);
      });
    },
  );

  it('are the same in both languages', () => {
    expect(blocks(JAPANESE, 'ts')).toEqual(snippets);
    expect(blocks(JAPANESE, 'json')).toEqual(blocks(ENGLISH, 'json'));
  });
});

interface Command {
  readonly line: string;
  /** What it prints, on either stream. */
  readonly output: string;
}

function commands(page: string): Command[] {
  return blocks(page, 'console').flatMap((block) =>
    Array.from(block.matchAll(/^\$ (.*)\n((?:(?!\$ ).*\n)*)/gm), ([, line, output]) => ({
      line: line!,
      output: trimLines(output!),
    })),
  );
}

/** Without the spaces at the ends of lines and the empty lines around. */
function trimLines(text: string): string {
  return text.replaceAll(/ +$/gm, '').replaceAll(/^\n+|\n+$/g, '');
}

describe.each([
  [ENGLISH, 'en_US.UTF-8'],
  [JAPANESE, 'ja_JP.UTF-8'],
])('the commands of %s', (page, LANG) => {
  beforeAll(() => {
    for (const [, name, text] of readPage(page).matchAll(/`([\w-]+\.json)`[^`]*```json\n([^]*?)```/g))
      writeFileSync(join(folder, name!), text!);
  });

  it.each(commands(page).map(({ line, output }) => [line, output]))('%s', (line, output) => {
    const [program, ...args] = line!.split(' ');
    expect(program).toBe('mnn');
    const { stdout, stderr } = mnn(args, { cwd: folder, env: { LANG, MNN_DATA_DIR: folder } });
    const printed = trimLines(stdout + stderr);
    if (line!.startsWith('mnn eval')) expectLines(printed, output!);
    else if (!output!.includes('…')) expect(printed).toBe(output);
    else expect(printed).toMatch(new RegExp(`^${output!.split('…').map(escape).join('.*')}$`));
  });
});

/** Lines that begin as the page's do, in its order; … stands for what may be there. */
function expectLines(printed: string, expected: string): void {
  const lines = printed.split('\n').map((line) => line.trim());
  for (const wanted of expected.split('\n').filter((line) => line !== '…')) {
    const head = rest(wanted.replace(/…$/, ''));
    const at = lines.findIndex((line) => rest(line).startsWith(head));
    expect({ wanted, found: at >= 0 }).toEqual({ wanted, found: true });
    const count = numbersOf(wanted).length;
    const found = numbersOf(lines.splice(0, at + 1).at(-1)!).slice(0, count);
    numbersOf(wanted).forEach((number, i) =>
      expect(Math.abs(found[i]! - number)).toBeLessThanOrEqual(TOLERANCE * number),
    );
  }
}

const escape = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');

it('has the same commands in both languages', () => {
  const lines = (page: string): string[] => commands(page).map(({ line }) => line);
  expect(lines(JAPANESE)).toEqual(lines(ENGLISH));
});

it.each(['step-sigmoid.svg', 'relu.svg'])('shows %s as the command draws it', (name) => {
  expect(readPage(`docs/images/${name}`)).toBe(readFileSync(join(folder, name), 'utf8'));
});

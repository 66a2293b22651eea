/** Random command lines: whatever is typed, the program keeps its contract. The seed and the least failing line are reported. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { createProgram } from '../../src/cli.js';
import { describeProgram } from '../../src/cli/describe.js';
import { bundledNames } from '../../src/model/bundled.js';
import { flagsOf, type CommandRecord, type OptionRecord } from '../../src/views/program.js';
import { runQuietly } from './in-process.js';

const before = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'mnn arguments '));
beforeAll(() => {
  process.chdir(folder);
  writeFileSync('vector.json', '[1.0, 0.5]');
  writeFileSync(
    'noise.bin',
    Uint8Array.from({ length: 999 }, (_, i) => (i * 37) % 256),
  );
  writeFileSync('empty.png', '');
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

const program = describeProgram(
  createProgram(() => Promise.resolve()),
  bundledNames(),
);

/** What a hand, a script or an enemy may type for any value. */
const anything = fc.oneof(
  fc.constantFrom(
    '',
    '-',
    '--',
    '0',
    '1',
    '-1',
    '1.5',
    '1e9',
    'NaN',
    '5-2',
    '0-3',
    '98%',
    '0,1',
    '1,,2',
    '99999999999',
  ),
  fc.constantFrom(
    '.',
    '/',
    'vector.json',
    'noise.bin',
    'empty.png',
    'no such file',
    '*.png',
    '手書き.png',
    '😀',
    '__proto__',
  ),
  fc.string({ maxLength: 12 }),
);

const valueOf = (choices: readonly string[]): fc.Arbitrary<string> =>
  choices.length === 0 ? anything : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...choices) }, anything);

const typed = (option: OptionRecord): fc.Arbitrary<string[]> =>
  fc
    .tuple(
      fc.constantFrom(...flagsOf(option)),
      option.value ? valueOf(option.value.choices) : fc.constant(undefined),
    )
    .map(([flag, value]) => (value === undefined ? [flag] : [flag, value]));

const lineOf = (command: CommandRecord): fc.Arbitrary<string[]> =>
  fc
    .tuple(
      fc.array(fc.oneof(...command.arguments.map(({ choices }) => valueOf(choices)), anything), {
        maxLength: 3,
      }),
      fc.array(fc.oneof(...[...command.options, ...program.options].map(typed)), { maxLength: 5 }),
    )
    .map(([args, options]) => [command.name, ...options.flat(), ...args]);

/** Those that end by themselves, and go to no server. */
const commands = program.commands.filter(({ name }) => !['fetch-mnist', 'draw'].includes(name));

const line = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...commands).chain(lineOf) },
  fc.array(anything, { maxLength: 4 }).filter(([first]) => first !== 'fetch-mnist' && first !== 'draw'),
);

it('ends any command line with a status of the contract, and never with a stack trace', async () => {
  const standardInput = jest.spyOn(process, 'stdin', 'get').mockImplementation(() => emptyInput());
  await fc.assert(
    fc.asyncProperty(line, async (args) => {
      const { status, stdout, stderr } = await runQuietly(args);
      expect([0, 1, 2]).toContain(status);
      expect(stderr).not.toMatch(/^ {4}at /m);
      expect(stderr).not.toMatch(/internal error|E_INTERNAL/);
      if (status === 2) expect(stdout).toBe('');
      if (status !== 0 && !/--min-accuracy/.test(args.join(' '))) expect(stderr).not.toBe('');
    }),
    { numRuns: Number(process.env['MNN_FUZZ_RUNS'] ?? 120) },
  );
  standardInput.mockRestore();
}, 120_000);

function emptyInput(): typeof process.stdin {
  return (async function* () {})() as unknown as typeof process.stdin;
}

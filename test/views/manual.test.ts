/** The manual page: what is in it, and that the readers of manual pages find no fault. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { createProgram } from '../../src/cli.js';
import { describeProgram } from '../../src/cli/describe.js';
import { formatManual } from '../../src/views/manual.js';

const record = describeProgram(
  createProgram(() => Promise.resolve()),
  ['book'],
);
const page = formatManual(record, [
  { title: 'EXIT STATUS', entries: ['.a line that "looks" like a macro \\n', ['0', "'quoted'"]] },
]);

/** How a reader of manual pages writes bold letters. */
const OVERSTRIKE = new RegExp(`.${String.fromCharCode(8)}`, 'g');

const isInstalled = (reader: string): boolean => spawnSync('which', [reader]).status === 0;
const itWith = (reader: string): typeof it.skip => (isInstalled(reader) ? it : it.skip);

describe('the manual page', () => {
  it('has every command, option and example that help has', () => {
    for (const command of record.commands) {
      for (const { long } of command.options) expect(page).toContain(long.replaceAll('-', '\\-'));
      for (const example of command.examples) expect(page).toContain(example.replaceAll('-', '\\-'));
    }
    expect(record.commands.map(({ name }) => name)).toContain('fetch-mnist');
  });

  itWith('mandoc')('is faultless to mandoc', () => {
    const { stdout } = spawnSync('mandoc', ['-T', 'lint', '-W', 'warning'], {
      input: page,
      encoding: 'utf8',
    });
    expect(stdout.split('\n').filter((line) => !/missing date/.test(line))).toEqual(['']);
  });

  itWith('mandoc')('shows texts as they are', () => {
    const { stdout } = spawnSync('mandoc', ['-T', 'utf8', '-O', 'width=200'], {
      input: page,
      encoding: 'utf8',
    });
    const plain = stdout.replaceAll(OVERSTRIKE, '');
    expect(plain).toContain('.a line that "looks" like a macro \\n');
    expect(plain).toContain("'quoted'");
    expect(plain).toContain('mnn eval [options]');
    expect(plain).toContain('--data-dir <folder>');
  });
});

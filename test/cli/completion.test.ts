/** The completion scripts, in the shells that they are for; where a shell is not installed, its tests are skipped. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { mnn } from './mnn.js';

const folder = mkdtempSync(join(tmpdir(), 'mnn completion '));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'picture one.png'), '');

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

const scripts = Object.fromEntries(
  SHELLS.map((shell) => {
    const path = join(folder, `script.${shell}`);
    writeFileSync(path, mnn(['completion', shell]).stdout);
    return [shell, path];
  }),
) as Record<Shell, string>;

function run(shell: Shell, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(shell, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

const isInstalled = (shell: Shell): boolean => spawnSync(shell, ['--version']).status === 0;
const describeIn = (shell: Shell): typeof describe.skip => (isInstalled(shell) ? describe : describe.skip);

/** What bash offers for the last word. */
function inBash(...words: string[]): string[] {
  const driver = `source '${scripts.bash}'; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _mnn; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return run('bash', ['--norc', '-c', driver, 'bash', ...words])
    .split('\n')
    .filter((line) => line !== '');
}

describeIn('bash')('bash', () => {
  it('is asked for mnn, and leaves to it what the script does not offer', () => {
    expect(run('bash', ['--norc', '-c', `source '${scripts.bash}'; complete -p mnn`])).toBe(
      'complete -o default -F _mnn mnn\n',
    );
  });

  it.each([
    [['mnn', 'ev'], ['eval']],
    [['mnn', '--json', 'fetch'], ['fetch-mnist']],
    [['mnn', 'eval', '--spl'], ['--split']],
    [
      ['mnn', 'eval', '--split', 't'],
      ['test', 'train'],
    ],
    [['mnn', 'eval', '--split', '=', 'te'], ['test']],
    [
      ['mnn', 'eval', '--split', '='],
      ['test', 'train'],
    ],
    [['mnn', 'eval', '-w', 'l'], ['large']],
    [['mnn', 'eval', '--qui'], ['--quiet']],
    [
      ['mnn', 'completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['mnn', 'help', 'pre'], ['predict']],
    [['mnn', 'predict', 'pic'], []],
    [['mnn', 'eval', '--data-dir', ''], []],
  ])('%j', (words, offered) => {
    expect(inBash(...words)).toEqual(offered);
  });
});

/** What fish offers for the end of a line, without the descriptions. */
function inFish(line: string): string[] {
  return run('fish', ['--no-config', '-c', `source '${scripts.fish}'; complete -C ${JSON.stringify(line)}`])
    .split('\n')
    .filter((entry) => entry !== '')
    .map((entry) => entry.split('\t')[0]!)
    .sort();
}

describeIn('fish')('fish', () => {
  it.each([
    ['mnn ev', ['eval']],
    ['mnn eval --spl', ['--split']],
    ['mnn eval --split ', ['test', 'train']],
    ['mnn eval --weights l', ['large']],
    ['mnn eval --qui', ['--quiet']],
    ['mnn completion ', ['bash', 'fish', 'zsh']],
    ['mnn predict pic', ['picture one.png']],
    ['mnn eval pic', []],
  ])('%s', (line, offered) => {
    expect(inFish(line)).toEqual(offered);
  });
});

describeIn('zsh')('zsh', () => {
  it('completes commands, options, their values and paths', () => {
    const driver = fileURLToPath(new URL('complete.zsh', import.meta.url));
    const lines: readonly (readonly [string, string])[] = [
      ['mnn ev', 'mnn eval '],
      ['mnn eval --spl', 'mnn eval --split='],
      ['mnn eval --split te', 'mnn eval --split test '],
      ['mnn eval --weights la', 'mnn eval --weights large '],
      ['mnn eval --qui', 'mnn eval --quiet '],
      ['mnn completion f', 'mnn completion fish '],
      ['mnn help pre', 'mnn help predict '],
      ['mnn predict pic', 'mnn predict picture\\ one.png '],
    ];
    const typed = lines.map(([line]) => line);
    expect(run('zsh', ['-f', driver, scripts.zsh, ...typed]).split('\n')).toEqual([
      ...lines.map(([, completed]) => completed),
      '',
    ]);
  });
});

describe('every shell', () => {
  it.each(SHELLS)('is offered all commands: %s', (shell) => {
    const { status, stdout } = mnn(['completion', shell]);
    expect(status).toBe(0);
    for (const command of ['eval', 'show', 'predict', 'forward', 'fetch-mnist', 'inspect', 'convert']) {
      expect(stdout).toContain(command);
    }
  });

  it('is one that is known, else the choices are told', () => {
    const { status, stderr } = mnn(['completion', 'tcsh']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/bash, zsh, fish/);
  });
});

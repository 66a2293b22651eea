import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { mnn, shell } from './mnn.js';

const ANSI = new RegExp(String.fromCharCode(27));

describe('the program', () => {
  it('prints its version, the package’s', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(mnn(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('prints help on stdout, also without arguments', () => {
    for (const args of [[], ['--help'], ['help']]) {
      const { status, stdout, stderr } = mnn(args);
      expect(status).toBe(0);
      expect(stderr).toBe('');
      expect(stdout).toContain('Usage: mnn');
      expect(stdout).toContain('eval');
    }
  });

  it.each(['eval', 'show', 'predict', 'forward'])(
    'shows options, defaults, two examples and the documentation: %s',
    (command) => {
      const { status, stdout } = mnn([command, '--help']);
      expect(status).toBe(0);
      expect(stdout).toContain('--json');
      expect(stdout).toMatch(/default: /);
      expect(stdout.match(/^ {2}\$ mnn /gm)).toHaveLength(2);
      expect(stdout).toMatch(/Documentation: https:/);
    },
  );

  it.each([
    [['evl'], 'eval'],
    [['eval', '--bacth', '3'], '--batch'],
    [['forward', '--tracee'], '--trace'],
  ])('suggests the nearest name for %j', (args, name) => {
    const { status, stdout, stderr } = mnn(args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^error: unknown .*\nhint: did you mean /);
    expect(stderr).toContain(name);
  });

  it('tells errors as one line of JSON with --json', () => {
    const { status, stdout, stderr } = mnn(['eval', '--batch', '0', '--json']);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(stderr).error.code).toBe('E_USAGE');
  });

  it('ends quietly with 0 when its reader goes away', () => {
    const { status, stderr } = shell(
      'mnn show 0-999 --json | head -c 10 >/dev/null; echo "${PIPESTATUS[0]}" >&2',
    );
    expect(status).toBe(0);
    expect(stderr).toBe('0\n');
  });

  it('writes a long document whole through a pipe', () => {
    const { stdout } = shell('mnn show 0-299 --json | cat');
    expect(JSON.parse(stdout).images).toHaveLength(300);
  });

  it('says so when the output cannot be written', () => {
    const { status, stderr } = shell('mnn show 0 > /dev/full');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: cannot write to standard output: /);
  });

  it('paints on a terminal alone, or when it is told to', () => {
    const args = ['eval', '--limit', '10'];
    expect(mnn(args).stdout).not.toMatch(ANSI);
    expect(mnn([...args, '--color']).stdout).toMatch(ANSI);
    expect(mnn(args, { env: { FORCE_COLOR: '1' } }).stdout).toMatch(ANSI);
    expect(mnn([...args, '--no-color'], { env: { FORCE_COLOR: '1' } }).stdout).not.toMatch(ANSI);
    expect(mnn([...args, '--json', '--color'], { env: { FORCE_COLOR: '1' } }).stdout).not.toMatch(ANSI);
  });
});

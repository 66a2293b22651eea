import { expect, it } from '@jest/globals';
import { showsUnicode } from '../src/unicode.js';

it.each([
  [{}, 'linux', true],
  [{ LANG: 'ja_JP.UTF-8' }, 'linux', true],
  [{ LANG: 'C.utf8' }, 'linux', true],
  [{ LANG: 'C' }, 'linux', false],
  [{ LANG: 'en_US.ISO-8859-1' }, 'darwin', false],
  [{ LANG: 'en_US.UTF-8', LC_ALL: 'POSIX' }, 'linux', false],
  [{ LANG: 'C', LC_ALL: '', LC_CTYPE: 'en_GB.UTF-8' }, 'linux', true],
  [{ LANG: 'en_US.UTF-8', TERM: 'dumb' }, 'linux', false],
  [{ LANG: 'en_US.UTF-8', TERM: 'linux' }, 'linux', false],
  [{}, 'win32', false],
  [{ WT_SESSION: 'a' }, 'win32', true],
] as const)('a console with %j on %s shows Unicode: %s', (env, platform, expected) => {
  expect(showsUnicode(env, platform)).toBe(expected);
});

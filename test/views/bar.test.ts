import { expect, it } from '@jest/globals';
import { plainPaint } from '../../src/paint.js';
import { appendBars, formatBar } from '../../src/views/bar.js';

it.each([
  [1, '████'],
  [0.5, '██'],
  // 4 · 8 · 0.3 = 9.6 eighths, rounded to ten
  [0.3, '█▎'],
  [1 / 64, '▏'],
  [0, ''],
])('a share of %f in four characters is %j', (share, bar) => {
  expect(formatBar(share, 4, true)).toBe(bar);
});

it('has whole characters in ASCII', () => {
  expect([0.7, 0.1, 1].map((share) => formatBar(share, 4, false))).toEqual(['###', '', '####']);
});

it('bars stand below one another and take the room that there is', () => {
  const screen = { paint: plainPaint, columns: 16, unicode: true };
  // 画像 takes four columns; two are between, ten are left.
  expect(appendBars(['画像', 'b'], [1, 0.5], screen)).toEqual(['画像  ██████████', 'b     █████']);
  expect(appendBars(['画像', 'b'], [1, 0.5], { ...screen, columns: 11 })).toEqual(['画像', 'b']);
});

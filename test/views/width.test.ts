import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatTable } from '../../src/views/table.js';
import { displayWidth, padEnd, padStart, wrap } from '../../src/views/width.js';

describe('width on a terminal', () => {
  // By Unicode Standard Annex #11: W and F take two columns, Na, N, H and A one.
  it.each([
    ['abc', 3],
    ['数字', 4],
    ['ひらがな', 8],
    ['ﾊﾝｶｸ', 4],
    ['ＡＢ（）', 8],
    ['画像 a.png', 10],
    ['28×28 → 1', 9],
    ['한글', 4],
    ['\u001b[1m太字\u001b[22m', 4],
    ['', 0],
  ])('%j takes %d columns', (text, columns) => {
    expect(displayWidth(text)).toBe(columns);
  });

  it('is the same composed and decomposed, as macOS names files', () => {
    for (const text of ['がぎぐ.png', 'パパ', '한글', 'é']) {
      expect(displayWidth(text.normalize('NFD'))).toBe(displayWidth(text));
    }
  });

  it('pads to a width, and leaves alone what is wider', () => {
    expect(padEnd('数字', 6)).toBe('数字  ');
    expect(padStart('数字', 6)).toBe('  数字');
    expect(padEnd('数字', 3)).toBe('数字');
  });
});

describe('wrapping', () => {
  it('breaks English at spaces', () => {
    expect(wrap('the quick brown fox', 10)).toBe('the quick\nbrown fox');
  });

  it('breaks Japanese anywhere but before what closes, behind what opens and within katakana', () => {
    expect(wrap('画像を読みます。次へ', 12)).toBe('画像を読みま\nす。次へ');
    expect(wrap('あいうえ（お）', 10)).toBe('あいうえ\n（お）');
    expect(wrap('第一層のネットワーク', 12)).toBe('第一層の\nネットワーク');
    expect(wrap('既定は book です', 9)).toBe('既定は\nbook です');
  });

  it('keeps every line within the width, and every character', () => {
    const words = fc.array(fc.constantFrom('漢字', 'かな', 'カナは', '（注）', 'です。', 'abc ', ' --lang '));
    fc.assert(
      fc.property(words, fc.integer({ min: 12, max: 60 }), (parts, width) => {
        const text = parts.join('').trim();
        const wrapped = wrap(text, width);
        expect(wrapped.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        for (const line of wrapped.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});

it('a table aligns its columns by width', () => {
  const table = formatTable(
    [
      ['名前', '値'],
      ['a', '1'],
      ['数字.png', '100'],
    ],
    [0],
  );
  expect(table).toBe('名前       値\na           1\n数字.png  100');
});

/** Where in a picture is looked: cards on a dark ground, blackboards on a page, digits that are small. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { preprocess, preprocessRow } from '../../src/image/preprocess.js';
import { findSheet } from '../../src/image/sheet.js';
import { loadDataset, type Dataset } from '../../src/mnist/dataset.js';
import { onCanvas, plane, type Grey } from './picture.js';

let set: Dataset;
beforeAll(async () => {
  set = await loadDataset({ split: 'test' });
});
const digit = (index: number): Uint8Array => set.pixels.subarray(index * 784, (index + 1) * 784);

/** A picture laid on a larger one of one level. */
function lay({ pixels, width, height }: Grey, left: number, top: number, ground: number, size: number): Grey {
  const under: Grey = { pixels: new Uint8Array(size * size).fill(ground), width: size, height: size };
  for (let y = 0; y < height; y++)
    under.pixels.set(pixels.subarray(y * width, (y + 1) * width), (top + y) * size + left);
  return under;
}

/** The mean difference of two digits, in levels; a shift by one pixel alone makes about 25. */
function difference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, level, i) => sum + Math.abs(level - b[i]!), 0) / a.length;
}

describe('a sheet', () => {
  const card = (inverted: boolean): Grey =>
    onCanvas(digit(4), { factor: 5, width: 180, height: 160, left: 20, top: 10, inverted });

  it.each([
    ['a light card on a dark ground', true, 10],
    ['a dark board on a light ground', false, 245],
  ])('is looked at alone: %s', (_, inverted, ground) => {
    const { pixels, width, height } = lay(card(inverted), 100, 60, ground, 400);
    const seen = preprocess(pixels, width, height, 1);
    expect(seen.inverted).toBe(inverted);
    expect(difference(seen.pixels, digit(4))).toBeLessThan(12);
    const [x, y, w, h] = seen.box;
    expect([x > 100, y > 60, x + w < 280, y + h < 220]).toEqual([true, true, true, true]);
  });

  it('is one also where a bold 0 or 8 cuts it in pieces', () => {
    const zero = onCanvas(digit(10), { factor: 5, width: 150, height: 150, left: 5, top: 5 });
    const { pixels, width, height } = lay(zero, 20, 30, 10, 200);
    const seen = preprocess(pixels, width, height, 1);
    expect(seen.inverted).toBe(true);
    expect(difference(seen.pixels, digit(10))).toBeLessThan(12);
  });

  it('is large, solid and of the other lightness', () => {
    const scaled = (rows: string[]): Parameters<typeof findSheet>[0] => {
      const picture = plane(rows, 200);
      return { planes: [picture], width: picture.width, height: picture.height };
    };
    const line = '.'.repeat(40);
    const full = `${'.'.repeat(10)}${'#'.repeat(20)}${'.'.repeat(10)}`;
    const sides = `${'.'.repeat(10)}####${'.'.repeat(12)}####${'.'.repeat(10)}`;
    const ground = Array<string>(8).fill(line);
    expect(findSheet(scaled([...ground, ...Array<string>(20).fill(full), ...ground]))).toEqual({
      isLight: true,
      box: [11, 9, 18, 18],
    });
    // The outline of a square, as of a thick 0.
    const ring = [full, full, ...Array<string>(16).fill(sides), full, full];
    expect(findSheet(scaled([...ground, ...ring, ...ground]))).toBeUndefined();
    expect(findSheet(scaled(ground))).toBeUndefined();
  });
});

describe('what is small', () => {
  it('is looked at closer: a digit of 40 pixels in a picture of 1000', () => {
    for (const index of [0, 1, 2, 3]) {
      const small = onCanvas(digit(index), { factor: 2, width: 1000, height: 1000, left: 700, top: 300 });
      const { pixels, box } = preprocess(small.pixels, small.width, small.height, 1);
      expect(difference(pixels, digit(index))).toBeLessThan(13);
      expect(Math.max(box[2], box[3])).toBeGreaterThanOrEqual(38);
      expect(Math.max(box[2], box[3])).toBeLessThanOrEqual(44);
    }
  });

  it('is told apart in a row: digits of 20 pixels, three apart, in a strip of 900', () => {
    const strip: Grey = { pixels: new Uint8Array(900 * 60), width: 900, height: 60 };
    let left = 400;
    for (const index of [0, 2, 4, 7]) {
      const { pixels, width, height } = onCanvas(digit(index), {
        factor: 1,
        width: 28,
        height: 28,
        inverted: false,
      });
      const columns = Array.from({ length: 28 }, (_, x) => x).filter((x) =>
        Array.from({ length: height }, (_, y) => pixels[y * width + x]!).some((level) => level > 0),
      );
      for (const x of columns) {
        for (let y = 0; y < 28; y++) strip.pixels[(y + 15) * 900 + left] = pixels[y * 28 + x]!;
        left++;
      }
      left += 3;
    }
    const row = preprocessRow(strip.pixels, 900, 60, 1);
    expect(row).toHaveLength(4);
    [0, 2, 4, 7].forEach((index, i) => expect(difference(row[i]!.pixels, digit(index))).toBeLessThan(14));
  });
});

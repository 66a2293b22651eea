/** The way from a picture to 28×28 as a whole, on digits of the test set made into pictures. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NoDigitError, ShapeError } from '../../src/errors.js';
import { preprocess } from '../../src/image/preprocess.js';
import { referenceKernel } from '../../src/engine/kernel/reference.js';
import { loadDataset, type Dataset } from '../../src/mnist/dataset.js';
import { loadModel } from '../../src/model/load.js';
import { createReader } from '../../src/predict.js';
import { onCanvas, type Grey } from './picture.js';

let set: Dataset;
beforeAll(async () => {
  set = await loadDataset({ dataset: 'mnist', split: 'test' });
});

const digit = (index: number): Uint8Array => set.pixels.subarray(index * 784, (index + 1) * 784);
const seen = ({ pixels, width, height }: Grey): ReturnType<typeof preprocess> =>
  preprocess(pixels, width, height, 1);

/** The mean difference of two digits, in levels. */
function difference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, level, i) => sum + Math.abs(level - b[i]!), 0) / a.length;
}

describe('preprocess', () => {
  it('passes every digit of the test set unchanged', () => {
    for (let i = 0; i < set.count; i++) {
      const { pixels, unchanged, inverted } = preprocess(digit(i), 28, 28, 1);
      if (!unchanged || inverted || Buffer.compare(pixels, digit(i)) !== 0) throw new Error(`digit ${i}`);
    }
  });

  it('gives nearly the same digit back from ten times its size, dark on light', () => {
    const indices = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    const differences = indices.map((i) => {
      const { pixels, inverted } = seen(onCanvas(digit(i), { left: 60, top: 30 }));
      expect(inverted).toBe(true);
      return difference(pixels, digit(i));
    });
    // A shift of the whole digit by one pixel alone makes about 25.
    expect(differences.reduce((a, b) => a + b) / indices.length).toBeLessThan(9);
  });

  it('leaves digits as legible as they are, blown up to 280 pixels, dark on light, anywhere on a canvas', async () => {
    const reader = createReader(referenceKernel, (await loadModel('book')).network);
    let plain = 0;
    let blownUp = 0;
    for (let i = 0; i < 40; i++) {
      const left = (i * 37) % 200;
      const top = (i * 53) % 120;
      if (reader.predict(digit(i)).digit === set.labels[i]) plain++;
      if (reader.predict(seen(onCanvas(digit(i), { left, top })).pixels).digit === set.labels[i]) blownUp++;
    }
    expect(plain).toBeGreaterThanOrEqual(39);
    expect(blownUp).toBeGreaterThanOrEqual(plain - 1);
  });

  it('sees the same digit wherever it is on the canvas', () => {
    const place = fc.record({
      index: fc.integer({ min: 0, max: 99 }),
      left: fc.integer({ min: 0, max: 340 }),
      top: fc.integer({ min: 0, max: 260 }),
      inverted: fc.boolean(),
    });
    fc.assert(
      fc.property(place, ({ index, left, top, inverted }) => {
        const middle = seen(onCanvas(digit(index), { factor: 5, left: 170, top: 130, inverted }));
        const moved = seen(onCanvas(digit(index), { factor: 5, left, top, inverted }));
        expect(Buffer.compare(moved.pixels, middle.pixels)).toBe(0);
        expect(moved.box).toEqual([
          middle.box[0] + left - 170,
          middle.box[1] + top - 130,
          ...middle.box.slice(2),
        ]);
      }),
      { numRuns: 8 },
    );
  });

  it('sees the same digit in the negative', () => {
    for (let i = 0; i < 5; i++) {
      const light = seen(onCanvas(digit(i), { factor: 5, left: 90, top: 50, inverted: false }));
      const dark = seen(onCanvas(digit(i), { factor: 5, left: 90, top: 50, inverted: true }));
      expect([light.inverted, dark.inverted]).toEqual([false, true]);
      expect(Buffer.compare(light.pixels, dark.pixels)).toBe(0);
    }
  });

  it('obeys where it is told what is ink', () => {
    const { pixels, width, height } = onCanvas(digit(0), { left: 90, top: 50 });
    expect(preprocess(pixels, width, height, 1, { invert: 'no' }).inverted).toBe(false);
    expect(preprocess(pixels, width, height, 1, { invert: 'yes' }).inverted).toBe(true);
  });

  it('keeps the shape of what is narrow', () => {
    const bar: Grey = { width: 200, height: 300, pixels: new Uint8Array(60_000).fill(255) };
    for (let y = 50; y < 250; y++) bar.pixels.fill(0, y * 200 + 90, y * 200 + 110);
    const { pixels } = seen(bar);
    const columns = Array.from({ length: 28 }, (_, x) =>
      Array.from({ length: 28 }, (_, y) => pixels[y * 28 + x]!).some((level) => level > 127),
    );
    const rows = Array.from({ length: 28 }, (_, y) =>
      pixels.subarray(y * 28, y * 28 + 28).some((l) => l > 127),
    );
    expect(columns.filter(Boolean)).toHaveLength(2);
    expect(rows.filter(Boolean)).toHaveLength(20);
  });

  it('finds no digit in noise, grain, or a blot', () => {
    let state = 1;
    const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
    const paint = (level: (x: number, y: number) => number): Grey => ({
      width: 160,
      height: 120,
      pixels: Uint8Array.from({ length: 160 * 120 }, (_, i) => level(i % 160, Math.floor(i / 160))),
    });
    expect(() => seen(paint(() => random() * 255))).toThrow(/noise/);
    expect(() => seen(paint(() => 215 + random() * 8))).toThrow(/blank|noise/);
    expect(() => seen(paint((x, y) => (Math.hypot(x - 80, y - 60) < 14 ? 20 : 240)))).toThrow(/blot/);
  });

  it('refuses a text, and warns of several digits', () => {
    const bars = (count: number): Grey => {
      const page: Grey = { width: 400, height: 120, pixels: new Uint8Array(48_000).fill(255) };
      for (let i = 0; i < count; i++) {
        for (let y = 30; y < 90; y++) page.pixels.fill(0, y * 400 + 20 + i * 36, y * 400 + 26 + i * 36);
      }
      return page;
    };
    expect(() => seen(bars(10))).toThrow(NoDigitError);
    expect(seen(bars(3)).warnings).toEqual([expect.stringContaining('3 characters')]);
    expect(seen(bars(1)).warnings).toEqual([]);
  });

  it.each([
    ['white', 255],
    ['black', 0],
    ['grey', 128],
  ])('finds no digit where all is %s', (_, level) => {
    const blank = new Uint8Array(100 * 80).fill(level);
    expect(() => preprocess(blank, 100, 80, 1)).toThrow(NoDigitError);
    expect(() => preprocess(blank.subarray(0, 784), 28, 28, 1)).toThrow(NoDigitError);
    expect(() => preprocess(blank.subarray(0, 1), 1, 1, 1)).toThrow(NoDigitError);
  });

  it('wants as many bytes as the size says', () => {
    expect(() => preprocess(new Uint8Array(784), 28, 28, 4)).toThrow(ShapeError);
    expect(() => preprocess(new Uint8Array(784), 28, 28, 4)).toThrow(/784.*28×28.*4 channels.*3136/);
  });
});

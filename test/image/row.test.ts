/** Rows of digits: found, cut and read. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { referenceKernel } from '../../src/engine/kernel/reference.js';
import { preprocess, preprocessRow } from '../../src/image/preprocess.js';
import { loadDataset, type Dataset } from '../../src/mnist/dataset.js';
import { loadModel } from '../../src/model/load.js';
import { createReader, type Reader } from '../../src/predict.js';
import { createRandom, drawRow, handwritten } from '../../scripts/measure/draw-row.js';
import type { Grey } from './picture.js';

let set: Dataset;
let reader: Reader;
beforeAll(async () => {
  set = await loadDataset({ dataset: 'mnist', split: 'test' });
  reader = createReader(referenceKernel, (await loadModel('book')).network);
});

const digit = (index: number): Uint8Array => set.pixels.subarray(index * 784, (index + 1) * 784);

function read({ pixels, width, height }: Grey): string {
  return preprocessRow(pixels, width, height, 1)
    .map((digit) => reader.predict(digit.pixels).digit)
    .join('');
}

describe('a row of digits', () => {
  it('is read from left to right: 95 of 100 digits, with random gaps, sizes and slant', () => {
    const random = createRandom(7);
    let right = 0;
    let count = 0;
    for (let row = 0; row < 30; row++) {
      const indices = Array.from({ length: 3 + (row % 4) }, () => Math.floor(random() * set.count));
      const text = read(drawRow(indices.map(digit), handwritten(random), row % 2 === 0));
      // A row in which a digit is missed or cut counts as all wrong.
      if (text.length === indices.length)
        right += indices.filter((index, i) => text[i] === String(set.labels[index])).length;
      count += indices.length;
    }
    expect(right / count).toBeGreaterThanOrEqual(0.95);
  });

  it('has a box for each digit, in order', () => {
    const picture = drawRow([0, 1, 2].map(digit), () => ({ scale: 2, slant: 0, gap: 12 }), true);
    const boxes = preprocessRow(picture.pixels, picture.width, picture.height, 1).map(({ box }) => box);
    expect(boxes).toHaveLength(3);
    expect(boxes[0]![0]).toBeCloseTo(14, -1);
    for (let i = 1; i < 3; i++) expect(boxes[i]![0]).toBeGreaterThan(boxes[i - 1]![0] + boxes[i - 1]![2]);
  });

  it('is cut where two digits touch with a thin neck, and not where they are one', () => {
    const picture: Grey = { width: 160, height: 100, pixels: new Uint8Array(16_000).fill(255) };
    const ring = (centre: number): void => {
      for (let y = 0; y < 100; y++) {
        for (let x = 0; x < 160; x++) {
          const distance = Math.hypot((x - centre) / 0.7, y - 50);
          if (distance > 26 && distance < 33) picture.pixels[y * 160 + x] = 0;
        }
      }
    };
    ring(50);
    ring(95);
    expect(preprocessRow(picture.pixels, 160, 100, 1)).toHaveLength(2);
    const wide: Grey = { width: 160, height: 100, pixels: new Uint8Array(16_000).fill(255) };
    for (let y = 20; y < 80; y++) wide.pixels.fill(0, y * 160 + 10, y * 160 + (y < 30 ? 150 : 24));
    expect(preprocessRow(wide.pixels, 160, 100, 1)).toHaveLength(1);
  });

  it('is not suspected where one wide digit is asked for', () => {
    const open: Grey = { width: 160, height: 100, pixels: new Uint8Array(16_000).fill(255) };
    for (let y = 0; y < 100; y++) {
      for (let x = 0; x < 160; x++) {
        const distance = Math.hypot((x - 80) / 1.4, y - 50);
        if (distance > 26 && distance < 33 && (y > 40 || Math.abs(x - 80) > 8)) open.pixels[y * 160 + x] = 0;
      }
    }
    expect(preprocess(open.pixels, 160, 100, 1).warnings).toEqual([]);
  });

  it('is not cut through a wide 0', () => {
    const wide = drawRow([10, 10].map(digit), () => ({ scale: 2, slant: 0, gap: 20 }), true);
    const stretched: Grey = {
      ...wide,
      width: wide.width * 2,
      pixels: new Uint8Array(wide.pixels.length * 2),
    };
    stretched.pixels.forEach((_, i) => (stretched.pixels[i] = wide.pixels[i >> 1]!));
    const zeros = preprocessRow(stretched.pixels, stretched.width, stretched.height, 1);
    expect(zeros.map(({ box: [, , width, height] }) => width > 1.5 * height)).toEqual([true, true]);
    expect(zeros.flatMap(({ warnings }) => warnings)).toEqual([]);
  });
});

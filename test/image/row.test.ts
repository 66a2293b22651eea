/** Rows of digits: found, cut and read. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { referenceKernel } from '../../src/engine/kernel/reference.js';
import { preprocessRow } from '../../src/image/preprocess.js';
import { loadDataset, type Dataset } from '../../src/mnist/dataset.js';
import { loadModel } from '../../src/model/load.js';
import { createReader, type Reader } from '../../src/predict.js';
import type { Grey } from './picture.js';

let set: Dataset;
let reader: Reader;
beforeAll(async () => {
  set = await loadDataset({ dataset: 'mnist', split: 'test' });
  reader = createReader(referenceKernel, (await loadModel('book')).network);
});

/** A generator of fractions that is the same everywhere (Lehmer's). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

interface Placed {
  readonly scale: number;
  /** Columns to the right per row upwards. */
  readonly slant: number;
  readonly gap: number;
}

/** Digits one after the other on a strip, each scaled and slanted; `gap` columns between their inks. */
function drawRow(indices: readonly number[], place: () => Placed, inverted: boolean): Grey {
  const [width, height] = [40 + indices.length * 80, 90];
  const light = new Float32Array(width * height);
  let left = 14;
  for (const index of indices) {
    const { scale, slant, gap } = place();
    const digit = set.pixels.subarray(index * 784, (index + 1) * 784);
    const inked: [x: number, y: number, level: number][] = [];
    for (let y = 0; y < height; y++) {
      for (let x = -30; x < 110; x++) {
        const v = Math.round((y - height / 2) / scale + 14);
        const u = Math.round(x / scale + slant * (v - 14));
        const level = u >= 0 && u < 28 && v >= 0 && v < 28 ? digit[v * 28 + u]! : 0;
        if (level > 0) inked.push([x, y, level]);
      }
    }
    const [first, last] = [Math.min(...inked.map(([x]) => x)), Math.max(...inked.map(([x]) => x))];
    for (const [x, y, level] of inked) light[y * width + left + x - first] = level;
    left += last - first + gap;
  }
  return { width, height, pixels: Uint8Array.from(light, (level) => (inverted ? 255 - level : level)) };
}

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
    for (let row = 0; row < 60; row++) {
      const indices = Array.from({ length: 3 + (row % 4) }, () => Math.floor(random() * set.count));
      const picture = drawRow(
        indices,
        () => ({
          scale: 1.8 + random() * 0.7,
          slant: (random() - 0.5) * 0.3,
          gap: 3 + Math.floor(random() * 15),
        }),
        row % 2 === 0,
      );
      const text = read(picture);
      // A row in which a digit is missed or cut counts as all wrong.
      if (text.length === indices.length)
        right += indices.filter((index, i) => text[i] === String(set.labels[index])).length;
      count += indices.length;
    }
    expect(right / count).toBeGreaterThanOrEqual(0.95);
  });

  it('has a box for each digit, in order', () => {
    const picture = drawRow([0, 1, 2], () => ({ scale: 2, slant: 0, gap: 12 }), true);
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
});

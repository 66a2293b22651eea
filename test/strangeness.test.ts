/** What is no digit is told from digits, by more than the network's word. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { referenceKernel } from '../src/engine/kernel/reference.js';
import { loadDataset } from '../src/mnist/dataset.js';
import { loadModel } from '../src/model/load.js';
import { loadStrangeness } from '../src/model/subspaces.js';
import { createReader, type Reader } from '../src/predict.js';
import { readPicture } from '../src/read-picture.js';
import { createStrangeness, FEATURES, type Strangeness } from '../src/strangeness.js';

describe('createStrangeness', () => {
  /** Means and one direction for each class: `mean` and `along` are the numbers of the only feature that is not 0. */
  const planes = (mean: number, along: number): Strangeness => {
    const levels = new Int8Array(10 * 2 * FEATURES);
    for (let digit = 0; digit < 10; digit++) {
      levels[2 * digit * FEATURES + mean] = 127;
      levels[(2 * digit + 1) * FEATURES + along] = 50;
    }
    return createStrangeness(levels);
  };
  const blank = new Uint8Array(784);

  it('is the distance from the plane, by what one digit in fifty exceeds', () => {
    // The mean is 1 away from nothing; 1 / 2.69.
    expect(planes(3, 4)(blank, 0)).toBeCloseTo(0.3717, 4);
  });

  it('does not count what lies along the plane', () => {
    expect(planes(3, 3)(blank, 0)).toBeCloseTo(0, 6);
  });

  it('describes a digit by its smoothed levels, every second of them', () => {
    const point = new Uint8Array(784);
    point[6 * 28 + 8] = 255; // feature (4, 3), smoothed to a quarter there; nothing at the features beside it
    const mean = 3 * 14 + 4;
    // From the mean's 1 three quarters are missing.
    expect(planes(mean, 0)(point, 5)).toBeCloseTo(0.75 ** 2 / 2.69, 4);
  });
});

describe('the bundled planes', () => {
  let strangeness: Strangeness;
  let reader: Reader;
  beforeAll(async () => {
    strangeness = await loadStrangeness();
    reader = createReader(referenceKernel, (await loadModel('book')).network);
  });

  it('find about one test digit in fifty strange, and ten times as many under a wrong name', async () => {
    const { pixels, labels } = await loadDataset({ split: 'test' });
    let own = 0;
    let other = 0;
    for (let i = 0; i < 1000; i++) {
      const digit = pixels.subarray(i * 784, (i + 1) * 784);
      if (strangeness(digit, labels[i]!) > 1) own++;
      if (strangeness(digit, (labels[i]! + 5) % 10) > 1) other++;
    }
    expect(own).toBeGreaterThanOrEqual(5);
    expect(own).toBeLessThanOrEqual(40);
    expect(other).toBeGreaterThanOrEqual(10 * own);
  });

  const doubtful = (strokes: string): boolean =>
    readPicture({ source: strokes, ...draw(strokes) }, reader, { strangeness }).warnings.length > 0;

  it('leave few letters a sure answer', () => {
    const sure = LETTERS.filter((strokes) => !doubtful(strokes));
    expect(sure.length).toBeLessThanOrEqual(LETTERS.length / 5);
  });

  it('leave digits drawn in the same way theirs', () => {
    expect(DIGITS.filter(doubtful)).toEqual([]);
  });
});

/** Polylines on a grid of 10×10, x and y a digit each: A E F H K M N R V W X, a house, a star, a comb, a saw. */
const LETTERS = [
  '09 40 89, 25 65',
  '80 10 19 89, 14 64',
  '80 10 19, 14 64',
  '10 19, 70 79, 14 74',
  '10 19, 70 14 79',
  '09 10 45 80 99',
  '19 10 79 70',
  '19 10 60 72 64 14, 34 79',
  '00 49 80',
  '00 29 44 69 90',
  '10 79, 70 19',
  '04 40 84 14 19 79 74',
  '40 49, 04 94, 11 88, 81 18',
  '00 90, 00 09, 30 39, 60 69, 90 99',
  '09 20 29 40 49 60 69 80',
];

/** 1, 2, 3, 4, 5, 7. */
const DIGITS = [
  '50 49',
  '22 30 50 72 64 19 79',
  '20 50 72 54 34, 54 75 77 59 29',
  '20 15 75, 60 59',
  '70 20 24 54 76 68 49 19',
  '10 70 39',
];

/** Thick polylines, dark on light. */
function draw(strokes: string): {
  pixels: Uint8Array;
  width: number;
  height: number;
  channels: 1;
  fullWidth: number;
  fullHeight: number;
} {
  const side = 160;
  const pixels = new Uint8Array(side * side).fill(255);
  for (const stroke of strokes.split(', ')) {
    const points = stroke.split(' ').map((point) => Array.from(point, (c) => 35 + Number(c) * 10));
    for (const [i, [x1, y1]] of points.slice(0, -1).entries()) {
      const [x2, y2] = points[i + 1]!;
      for (let step = 0; step <= 100; step++) {
        const cx = x1! + ((x2! - x1!) * step) / 100;
        const cy = y1! + ((y2! - y1!) * step) / 100;
        for (let y = Math.ceil(cy - 5); y <= cy + 5; y++) {
          for (let x = Math.ceil(cx - 5); x <= cx + 5; x++) {
            if ((x - cx) ** 2 + (y - cy) ** 2 <= 25) pixels[y * side + x] = 0;
          }
        }
      }
    }
  }
  return { pixels, width: side, height: side, channels: 1, fullWidth: side, fullHeight: side };
}

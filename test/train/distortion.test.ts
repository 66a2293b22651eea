/** A digit that is turned, shifted, sheared, scaled, thickened by known amounts becomes what it should. */
import { describe, expect, it } from '@jest/globals';
import { Distorter } from '../../scripts/train/distorter.js';
import { splineTable, weaken, type Distortion } from '../../scripts/train/distortion.js';
import { recipes } from '../../scripts/train/recipes.js';
import { PERTURBATIONS } from '../../src/evaluation/perturbation.js';
import type { PerturbationKind } from '../../src/evaluation/perturbation-kinds.js';
import { inked, picture } from '../image/inked.js';

const SIDE = 28;
const distorter = new Distorter();

describe('a distortion', () => {
  const ell = picture({ '10,8': 255, '10,9': 100, '10,10': 50, '12,10': 7 });

  it('of nothing leaves every byte as it is', () => {
    const bytes = Uint8Array.from({ length: SIDE * SIDE }, (_, at) => at % 256);
    expect(distorter.distort(bytes, {})).toEqual(bytes);
  });

  it('shifts to the right and down', () => {
    expect(inked(distorter.distort(ell, { shiftX: 2, shiftY: -1 }))).toEqual({
      '12,7': 255,
      '12,8': 100,
      '12,9': 50,
      '14,9': 7,
    });
  });

  it('shifts by half a pixel into the mean of two', () => {
    expect(inked(distorter.distort(picture({ '10,8': 200 }), { shiftX: 0.5 }))).toEqual({
      '10,8': 100,
      '11,8': 100,
    });
  });

  it('loses what is shifted out', () => {
    expect(inked(distorter.distort(picture({ '1,5': 200, '20,5': 9 }), { shiftX: -3 }))).toEqual({
      '17,5': 9,
    });
  });

  it('turns clockwise about the centre: a quarter turn takes (x, y) to (27 − y, x)', () => {
    expect(inked(distorter.distort(ell, { rotation: 90 }))).toEqual({
      '19,10': 255,
      '18,10': 100,
      '17,10': 50,
      '17,12': 7,
    });
  });

  it('shears: a row goes to the right by the shear times its height below the centre', () => {
    // Rows 3.5 px above and below the centre, at a shear of 2/3.5, go by 2 px.
    const two = picture({ '12,10': 255, '12,17': 99 });
    expect(inked(distorter.distort(two, { shear: 2 / 3.5 }))).toEqual({ '10,10': 255, '14,17': 99 });
  });

  it('scales about the centre: a square of 4 × 4 becomes one of 8 × 4, its edges mixed by bilinear weights', () => {
    const square = new Uint8Array(SIDE * SIDE);
    for (let y = 12; y < 16; y++) square.fill(200, y * SIDE + 12, y * SIDE + 16);
    const row = distorter.distort(square, { scaleX: 2 }).subarray(13 * SIDE, 14 * SIDE);
    // Result x looks at 13.5 + (x − 13.5)/2: 11.25, 11.75, 12.25 … for x = 9, 10, 11 …
    expect(Array.from(row.subarray(8, 20))).toEqual([0, 50, 150, 200, 200, 200, 200, 200, 200, 150, 50, 0]);
  });

  it('thickens towards the greatest of a pixel and its four neighbours', () => {
    const cross = { '10,8': 100, '9,8': 50, '11,8': 50, '10,7': 50, '10,9': 50 };
    expect(inked(distorter.distort(picture({ '10,8': 100 }), { thickness: 0.5 }))).toEqual(cross);
  });

  it('thins towards the least of them', () => {
    const bar = picture({ '10,8': 200, '11,8': 200, '12,8': 200 });
    expect(inked(distorter.distort(bar, { thickness: -0.25 }))).toEqual({
      '10,8': 150,
      '11,8': 150,
      '12,8': 150,
    });
  });

  it('adds noise of mean 0 and the deviation given, chosen by the key', () => {
    const grey = new Uint8Array(SIDE * SIDE).fill(128);
    const noisy = distorter.distort(grey, { noise: 0.1 }, 1);
    const mean = noisy.reduce((sum, value) => sum + value, 0) / noisy.length;
    const variance = noisy.reduce((sum, value) => sum + (value - mean) ** 2, 0) / noisy.length;
    // Five standard errors of 784 values either way.
    expect(Math.abs(mean - 128)).toBeLessThan((5 * 25.5) / 28);
    expect(Math.abs(Math.sqrt(variance) / 25.5 - 1)).toBeLessThan(5 / Math.sqrt(2 * 784));
    expect(distorter.distort(grey, { noise: 0.1 }, 1)).toEqual(noisy);
    expect(distorter.distort(grey, { noise: 0.1 }, 2)).not.toEqual(noisy);
  });
});

describe('the perturbations of an evaluation', () => {
  it.each<[PerturbationKind, number, Distortion]>([
    ['shift', 2, { shiftX: 2 }],
    ['rotate', 30, { rotation: 30 }],
    ['scale', 0.8, { scaleX: 0.8, scaleY: 0.8 }],
    ['thick', 0.5, { thickness: 0.5 }],
    ['thin', 1, { thickness: -1 }],
    ['noise', 0.4, { noise: 0.4 }],
  ])('make of a digit what the trainer makes of it: %s %f', (kind, amount, distortion) => {
    // A stroke of many greys.
    const pixels = Uint8Array.from({ length: SIDE * SIDE }, (_, at) =>
      at % SIDE > 8 && at % SIDE < 20 ? (at * 37) % 256 : 0,
    );
    const ours = PERTURBATIONS[kind].variants[0]!(pixels, amount, 3);
    const trainers = distorter.distort(pixels, distortion, 3);
    // float64 here, float32 there: a level may be rounded the other way.
    expect(Math.max(...ours.map((level, at) => Math.abs(level - trainers[at]!)))).toBeLessThanOrEqual(1);
  });
});

describe('the elastic field', () => {
  it('is a partition of one, so that equal control points only shift', () => {
    const table = splineTable();
    for (let pixel = 0; pixel < SIDE; pixel++) {
      const sum = Array.from({ length: 8 }, (_, i) => table[i * SIDE + pixel]!).reduce((a, b) => a + b, 0);
      expect(sum).toBeCloseTo(1, 6);
    }
    // At the first pixel the second point counts most: 1/6, 4/6, 1/6.
    expect([0, 1, 2, 3].map((i) => table[i * SIDE]!)).toEqual([1 / 6, 4 / 6, 1 / 6, 0].map(Math.fround));
  });

  it('is drawn again alike for the same key, otherwise for another', () => {
    const range = recipes['large']!.distortion;
    const bar = picture(Object.fromEntries(Array.from({ length: 14 }, (_, i) => [`14,${7 + i}`, 255])));
    const once = distorter.distortAtRandom(bar, range, 5);
    expect(distorter.distortAtRandom(bar, range, 6)).not.toEqual(once);
    expect(distorter.distortAtRandom(bar, range, 5)).toEqual(once);
    expect(distorter.distortAtRandom(bar, { ...weaken(range, 0), noise: 0 }, 5)).toEqual(bar);
  });
});

/** Figures of an evaluation, against published values and counts that can be checked by hand. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  classScores,
  expectedCalibrationError,
  reliability,
  wilsonInterval,
} from '../../src/evaluation/metrics.js';

describe('wilsonInterval', () => {
  // Newcombe 1998, table I, method 3: printed to four digits.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i in %i is %f … %f, as Newcombe printed it', (correct, count, low, high) => {
    const interval = wilsonInterval(correct, count);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('is 0 … 1 where nothing was tried, and holds the ends exactly', () => {
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
    expect(wilsonInterval(0, 7).low).toBe(0);
    expect(wilsonInterval(7, 7).high).toBe(1);
  });

  it('mirrors when right and wrong are exchanged', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (count, part) => {
          const correct = Math.round(part * count);
          const { low, high } = wilsonInterval(correct, count);
          const mirrored = wilsonInterval(count - correct, count);
          expect(mirrored.low).toBeCloseTo(1 - high, 12);
          expect(mirrored.high).toBeCloseTo(1 - low, 12);
        },
      ),
    );
  });
});

describe('classScores', () => {
  it('are the ratios of the confusion’s diagonal, rows and columns', () => {
    // Class 0: 4 of 5 found, 4 of 6 answers right. Class 1: 1 of 3 found, 1 of 2 right.
    const [zero, one] = classScores([
      [4, 1],
      [2, 1],
    ]);
    expect(zero).toEqual({
      label: 0,
      support: 5,
      predicted: 6,
      correct: 4,
      precision: 4 / 6,
      recall: 4 / 5,
      f1: 8 / 11,
    });
    expect(one).toMatchObject({ support: 3, predicted: 2, precision: 1 / 2, recall: 1 / 3, f1: 2 / 5 });
  });

  it('are null where they would divide by nothing', () => {
    const scores = classScores([
      [0, 0, 0],
      [0, 3, 0],
      [0, 2, 0],
    ]);
    expect(scores.map(({ precision, recall, f1 }) => [precision, recall, f1])).toEqual([
      [null, null, null],
      [3 / 5, 1, 6 / 8],
      [null, 0, 0],
    ]);
  });

  it('count images without an answer as not found', () => {
    const [zero] = classScores([[3, 0], [0, 1]], [1, 0]); // prettier-ignore
    expect(zero).toMatchObject({ support: 4, predicted: 3, precision: 1, recall: 3 / 4 });
  });
});

describe('reliability', () => {
  it('sorts by confidence, the upper edge belonging to the bin', () => {
    const bins = reliability([0.5, 0.5, 0.75, 1, 0], [1, 0, 1, 1, 0], 2);
    expect(bins).toEqual([
      { low: 0, high: 0.5, count: 3, confidence: 1 / 3, accuracy: 1 / 3 },
      { low: 0.5, high: 1, count: 2, confidence: 0.875, accuracy: 1 },
    ]);
    // (3 · 0 + 2 · 0.125) / 5
    expect(expectedCalibrationError(bins)).toBeCloseTo(0.05, 15);
  });

  it('says nothing of empty bins, and of no answers at all', () => {
    expect(reliability([], [], 2)).toEqual([
      { low: 0, high: 0.5, count: 0, confidence: null, accuracy: null },
      { low: 0.5, high: 1, count: 0, confidence: null, accuracy: null },
    ]);
    expect(expectedCalibrationError(reliability([], []))).toBeNull();
  });

  it('finds 0.4 where a network is always sure of 0.9 and right half the time', () => {
    const bins = reliability([0.9, 0.9, 0.9, 0.9], [1, 0, 1, 0]);
    expect(expectedCalibrationError(bins)).toBeCloseTo(0.4, 15);
  });
});

import { describe, expect, it } from '@jest/globals';
import { histogram, statistics } from '../../src/model/statistics.js';

// The expected numbers are NumPy's: a.min(), a.max(), a.mean(), a.std(), numpy.histogram(a, bins).
describe('statistics', () => {
  it('agrees with NumPy', () => {
    const a = Float32Array.of(-1.5, 0.25, 3, 0.25, 7.125);
    expect(statistics(a)).toEqual({
      min: -1.5,
      max: 7.125,
      mean: 1.825,
      std: expect.closeTo(3.0162062263711347, 8),
      nonFinite: 0,
    });
  });

  it('keeps the digits of a small spread about a large mean', () => {
    const a = Float64Array.of(1e9, 1e9 + 1, 1e9 + 2);
    expect(statistics(a).std).toBeCloseTo(0.816496580927726, 12);
  });

  it('leaves out and counts what is not finite', () => {
    expect(statistics(Float32Array.of(1, NaN, Infinity, 3, -Infinity))).toMatchObject({
      min: 1,
      max: 3,
      mean: 2,
      nonFinite: 3,
    });
    expect(statistics(Float32Array.of(NaN))).toEqual({
      min: null,
      max: null,
      mean: null,
      std: null,
      nonFinite: 1,
    });
    expect(statistics(new Float32Array(0)).mean).toBeNull();
  });
});

describe('histogram', () => {
  it('agrees with NumPy, the last bin with its upper bound', () => {
    const a = Float64Array.of(0, 0.5, 1, 1, 2.5, 4);
    expect(histogram(a, 4)).toEqual({ edges: [0, 1, 2, 3, 4], counts: [2, 2, 1, 1] });
  });

  it('puts a single value into the middle', () => {
    expect(histogram(Float32Array.of(3, 3), 3)).toEqual({ edges: [2.5, expect.closeTo(2.8333, 4), expect.closeTo(3.1667, 4), 3.5], counts: [0, 2, 0] }); // prettier-ignore
    expect(histogram(Float32Array.of(NaN), 2).counts).toEqual([0, 0]);
  });
});

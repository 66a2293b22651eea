import { describe, expect, it } from '@jest/globals';
import { NdArray, arange, array, zeros } from '../../src/engine/array.js';
import { argmax, max, sum } from '../../src/engine/reduction.js';
import { ShapeError } from '../../src/errors.js';
import { golden } from '../golden/golden.js';

describe('argmax', () => {
  it('agrees with NumPy, flat and by axis', () => {
    const { flat, axis0, axis1 } = golden.argmax;
    expect(argmax(golden.dot.a)).toBe(flat);
    expect(argmax(golden.dot.a, 0).toArray()).toEqual(axis0);
    expect(argmax(golden.dot.a, 1).toArray()).toEqual(axis1);
    expect(argmax(golden.dot.a, -1).toArray()).toEqual(axis1);
  });

  it('takes the first of equals, and NaN for the largest', () => {
    expect(argmax([1, 3, 3])).toBe(1);
    expect(argmax([1, NaN, 3])).toBe(1);
  });

  it('refuses an axis that is not there and an empty array', () => {
    expect(() => argmax([1, 2], 1)).toThrow(ShapeError);
    expect(() => argmax(zeros([0]))).toThrow(ShapeError);
  });
});

describe('sum and max', () => {
  const a = arange(24).reshape(2, 3, 4);

  it('agree with NumPy, flat and by axis', () => {
    const { sums, maxima } = golden.reduced;
    expect(sum(a)).toBe(276);
    expect(max(a)).toBe(23);
    [0, 1, 2, -1].forEach((axis, i) => {
      expect(sum(a, axis).toArray()).toEqual(sums[i]);
      expect(max(a, axis).toArray()).toEqual(maxima[i]);
    });
  });

  it('keep what type they can', () => {
    expect(max(array([[1, 2]], 'uint8'), 1).dtype).toBe('uint8');
    expect(sum(array([[200, 200]], 'uint8'), 1)).toEqual(array([400]));
    expect(sum(array([[0.1]], 'float32'), 0).dtype).toBe('float32');
  });

  it('let NaN through', () => {
    expect(max([1, NaN, 3])).toBeNaN();
    expect(sum([1, NaN])).toBeNaN();
  });

  it('of nothing: the sum is 0, and there is no largest', () => {
    expect(sum(zeros(0))).toBe(0);
    expect(sum(zeros([0, 2]), 0).toArray()).toEqual([0, 0]);
    expect(max(zeros([0, 2]), 1)).toEqual(new NdArray(new Float64Array(0), [0]));
    expect(() => max(zeros(0))).toThrow('max of nothing: the shape is (0,)');
    expect(() => argmax(zeros([3, 0]), -1)).toThrow('argmax of nothing: the shape is (3, 0)');
    expect(() => max(zeros([2, 0]), 1)).toThrow(/\(2, 0\)/);
  });

  it('refuse an axis that is not there', () => {
    expect(() => sum([1, 2], 1)).toThrow(ShapeError);
    expect(() => max([[1, 2]], -3)).toThrow(/axis -3/);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { array, zeros, type Rows } from '../../src/engine/array.js';
import {
  add,
  divide,
  equal,
  exp,
  greater,
  maximum,
  multiply,
  subtract,
} from '../../src/engine/elementwise.js';
import { ShapeError } from '../../src/errors.js';
import { golden } from '../golden/golden.js';

describe('add', () => {
  it('broadcasts rows and columns as NumPy does', () => {
    expect(add(golden.dot.a, [1, 2, 3]).toArray()).toEqual(golden.add.row);
    expect(add(golden.dot.a, [[1], [2], [3], [4]]).toArray()).toEqual(golden.add.column);
    expect(add([[1, 2]], 10).toArray()).toEqual([[11, 12]]);
  });

  it('names both shapes that do not fit', () => {
    expect(() => add(zeros([2, 3]), zeros([2]))).toThrow(/\(2, 3\) and \(2,\)/);
  });
});

const cells = fc.array(fc.double(), { minLength: 1, maxLength: 20 });

describe('arithmetic', () => {
  it('is that of numbers, element by element', () => {
    fc.assert(
      fc.property(cells, fc.double(), (a, b) => {
        expect(subtract(a, b).toArray()).toEqual(a.map((x) => x - b));
        expect(multiply(a, b).toArray()).toEqual(a.map((x) => x * b));
        expect(divide(b, a).toArray()).toEqual(a.map((x) => b / x));
        expect(maximum(0, a).toArray()).toEqual(a.map((x) => Math.max(0, x)));
        expect(exp(a).toArray()).toEqual(a.map(Math.exp));
      }),
    );
  });

  it('works on arrays of different shapes, as in NumPy', () => {
    // numpy: np.array([[1, 2], [3, 4]]) * np.array([10, 20]), … / np.array([[2], [4]])
    expect(multiply([[1, 2], [3, 4]], [10, 20]).toArray()).toEqual([[10, 40], [30, 80]]); // prettier-ignore
    expect(divide([[1, 2], [3, 4]], [[2], [4]]).toArray()).toEqual([[0.5, 1], [0.75, 1]]); // prettier-ignore
    expect(subtract(5, 3).shape).toEqual([]);
    expect(() => maximum(zeros([2, 3]), zeros(2))).toThrow(ShapeError);
  });

  it('gives float32 where float32 meets float32, bytes or a plain number', () => {
    const floats = array([1, 2], 'float32');
    expect(multiply(2, floats).dtype).toBe('float32');
    expect(add(floats, array([1, 2], 'uint8')).dtype).toBe('float32');
    expect(add(floats, [1, 2]).dtype).toBe('float64');
    expect(add(floats, array([1, 2], 'int32')).dtype).toBe('float64');
    expect(divide(array([51], 'uint8'), 255).dtype).toBe('float64');
    expect(exp(floats).dtype).toBe('float32');
    expect(exp(array([0, 1], 'int32')).dtype).toBe('float64');
  });

  it('takes e to the power of a number as of an array', () => {
    expect(exp(1)).toBe(Math.E);
    expect(exp([[0, -Infinity]]).toArray()).toEqual([[1, 0]]);
  });
});

describe('comparisons', () => {
  it('give bytes, 1 for true', () => {
    expect(greater([-1.0, 1.0, 2.0, 0], 0)).toEqual(array([0, 1, 1, 0], 'uint8'));
    expect(equal([7, 2, 1], array([7, 2, 0], 'uint8'))).toEqual(array([1, 1, 0], 'uint8'));
  });

  it('hold for no NaN, and for 0 and −0', () => {
    expect(equal([NaN, 0], [NaN, -0]).toArray()).toEqual([0, 1]);
    expect(greater(NaN, [0]).toArray()).toEqual([0]);
  });
});

it('broadcasts like a loop over the larger shape', () => {
  const row = fc.array(fc.integer(), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), row, (matrix, vector) => {
      const expected: Rows = matrix.map((cells) => cells.map((x, j) => x - vector[j]!));
      expect(subtract(matrix, vector).toArray()).toEqual(expected);
    }),
  );
});

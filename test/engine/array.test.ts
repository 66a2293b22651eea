import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NdArray, arange, array, dot, ndim, shape, zeros } from '../../src/engine/array.js';
import type { Nested } from '../../src/engine/array.js';
import { ShapeError, type UsageError } from '../../src/errors.js';
import { golden } from '../golden/golden.js';

const matrix = (rows: number, columns: number): fc.Arbitrary<number[][]> =>
  fc.array(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows,
  });

describe('dot', () => {
  it('is the book’s [1, 2] · [[1, 3, 5], [2, 4, 6]] = [5, 11, 17]', () => {
    expect(dot([1, 2], [[1, 3, 5], [2, 4, 6]]).toArray()).toEqual([5, 11, 17]); // prettier-ignore
  });

  it('agrees with NumPy for one and two axes', () => {
    const { a, b, ab, va, bv, vv } = golden.dot;
    expectClose(dot(a, b), ab);
    expectClose(dot(a[0]!, b), va);
    expectClose(dot(array(b).transpose(), a[1]!), bv);
    const scalar = dot(a[0]!, a[1]!);
    expect(scalar.shape).toEqual([]);
    expect(scalar.item()).toBeCloseTo(vv, 14);
  });

  it('names both shapes where the inner lengths differ', () => {
    const a = zeros([2, 3]);
    expect(() => dot(a, a)).toThrow(ShapeError);
    expect(() => dot(a, a)).toThrow(/\(2, 3\) and \(2, 3\)/);
    expect(() => dot([1, 2, 3], [1, 2])).toThrow(/\(3,\) and \(2,\)/);
  });

  it('refuses scalars and more than two axes', () => {
    expect(() => dot(array(3), [1])).toThrow('dot takes arrays with one or two axes, not shapes () and (1,)');
    expect(() => dot([1, 2], zeros([2, 2, 2]))).toThrow('not shapes (2,) and (2, 2, 2)');
  });

  it('gives float32 for float32 operands, else float64', () => {
    expect(dot(array([1, 2], 'float32'), array([[1], [2]], 'float32')).dtype).toBe('float32');
    expect(dot(array([1, 2], 'float32'), [[1], [2]]).dtype).toBe('float64');
    expect(dot(array([1, 2], 'uint8'), array([200, 200], 'uint8')).item()).toBe(600);
  });

  it('is associative with transposition: (A·B)ᵀ = Bᵀ·Aᵀ', () => {
    fc.assert(
      fc.property(matrix(3, 4), matrix(4, 2), (a, b) => {
        const left = dot(a, b).transpose().toArray();
        expect(left).toEqual(dot(array(b).transpose(), array(a).transpose()).toArray());
      }),
    );
  });

  it('gives zeros where there is nothing to sum, and nothing where there are no rows', () => {
    expect(dot(zeros([2, 0]), zeros([0, 2])).toArray()).toEqual([[0, 0], [0, 0]]); // prettier-ignore
    expect(dot(zeros([0, 2]), zeros([2, 3])).shape).toEqual([0, 3]);
  });
});

describe('shapes', () => {
  it('are those of the nesting', () => {
    expect(shape([[1, 2], [3, 4], [5, 6]])).toEqual([3, 2]); // prettier-ignore
    expect(ndim([1, 2, 3])).toBe(1);
    expect(shape(5)).toEqual([]);
  });

  it('cannot be ragged', () => {
    expect(() => array([[1, 2], [3]])).toThrow(
      'the rows differ in length; the first of each level gives (2, 2)',
    );
    expect(() => array([[1, 2], 3] as Nested)).toThrow('the rows differ in length');
    expect(() => array([1, [2]] as unknown as Nested)).toThrow('the rows differ in length');
  });

  it('must hold the data', () => {
    expect(() => new NdArray(new Float64Array(5), [2, 3])).toThrow(/\(2, 3\) does not hold 5/);
    // Their products would fit.
    for (const shape of [[-2, -3], [1.5, 4]]) expect(() => new NdArray(new Float64Array(6), shape)).toThrow(ShapeError); // prettier-ignore
  });

  it('change by reshape, one length worked out', () => {
    const six = arange(0, 6);
    expect(six.reshape(2, -1).toArray()).toEqual([[0, 1, 2], [3, 4, 5]]); // prettier-ignore
    expect(six.reshape(-1, 3).shape).toEqual([2, 3]);
    expect(zeros([2, 0]).reshape(0, 5).shape).toEqual([0, 5]);
    expect(() => six.reshape(4, -1)).toThrow(ShapeError);
    for (const shape of [
      [-2, -3],
      [1.5, 4],
    ])
      expect(() => six.reshape(...shape)).toThrow(/\(6,\) into/);
    expect(() => six.reshape(-1, -1)).toThrow(ShapeError);
    expect(() => six.reshape(7)).toThrow(/\(6,\) into \(7,\)/);
  });

  it('are reversed by transpose, as NumPy has it', () => {
    expect(array(golden.dot.a).transpose().toArray()).toEqual(golden.transpose);
    expect(arange(0, 24).reshape(2, 3, 4).transpose().toArray()).toEqual(golden.transpose3);
  });
});

describe('elements', () => {
  it('are numbers, and what else is given is named', () => {
    const refused = (value: unknown): unknown => {
      try {
        return array(value as Nested);
      } catch (error) {
        const { message, hint } = error as UsageError;
        return [message.split(', not of ').at(-1), hint];
      }
    };
    expect(refused(['1'])).toEqual(['string', undefined]);
    expect(refused([[null]])).toEqual(['null', undefined]);
    expect(refused([Uint8Array.of(1)])).toEqual([
      'Uint8Array',
      'new NdArray(data, [data.length]) takes it as it is',
    ]);
  });

  it('tell their type', () => {
    for (const dtype of ['float64', 'float32', 'int32', 'uint8'] as const)
      expect(array([1]).astype(dtype).dtype).toBe(dtype);
  });

  it('are read by index, from the end by a negative one', () => {
    const a = array([[1, 2, 3], [4, 5, 6]]); // prettier-ignore
    expect(a.at(1, 2)).toBe(6);
    expect(a.at(-1, 0)).toBe(4);
    expect(a.at(-2, -3)).toBe(1);
    for (const row of [2, -3, 0.5])
      expect(() => a.at(row, 0)).toThrow(`index ${row} is out of range for axis 0 with size 2`);
    expect(() => a.at(1)).toThrow('1 indices for an array of shape (2, 3)');
    expect(() => a.item()).toThrow('item() wants one element; the array has shape (2, 3)');
    expect(a.row(1).toArray()).toEqual([4, 5, 6]);
  });

  it('run in steps from arange', () => {
    expect(arange(-1, 1, 0.5).toArray()).toEqual([-1, -0.5, 0, 0.5]);
    expect(arange(3, 0, -1).toArray()).toEqual([3, 2, 1]);
    expect(arange(3).toArray()).toEqual([0, 1, 2]);
    expect(arange(1, 0).size).toBe(0);
    expect(() => arange(0, 1, 0)).toThrow(/step/);
    for (const stop of [Infinity, NaN]) expect(() => arange(0, stop)).toThrow(/finite numbers/);
  });

  it('of arange are NumPy’s, to the last bit', () => {
    for (const { of, values } of golden.aranges) {
      const [start, stop, step] = of;
      expect((stop === undefined ? arange(start) : arange(start, stop, step)).toArray()).toEqual(values);
    }
  });

  it('come in rows, by slice as in NumPy: x[1:3], x[-2:], x[5:9], x[3:1]', () => {
    const x = arange(8).reshape(4, 2);
    expect(x.slice(1, 3).toArray()).toEqual([[2, 3], [4, 5]]); // prettier-ignore
    expect(x.slice(-2).toArray()).toEqual([[4, 5], [6, 7]]); // prettier-ignore
    expect(x.slice(-9, 1).toArray()).toEqual([[0, 1]]);
    expect(x.slice(5, 9).shape).toEqual([0, 2]);
    expect(x.slice(3, 1).shape).toEqual([0, 2]);
    expect(x.slice(3, 9).toArray()).toEqual([[6, 7]]);
    expect(x.row(-1).toArray()).toEqual([6, 7]);
    expect(x.row(-4).toArray()).toEqual([0, 1]);
    for (const row of [4, -5, 0.5])
      expect(() => x.row(row)).toThrow(`row ${row} is out of range for an array of shape (4, 2)`);
    expect(() => array(5).slice(0)).toThrow('slice wants an array with rows, not a single number');
  });

  it('are shared by rows and slices', () => {
    const x = arange(8).reshape(4, 2);
    x.slice(1).row(0).data[0] = 9;
    expect(x.at(1, 0)).toBe(9);
  });
});

function expectClose(actual: NdArray, expected: Nested): void {
  const wanted = array(expected);
  expect(actual.shape).toEqual(wanted.shape);
  // Sums of three products in double precision, in another order than BLAS: a few units in the last place.
  actual.data.forEach((value, i) => expect(value).toBeCloseTo(wanted.data[i]!, 14));
}

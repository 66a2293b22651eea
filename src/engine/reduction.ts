/** What makes an array smaller by an axis, or a number of it: sums and maxima, as NumPy has them. */
import { ShapeError } from '../errors.js';
import { t } from '../text.js';
import {
  NdArray,
  asArray,
  formatShape,
  sizeOf,
  type ArrayData,
  type ArrayLike,
  type FloatData,
} from './array.js';

/**
 * Where the largest element is: of the flattened array, or along `axis` (negative: from the end), which then
 * disappears from the shape: (batch, classes), axis 1 → (batch,). The first of equals wins; NaN counts as largest.
 * Book §3.6.2.
 * @throws {ShapeError} when there is no such axis, or nothing to compare.
 */
export function argmax(a: ArrayLike): number;
export function argmax(a: ArrayLike, axis: number): NdArray<Int32Array>;
export function argmax(a: ArrayLike, axis?: number): number | NdArray<Int32Array> {
  const input = asArray(a);
  refuseEmpty(input, 'argmax', axis);
  return axis === undefined
    ? argmaxOf(input.data, 0, input.size)
    : alongAxis(input, axis, Int32Array, argmaxOf);
}

/**
 * The largest element: of the whole array, or along `axis` (negative: from the end), which then disappears from the
 * shape. NaN where there is one.
 * @throws {ShapeError} when there is no such axis, or nothing to compare.
 */
export function max(a: ArrayLike): number;
export function max<D extends ArrayData>(a: NdArray<D>, axis: number): NdArray<D>;
export function max(a: ArrayLike, axis: number): NdArray;
export function max(a: ArrayLike, axis?: number): number | NdArray {
  const input = asArray(a);
  refuseEmpty(input, 'max', axis);
  const maxOf: Reduce = (data, offset, length, stride) =>
    data[offset + argmaxOf(data, offset, length, stride) * stride]!;
  if (axis === undefined) return maxOf(input.data, 0, input.size, 1);
  return alongAxis(input, axis, input.data.constructor as new (length: number) => ArrayData, maxOf);
}

/**
 * The sum of all elements, or along `axis` (negative: from the end), which then disappears from the shape. Kept in
 * double precision; a float32 array gives float32 sums, any other float64. 0 where there is nothing to sum.
 * @throws {ShapeError} when there is no such axis.
 */
export function sum(a: ArrayLike): number;
export function sum(a: ArrayLike, axis: number): NdArray<FloatData>;
export function sum(a: ArrayLike, axis?: number): number | NdArray<FloatData> {
  const input = asArray(a);
  if (axis === undefined) return sumOf(input.data, 0, input.size, 1);
  const Data: new (length: number) => FloatData = input.dtype === 'float32' ? Float32Array : Float64Array;
  return alongAxis(input, axis, Data, sumOf);
}

/** Makes one number of `length` elements that stand `stride` apart from `offset` on. */
type Reduce = (data: ArrayData, offset: number, length: number, stride: number) => number;

/** The index of the largest of `length` elements that stand `stride` apart from `offset` on; NaN counts as largest, as in NumPy. */
export function argmaxOf(data: ArrayData, offset: number, length: number, stride = 1): number {
  let best = 0;
  for (let i = 0; i < length; i++) {
    const value = data[offset + i * stride]!;
    if (Number.isNaN(value)) return i;
    if (value > data[offset + best * stride]!) best = i;
  }
  return best;
}

const sumOf: Reduce = (data, offset, length, stride) => {
  let total = 0;
  for (let i = 0; i < length; i++) total += data[offset + i * stride]!;
  return total;
};

function alongAxis<D extends ArrayData>(
  { data, shape }: NdArray,
  axis: number,
  Data: new (length: number) => D,
  reduce: Reduce,
): NdArray<D> {
  const along = axis < 0 ? axis + shape.length : axis;
  const length = shape[along];
  if (length === undefined) throw new ShapeError(t`no axis ${axis} in shape ${formatShape(shape)}`);
  const [before, after] = [shape.slice(0, along), shape.slice(along + 1)];
  const inner = sizeOf(after);
  const out = new Data(sizeOf(before) * inner);
  for (let i = 0; i < out.length; i++) {
    const [outer, column] = [Math.floor(i / inner), i % inner];
    out[i] = reduce(data, outer * length * inner + column, length, inner);
  }
  return new NdArray(out, [...before, ...after]);
}

/** Of no elements none is the largest. */
function refuseEmpty({ shape, size }: NdArray, name: string, axis: number | undefined): void {
  const isEmpty = axis === undefined ? size === 0 : shape.at(axis) === 0;
  if (isEmpty) throw new ShapeError(t`${name} of nothing: the shape is ${formatShape(shape)}`);
}

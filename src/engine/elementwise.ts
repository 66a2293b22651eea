/**
 * Arithmetic element by element, as NumPy's functions of the same names have it: shapes are broadcast, that is, matched
 * from the last axis, and a length of 1 (or a missing axis) is stretched. Results are float64, or float32 where a
 * float32 array meets float32, uint8 or a plain number.
 */
import { ShapeError } from '../errors.js';
import { t } from '../text.js';
import {
  NdArray,
  asArray,
  floatResult,
  forEachIndex,
  formatShape,
  sizeOf,
  stridesOf,
  type ArrayData,
  type ArrayLike,
  type FloatData,
} from './array.js';

/**
 * a + b, broadcast: (n, m) + (m,) adds a bias to each row.
 * @throws {ShapeError} when a pair of lengths differs and neither is 1; the message has both shapes.
 */
export function add(a: ArrayLike, b: ArrayLike): NdArray<FloatData> {
  return combine(a, b, floatResult(a, b), (x, y) => x + y);
}

/**
 * a − b, broadcast as in {@link add}.
 * @throws {ShapeError} as `add`
 */
export function subtract(a: ArrayLike, b: ArrayLike): NdArray<FloatData> {
  return combine(a, b, floatResult(a, b), (x, y) => x - y);
}

/**
 * a · b element by element, broadcast as in {@link add}; the product of matrices is {@link dot}.
 * @throws {ShapeError} as `add`
 */
export function multiply(a: ArrayLike, b: ArrayLike): NdArray<FloatData> {
  return combine(a, b, floatResult(a, b), (x, y) => x * y);
}

/**
 * a / b, broadcast as in {@link add}; x / 0 is ±Infinity, 0 / 0 NaN, without a warning.
 * @throws {ShapeError} as `add`
 */
export function divide(a: ArrayLike, b: ArrayLike): NdArray<FloatData> {
  return combine(a, b, floatResult(a, b), (x, y) => x / y);
}

/**
 * The larger of a and b, broadcast as in {@link add}; NaN where either is. `maximum(0, x)` is ReLU. Book §3.2.7.
 * @throws {ShapeError} as `add`
 */
export function maximum(a: ArrayLike, b: ArrayLike): NdArray<FloatData> {
  return combine(a, b, floatResult(a, b), Math.max);
}

/**
 * 1 where a > b, else 0, broadcast as in {@link add}. Book §3.2.2.
 * @throws {ShapeError} as `add`
 */
export function greater(a: ArrayLike, b: ArrayLike): NdArray<Uint8Array> {
  return combine(a, b, Uint8Array, (x, y) => Number(x > y));
}

/**
 * 1 where a = b, else 0, broadcast as in {@link add}. `sum(equal(p, t))` counts what was right. Book §3.6.3.
 * @throws {ShapeError} as `add`
 */
export function equal(a: ArrayLike, b: ArrayLike): NdArray<Uint8Array> {
  return combine(a, b, Uint8Array, (x, y) => Number(x === y));
}

/** e^x of a number, or of each element; Infinity from 709.79 on. Shape in = shape out; float32 stays float32. */
export function exp(x: number): number;
export function exp(x: ArrayLike): NdArray<FloatData>;
export function exp(x: ArrayLike): number | NdArray<FloatData> {
  if (typeof x === 'number') return Math.exp(x);
  const { data, shape } = asArray(x);
  const Data = data instanceof Float32Array ? Float32Array : Float64Array;
  return new NdArray(new Data(data).map(Math.exp), shape);
}

function combine<D extends ArrayData>(
  a: ArrayLike,
  b: ArrayLike,
  Data: new (length: number) => D,
  operation: (x: number, y: number) => number,
): NdArray<D> {
  const left = asArray(a);
  const right = asArray(b);
  const shape = broadcastShape(left.shape, right.shape);
  const out = new Data(sizeOf(shape));
  const leftStrides = broadcastStrides(left.shape, shape.length);
  const rightStrides = broadcastStrides(right.shape, shape.length);
  forEachIndex(shape, (index, position) => {
    let i = 0;
    let j = 0;
    for (let axis = 0; axis < index.length; axis++) {
      i += index[axis]! * leftStrides[axis]!;
      j += index[axis]! * rightStrides[axis]!;
    }
    out[position] = operation(left.data[i]!, right.data[j]!);
  });
  return new NdArray(out, shape);
}

function broadcastShape(a: readonly number[], b: readonly number[]): number[] {
  const ndim = Math.max(a.length, b.length);
  return Array.from({ length: ndim }, (_, axis) => {
    const left = a[axis - ndim + a.length] ?? 1;
    const right = b[axis - ndim + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) {
      throw new ShapeError(t`shapes ${formatShape(a)} and ${formatShape(b)} cannot be broadcast together`);
    }
    return left === 1 ? right : left;
  });
}

/** Strides that stand still (0) along stretched and missing axes. */
function broadcastStrides(shape: readonly number[], ndim: number): number[] {
  const strides = stridesOf(shape).map((stride, axis) => (shape[axis] === 1 ? 0 : stride));
  return [...new Array<number>(ndim - shape.length).fill(0), ...strides];
}

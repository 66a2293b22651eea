/**
 * N-dimensional arrays, row-major and contiguous, with the few operations that a forward pass needs, meaning what NumPy
 * means by them. No strides and no views: each operation returns a new array.
 * Book: chapter 3.3, "calculating with multidimensional arrays".
 */
import { ShapeError, UsageError } from '../errors.js';
import { t } from '../text.js';
import { formatArray } from './format.js';

export type ArrayData = Float32Array | Float64Array | Int32Array | Uint8Array;
export type FloatData = Float32Array | Float64Array;
export type Dtype = 'float32' | 'float64' | 'int32' | 'uint8';

/** Numbers nested to any depth, each level of one length: `[[1, 2], [3, 4]]`. */
export type Nested = number | readonly Nested[];

/** What the functions of this library take where they take an array. */
export type ArrayLike = NdArray | Nested;

const CONSTRUCTORS = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  uint8: Uint8Array,
} as const;

type DataOf = { float32: Float32Array; float64: Float64Array; int32: Int32Array; uint8: Uint8Array };

/** How many elements a shape holds: the product of its lengths, 1 for the empty shape of a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** A shape as NumPy writes it: `()`, `(3,)`, `(2, 3)`. */
export function formatShape(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}

export class NdArray<D extends ArrayData = ArrayData> {
  /**
   * Takes `data` as it is, without a copy.
   * @throws {ShapeError} when `shape` does not hold exactly `data.length` elements.
   */
  constructor(
    readonly data: D,
    readonly shape: readonly number[],
  ) {
    if (shape.some((length) => !Number.isInteger(length) || length < 0) || sizeOf(shape) !== data.length) {
      throw new ShapeError(t`shape ${formatShape(shape)} does not hold ${data.length} elements`);
    }
  }

  get ndim(): number {
    return this.shape.length;
  }

  get size(): number {
    return this.data.length;
  }

  get dtype(): Dtype {
    if (this.data instanceof Float64Array) return 'float64';
    if (this.data instanceof Float32Array) return 'float32';
    return this.data instanceof Int32Array ? 'int32' : 'uint8';
  }

  /**
   * The element at one index per axis; a negative index counts from the end.
   * @throws {ShapeError} when the number of indices is not `ndim` or an index is out of range.
   */
  at(...indices: number[]): number {
    if (indices.length !== this.ndim) {
      throw new ShapeError(t`${indices.length} indices for an array of shape ${formatShape(this.shape)}`);
    }
    let offset = 0;
    this.shape.forEach((length, axis) => {
      const index = indices[axis]!;
      if (!Number.isInteger(index) || index < -length || index >= length) {
        throw new ShapeError(t`index ${index} is out of range for axis ${axis} with size ${length}`);
      }
      offset = offset * length + (index < 0 ? index + length : index);
    });
    return this.data[offset]!;
  }

  /**
   * The only element of an array that holds just one.
   * @throws {ShapeError} when there are more, or none.
   */
  item(): number {
    if (this.size !== 1) {
      throw new ShapeError(t`item() wants one element; the array has shape ${formatShape(this.shape)}`);
    }
    return this.data[0]!;
  }

  /**
   * The same data in another shape; one length may be -1 and is then worked out.
   * @throws {ShapeError} when the shapes hold different numbers of elements.
   */
  reshape(...shape: number[]): NdArray<D> {
    const unknown = shape.indexOf(-1);
    const lengths = [...shape];
    if (unknown >= 0) lengths[unknown] = this.size / sizeOf(shape.filter((_, axis) => axis !== unknown));
    if (
      !lengths.every((length) => Number.isInteger(length) && length >= 0) ||
      sizeOf(lengths) !== this.size
    ) {
      throw new ShapeError(
        t`cannot reshape an array of shape ${formatShape(this.shape)} into ${formatShape(shape)}`,
      );
    }
    return new NdArray(this.data, lengths);
  }

  /** The axes in reverse order: for a matrix (m, n) → (n, m). */
  transpose(): NdArray<D> {
    const shape = [...this.shape].reverse();
    const data = emptyLike(this.data, this.size);
    const strides = stridesOf(this.shape).reverse();
    forEachIndex(shape, (index, position) => {
      data[position] = this.data[index.reduce((offset, i, axis) => offset + i * strides[axis]!, 0)]!;
    });
    return new NdArray(data, shape);
  }

  /** Row `index` along the first axis: (n, …) → (…). Shares the data. */
  row(index: number): NdArray<D> {
    const [rows, ...rest] = this.shape;
    if (rows === undefined || !Number.isInteger(index) || index < 0 || index >= rows) {
      throw new ShapeError(t`row ${index} is out of range for an array of shape ${formatShape(this.shape)}`);
    }
    const length = sizeOf(rest);
    return new NdArray(this.data.subarray(index * length, (index + 1) * length) as D, rest);
  }

  /** A copy in another type. */
  astype<K extends Dtype>(dtype: K): NdArray<DataOf[K]> {
    return new NdArray(CONSTRUCTORS[dtype].from(this.data) as DataOf[K], this.shape);
  }

  /** As NumPy prints it; `console.log` shows the same. */
  toString(): string {
    return formatArray(this);
  }

  /** What Node's `console.log` shows. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return formatArray(this);
  }

  /** As nested JavaScript arrays; a plain number for a scalar. */
  toArray(): Nested {
    const nest = (axis: number, offset: number): Nested => {
      if (axis === this.ndim) return this.data[offset]!;
      const step = sizeOf(this.shape.slice(axis + 1));
      return Array.from({ length: this.shape[axis]! }, (_, i) => nest(axis + 1, offset + i * step));
    };
    return nest(0, 0);
  }
}

/** An array from nested numbers, like `numpy.array`. @throws {ShapeError} when the nesting is ragged. */
export function array(values: Nested): NdArray<Float64Array>;
export function array<K extends Dtype>(values: Nested, dtype: K): NdArray<DataOf[K]>;
export function array(values: Nested, dtype: Dtype = 'float64'): NdArray {
  const shape: number[] = [];
  for (let level = values; typeof level !== 'number'; level = level[0]!) {
    shape.push(level.length);
    if (level.length === 0) break;
  }
  const flat: number[] = [];
  const collect = (value: Nested, axis: number): void => {
    if (typeof value === 'number') {
      if (axis !== shape.length) throw raggedError(shape);
      flat.push(value);
      return;
    }
    if (value.length !== shape[axis]) throw raggedError(shape);
    for (const inner of value) collect(inner, axis + 1);
  };
  collect(values, 0);
  return new NdArray(CONSTRUCTORS[dtype].from(flat), shape);
}

function raggedError(shape: readonly number[]): ShapeError {
  return new ShapeError(t`the rows differ in length; the first of each level gives ${formatShape(shape)}`);
}

/** Zeros of a shape. */
export function zeros(shape: readonly number[]): NdArray<Float64Array> {
  return new NdArray(new Float64Array(sizeOf(shape)), shape);
}

/**
 * `start`, `start + step`, … as long as they lie before `stop`, like `numpy.arange`.
 * @throws {UsageError} when `step` is 0 or an argument is not finite.
 */
export function arange(start: number, stop: number, step = 1): NdArray<Float64Array> {
  if (step === 0 || ![start, stop, step].every(Number.isFinite)) {
    throw new UsageError(
      t`arange(${start}, ${stop}, ${step}): finite numbers and a step other than 0 are wanted`,
    );
  }
  const length = Math.max(0, Math.ceil((stop - start) / step));
  return new NdArray(
    Float64Array.from({ length }, (_, i) => start + i * step),
    [length],
  );
}

export function asArray(value: ArrayLike): NdArray {
  return value instanceof NdArray ? value : array(value);
}

/** The shape of an array or of nested numbers. */
export function shape(value: ArrayLike): readonly number[] {
  return asArray(value).shape;
}

/** The number of axes. */
export function ndim(value: ArrayLike): number {
  return asArray(value).ndim;
}

/**
 * Sum of two arrays, the shapes broadcast by NumPy's rule: lengths are matched from the last axis, and a length of 1
 * (or a missing axis) is stretched. (n, m) + (m,) adds a bias to each row.
 * @throws {ShapeError} when a pair of lengths differs and neither is 1; the message has both shapes.
 */
export function add(a: ArrayLike, b: ArrayLike): NdArray<FloatData> {
  const left = asArray(a);
  const right = asArray(b);
  const outShape = broadcastShape(left.shape, right.shape);
  const out = floatResult(left, right, sizeOf(outShape));
  const leftStrides = broadcastStrides(left.shape, outShape.length);
  const rightStrides = broadcastStrides(right.shape, outShape.length);
  forEachIndex(outShape, (index, position) => {
    let i = 0;
    let j = 0;
    for (let axis = 0; axis < index.length; axis++) {
      i += index[axis]! * leftStrides[axis]!;
      j += index[axis]! * rightStrides[axis]!;
    }
    out[position] = left.data[i]! + right.data[j]!;
  });
  return new NdArray(out, outShape);
}

/**
 * Dot product as NumPy has it for one and two axes:
 * (k,)·(k,) → (), (m, k)·(k,) → (m,), (k,)·(k, n) → (n,), (m, k)·(k, n) → (m, n).
 * Sums are kept in double precision and rounded once to the result's type. Book §3.3.
 * @throws {ShapeError} when the inner lengths differ, or an operand has no or more than two axes; the message has both shapes.
 */
export function dot(a: ArrayLike, b: ArrayLike): NdArray<FloatData> {
  const left = asArray(a);
  const right = asArray(b);
  if (![1, 2].includes(left.ndim) || ![1, 2].includes(right.ndim)) {
    throw new ShapeError(
      t`dot takes arrays with one or two axes, not shapes ${formatShape(left.shape)} and ${formatShape(right.shape)}`,
    );
  }
  const inner = left.shape.at(-1)!;
  if (inner !== right.shape[0]) {
    throw new ShapeError(
      t`shapes ${formatShape(left.shape)} and ${formatShape(right.shape)} do not align: ${inner} columns on the left, ${right.shape[0]} rows on the right`,
    );
  }
  const rows = left.ndim === 2 ? left.shape[0]! : 1;
  const columns = right.ndim === 2 ? right.shape[1]! : 1;
  const out = floatResult(left, right, rows * columns);
  const sums = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    sums.fill(0);
    for (let k = 0; k < inner; k++) {
      const x = left.data[row * inner + k]!;
      const offset = k * columns;
      for (let column = 0; column < columns; column++) {
        sums[column]! += x * right.data[offset + column]!;
      }
    }
    out.set(sums, row * columns);
  }
  return new NdArray(out, [...left.shape.slice(0, -1), ...right.shape.slice(1)]);
}

/**
 * Where the largest element is: of the flattened array, or along `axis` (negative: from the end), which then
 * disappears from the shape. The first of equals wins.
 * @throws {ShapeError} when there is no such axis, or nothing to compare.
 */
export function argmax(a: ArrayLike): number;
export function argmax(a: ArrayLike, axis: number): NdArray<Int32Array>;
export function argmax(a: ArrayLike, axis?: number): number | NdArray<Int32Array> {
  const { data, shape } = asArray(a);
  if (axis === undefined) {
    if (data.length === 0) throw new ShapeError(t`argmax of an empty array`);
    return argmaxOf(data, 0, data.length, 1);
  }
  const along = axis < 0 ? axis + shape.length : axis;
  const length = shape[along];
  if (length === undefined) throw new ShapeError(t`no axis ${axis} in shape ${formatShape(shape)}`);
  if (length === 0)
    throw new ShapeError(t`argmax along the empty axis ${axis} of shape ${formatShape(shape)}`);
  const outer = sizeOf(shape.slice(0, along));
  const inner = sizeOf(shape.slice(along + 1));
  const out = new Int32Array(outer * inner);
  for (let i = 0; i < outer; i++) {
    for (let j = 0; j < inner; j++) {
      out[i * inner + j] = argmaxOf(data, i * length * inner + j, length, inner);
    }
  }
  return new NdArray(out, [...shape.slice(0, along), ...shape.slice(along + 1)]);
}

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

function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}

/** Strides that stand still (0) along stretched and missing axes. */
function broadcastStrides(shape: readonly number[], ndim: number): number[] {
  const strides = stridesOf(shape).map((stride, axis) => (shape[axis] === 1 ? 0 : stride));
  return [...new Array<number>(ndim - shape.length).fill(0), ...strides];
}

/** Calls back for each index of a shape in row-major order, with the index (reused) and its position. */
function forEachIndex(
  shape: readonly number[],
  visit: (index: readonly number[], position: number) => void,
): void {
  const index = new Array<number>(shape.length).fill(0);
  const size = sizeOf(shape);
  for (let position = 0; position < size; position++) {
    visit(index, position);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      if (++index[axis]! < shape[axis]!) break;
      index[axis] = 0;
    }
  }
}

/** float32 where both are float32 (or one is uint8), else float64, as NumPy promotes. */
function floatResult(a: NdArray, b: NdArray, length: number): FloatData {
  const narrow = (x: NdArray): boolean => x.dtype === 'float32' || x.dtype === 'uint8';
  const isFloat32 = narrow(a) && narrow(b) && (a.dtype === 'float32' || b.dtype === 'float32');
  return isFloat32 ? new Float32Array(length) : new Float64Array(length);
}

function emptyLike<D extends ArrayData>(data: D, length: number): D {
  return new (data.constructor as new (length: number) => D)(length);
}

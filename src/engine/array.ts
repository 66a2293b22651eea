/**
 * N-dimensional arrays, row-major and contiguous, with the few operations that a forward pass needs, meaning what NumPy
 * means by them. No strides and no views: each operation returns a new array.
 * Book: chapter 3.3, "calculating with multidimensional arrays".
 */
import { ShapeError, UsageError } from '../errors.js';
import { t } from '../text.js';
import { formatArray } from './format.js';

/** Where an array keeps its elements. */
export type ArrayData = Float32Array | Float64Array | Int32Array | Uint8Array;

/** The same for arrays of floating-point numbers, which is what arithmetic gives. */
export type FloatData = Float32Array | Float64Array;

/** Types of elements, by NumPy's names. */
export type Dtype = 'float32' | 'float64' | 'int32' | 'uint8';

/** Numbers in brackets, nested to any depth, each level of one length: `[1, 2]`, `[[1, 2], [3, 4]]`. */
export type Rows = readonly number[] | readonly Rows[];

/** A number, or numbers in brackets: what an array is made from, and what `toArray` gives back. */
export type Nested = number | Rows;

/** What the functions of this library take where they take an array: one, numbers in brackets, or a single number. */
export type ArrayLike = NdArray | Nested;

const CONSTRUCTORS = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  uint8: Uint8Array,
} as const;

/** The storage of each type of elements. */
export interface DataOf {
  /** Single precision, about 7 digits: weights and normalized pixels. */
  readonly float32: Float32Array;
  /** Double precision, about 16 digits, as JavaScript's numbers. */
  readonly float64: Float64Array;
  /** Whole numbers, −2³¹ to 2³¹ − 1: what `argmax` gives. */
  readonly int32: Int32Array;
  /** Bytes, 0 to 255: pixels and labels as stored. */
  readonly uint8: Uint8Array;
}

/** How many elements a shape holds: the product of its lengths, 1 for the empty shape of a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** A shape as NumPy writes it: `()`, `(3,)`, `(2, 3)`. */
export function formatShape(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}

/**
 * An array of numbers with any number of axes, like NumPy's `ndarray`; made by {@link array}, {@link arange},
 * {@link zeros}. `console.log` shows it as NumPy would.
 */
export class NdArray<D extends ArrayData = ArrayData> {
  /**
   * Takes `data` as it is, without a copy.
   * @param data the elements, row by row: the last axis runs fastest
   * @param shape the length of each axis: (3,) a vector, (2, 3) two rows of three, () a single number
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

  /** The number of axes: 0 for a single number, 1 for a vector, 2 for a matrix. */
  get ndim(): number {
    return this.shape.length;
  }

  /** The number of elements. */
  get size(): number {
    return this.data.length;
  }

  /** The type of the elements. */
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

  /**
   * One row, along the first axis: (n, …) → (…). A negative index counts from the end. Shares the data.
   * @throws {ShapeError} when there is no such row.
   */
  row(index: number): NdArray<D> {
    const rows = this.shape[0] ?? 0;
    if (!Number.isInteger(index) || index < -rows || index >= rows) {
      throw new ShapeError(t`row ${index} is out of range for an array of shape ${formatShape(this.shape)}`);
    }
    const first = index < 0 ? index + rows : index;
    return new NdArray(this.slice(first, first + 1).data, this.shape.slice(1));
  }

  /**
   * Rows `start` up to but not including `stop`, along the first axis: (n, …) → (stop − start, …). As in NumPy and in
   * JavaScript's own `slice`, negative indices count from the end and those beyond it mean the end. Shares the data, as
   * NumPy's slices do.
   * @throws {ShapeError} for an array without axes.
   */
  slice(start: number, stop?: number): NdArray<D> {
    const [rows, ...rest] = this.shape;
    if (rows === undefined) throw new ShapeError(t`slice wants an array with rows, not a single number`);
    const length = sizeOf(rest);
    const [first, end] = [start, stop ?? rows].map((index) =>
      index < 0 ? Math.max(0, index + rows) : Math.min(index, rows),
    ) as [number, number];
    const data = this.data.subarray(first * length, Math.max(first, end) * length) as D;
    return new NdArray(data, [Math.max(0, end - first), ...rest]);
  }

  /** A copy in another type: fractions are cut off for integers, which keep their lowest bits where they are too large. */
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
      return Array.from({ length: this.shape[axis]! }, (_, i) => nest(axis + 1, offset + i * step)) as Rows;
    };
    return nest(0, 0);
  }
}

/**
 * An array from a number or numbers in brackets, like `numpy.array`; float64 where no type is given, since numbers in
 * JavaScript are. `array([[1, 2], [3, 4]])` has shape (2, 2). Book §3.3.1.
 * @throws {ShapeError} when rows differ in length.
 * @throws {UsageError} when there is something else than numbers in them.
 */
export function array(values: Nested): NdArray<Float64Array>;
export function array<K extends Dtype>(values: Nested, dtype: K): NdArray<DataOf[K]>;
export function array(values: Nested, dtype: Dtype = 'float64'): NdArray {
  const shape: number[] = [];
  for (let level = values; typeof level !== 'number'; level = level[0]!) {
    if (!Array.isArray(level)) throw elementError(level);
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
    if (!Array.isArray(value)) throw elementError(value);
    if (value.length !== shape[axis]) throw raggedError(shape);
    for (const inner of value) collect(inner, axis + 1);
  };
  collect(values, 0);
  return new NdArray(CONSTRUCTORS[dtype].from(flat), shape);
}

/** Where the types were not asked. */
function elementError(value: unknown): UsageError {
  const isTyped = ArrayBuffer.isView(value);
  const kind = isTyped ? value.constructor.name : value === null ? 'null' : typeof value;
  return new UsageError(
    t`an array is made of numbers in brackets, not of ${kind}`,
    isTyped ? t`new NdArray(data, [data.length]) takes it as it is` : undefined,
  );
}

function raggedError(shape: readonly number[]): ShapeError {
  return new ShapeError(t`the rows differ in length; the first of each level gives ${formatShape(shape)}`);
}

/** Zeros of a shape, float64: `zeros(3)`, `zeros([2, 3])`. */
export function zeros(shape: number | readonly number[]): NdArray<Float64Array> {
  const lengths = typeof shape === 'number' ? [shape] : shape;
  return new NdArray(new Float64Array(sizeOf(lengths)), lengths);
}

/**
 * `start`, `start + step`, … as long as they lie before `stop`, float64, like `numpy.arange`, bit by bit. With one
 * argument, 0, 1, … up to but not including it. `arange(-5, 5, 0.1)` is the x axis of the book's figures (§3.2.3).
 * @throws {UsageError} when `step` is 0 or an argument is not finite.
 */
export function arange(stop: number): NdArray<Float64Array>;
export function arange(start: number, stop: number, step?: number): NdArray<Float64Array>;
export function arange(first: number, last?: number, step = 1): NdArray<Float64Array> {
  const [start, stop] = last === undefined ? [0, first] : [first, last];
  if (step === 0 || ![start, stop, step].every(Number.isFinite)) {
    throw new UsageError(
      t`arange(${start}, ${stop}, ${step}): finite numbers and a step other than 0 are wanted`,
    );
  }
  const length = Math.max(0, Math.ceil((stop - start) / step));
  // NumPy takes the step from the first two elements, so that its rounding shows in all others.
  const rounded = start + step - start;
  return new NdArray(
    Float64Array.from({ length }, (_, i) => (i === 1 ? start + step : start + i * rounded)),
    [length],
  );
}

export function asArray(value: ArrayLike): NdArray {
  return value instanceof NdArray ? value : array(value);
}

/** The length of each axis of an array or of numbers in brackets: `[2, 3]` for two rows of three, `[]` for a number. */
export function shape(value: ArrayLike): readonly number[] {
  return asArray(value).shape;
}

/** The number of axes of an array or of numbers in brackets. Book §3.3.1. */
export function ndim(value: ArrayLike): number {
  return asArray(value).ndim;
}

/**
 * Dot product as NumPy has it for one and two axes:
 * (k,)·(k,) → (), (m, k)·(k,) → (m,), (k,)·(k, n) → (n,), (m, k)·(k, n) → (m, n).
 * Sums are kept in double precision and rounded once to the result's type. Book §3.3.
 * @throws {ShapeError} when the inner lengths differ, or an operand has no or more than two axes; the message has both shapes.
 */
export function dot(a: NdArray | Rows, b: NdArray | Rows): NdArray<FloatData> {
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
  const out = new (floatResult(left, right))(rows * columns);
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

/** How far apart neighbours along each axis lie: (2, 3, 4) → 12, 4, 1. */
export function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}

/** Calls back for each index of a shape in row-major order, with the index (reused) and its position. */
export function forEachIndex(
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

/**
 * The type of a result, promoted as NumPy does it: float32 where a float32 array meets float32, uint8 or a plain
 * number, else float64. (NumPy keeps integers; here they become float64.)
 */
export function floatResult(a: ArrayLike, b: ArrayLike): new (length: number) => FloatData {
  const dtypes = [a, b].filter((x) => typeof x !== 'number').map((x) => asArray(x).dtype);
  const isNarrow = dtypes.every((dtype) => dtype === 'float32' || dtype === 'uint8');
  return isNarrow && dtypes.includes('float32') ? Float32Array : Float64Array;
}

function emptyLike<D extends ArrayData>(data: D, length: number): D {
  return new (data.constructor as new (length: number) => D)(length);
}

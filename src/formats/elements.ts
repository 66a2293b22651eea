/**
 * Elements of arrays as files store them → float32 or float64 in the machine's byte order, row-major. Shared by all
 * readers. Sizes are checked here once: a shape that does not fit its bytes never gets further.
 */
import { sizeOf, formatShape, type FloatData } from '../engine/array.js';
import { FormatError, LimitError, TruncatedError } from '../errors.js';
import { t } from '../text.js';
import type { Tensor } from './tensor.js';

/** Bytes per element, by NumPy's names (and bfloat16, which NumPy lacks). */
export const ELEMENT_BYTES = {
  float64: 8,
  float32: 4,
  float16: 2,
  bfloat16: 2,
  int64: 8,
  uint64: 8,
  int32: 4,
  uint32: 4,
  int16: 2,
  uint16: 2,
  int8: 1,
  uint8: 1,
  bool: 1,
} as const;

export type ElementType = keyof typeof ELEMENT_BYTES;

/** What NumPy's type strings (`f4`, without the byte order) mean. */
export const NUMPY_TYPES: Readonly<Record<string, ElementType>> = {
  f8: 'float64',
  f4: 'float32',
  f2: 'float16',
  i8: 'int64',
  i4: 'int32',
  i2: 'int16',
  i1: 'int8',
  u8: 'uint64',
  u4: 'uint32',
  u2: 'uint16',
  u1: 'uint8',
  b1: 'bool',
};

/** An array as a file holds it. */
export interface StoredArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: ElementType;
  readonly order: 'C' | 'F';
  readonly littleEndian: boolean;
  /** Exactly the elements. */
  readonly bytes: Uint8Array;
}

const MAX_AXES = 32;
const HOST_IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * A tensor that decodes its data when it is first asked for.
 * @param source the file's name, for errors
 * @throws {FormatError} for a shape that is none, or fewer elements than bytes
 * @throws {TruncatedError} for more elements than bytes
 */
export function storedTensor(stored: StoredArray, source: string): Tensor {
  checkLength(stored, source);
  const { name, shape, dtype, order } = stored;
  let data: FloatData | undefined;
  return {
    name,
    shape,
    dtype,
    order: shape.length > 1 ? order : 'C',
    get data() {
      data ??= decode(stored);
      return data;
    },
  };
}

function checkLength({ name, shape, dtype, bytes }: StoredArray, source: string): void {
  if (shape.length > MAX_AXES) throw new LimitError(t`${source}: ${name} has ${shape.length} axes`);
  const size = sizeOf(shape);
  if (!shape.every((length) => Number.isSafeInteger(length) && length >= 0) || !Number.isSafeInteger(size)) {
    throw new FormatError(t`${source}: ${name} has the impossible shape ${formatShape(shape)}`);
  }
  const promised = size * ELEMENT_BYTES[dtype];
  if (promised === bytes.length) return;
  const detail = t`${name} ${formatShape(shape)} of ${dtype} takes ${promised} bytes; there are ${bytes.length}`;
  if (bytes.length < promised) throw new TruncatedError(t`${source} is truncated: ${detail}`);
  throw new FormatError(`${source}: ${detail}`);
}

function decode(stored: StoredArray): FloatData {
  const elements = decodeElements(stored.bytes, stored.dtype, stored.littleEndian);
  return stored.order === 'F' && stored.shape.length > 1 ? rowMajor(elements, stored.shape) : elements;
}

/** @param bytes a whole number of elements @returns a view where the bytes can be used as they are */
export function decodeElements(bytes: Uint8Array, dtype: ElementType, littleEndian: boolean): FloatData {
  const count = bytes.length / ELEMENT_BYTES[dtype];
  if ((dtype === 'float32' || dtype === 'float64') && littleEndian === HOST_IS_LITTLE_ENDIAN) {
    // `slice` of a Buffer would be a view.
    const isAligned = bytes.byteOffset % ELEMENT_BYTES[dtype] === 0;
    const { buffer, byteOffset } = isAligned ? bytes : new Uint8Array(bytes);
    return dtype === 'float32'
      ? new Float32Array(buffer, byteOffset, count)
      : new Float64Array(buffer, byteOffset, count);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const read = elementReader(view, dtype, littleEndian);
  const out = FITS_FLOAT32.has(dtype) ? new Float32Array(count) : new Float64Array(count);
  const width = ELEMENT_BYTES[dtype];
  for (let i = 0; i < count; i++) out[i] = read(i * width);
  return out;
}

/** The types whose every value is a float32 too. */
const FITS_FLOAT32 = new Set<ElementType>([
  'float32',
  'float16',
  'bfloat16',
  'int16',
  'uint16',
  'int8',
  'uint8',
  'bool',
]);

function elementReader(
  view: DataView,
  dtype: ElementType,
  littleEndian: boolean,
): (offset: number) => number {
  switch (dtype) {
    case 'float64':
      return (offset) => view.getFloat64(offset, littleEndian);
    case 'float32':
      return (offset) => view.getFloat32(offset, littleEndian);
    case 'float16':
      return (offset) => fromFloat16(view.getUint16(offset, littleEndian));
    case 'bfloat16':
      return (offset) => fromBfloat16(view.getUint16(offset, littleEndian));
    // Beyond 2^53 whole numbers are rounded to the nearest double.
    case 'int64':
      return (offset) => Number(view.getBigInt64(offset, littleEndian));
    case 'uint64':
      return (offset) => Number(view.getBigUint64(offset, littleEndian));
    case 'int32':
      return (offset) => view.getInt32(offset, littleEndian);
    case 'uint32':
      return (offset) => view.getUint32(offset, littleEndian);
    case 'int16':
      return (offset) => view.getInt16(offset, littleEndian);
    case 'uint16':
      return (offset) => view.getUint16(offset, littleEndian);
    case 'int8':
      return (offset) => view.getInt8(offset);
    case 'uint8':
      return (offset) => view.getUint8(offset);
    case 'bool':
      return (offset) => (view.getUint8(offset) === 0 ? 0 : 1);
  }
}

/** IEEE 754 binary16: a sign, 5 bits of exponent with bias 15, 10 bits of fraction. */
function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const scratch = new DataView(new ArrayBuffer(4));

/** The upper half of a float32. */
function fromBfloat16(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}

/** The little-endian bytes of elements; a view where the machine has them so. */
export function encodeElements(data: FloatData): Uint8Array {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (HOST_IS_LITTLE_ENDIAN) return bytes;
  const swapped = new Uint8Array(bytes.length);
  const width = data.BYTES_PER_ELEMENT;
  for (let i = 0; i < bytes.length; i++) swapped[i - (i % width) + (width - 1 - (i % width))] = bytes[i]!;
  return swapped;
}

/** Column-major (the first axis runs fastest) → row-major. */
function rowMajor(data: FloatData, shape: readonly number[]): FloatData {
  if (shape.length === 2) return transposed(data, shape[1]!, shape[0]!);
  const out = data.slice();
  const strides: number[] = [];
  shape.reduce((stride, length, axis) => ((strides[axis] = stride), stride * length), 1);
  const index = new Array<number>(shape.length).fill(0);
  for (let position = 0; position < out.length; position++) {
    out[position] = data[index.reduce((offset, i, axis) => offset + i * strides[axis]!, 0)]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]!++;
      if (index[axis]! < shape[axis]!) break;
      index[axis] = 0;
    }
  }
  return out;
}

/** A row-major matrix (rows, columns) → row-major (columns, rows). */
export function transposed(data: FloatData, rows: number, columns: number): FloatData {
  const out = data instanceof Float32Array ? new Float32Array(data.length) : new Float64Array(data.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) out[column * rows + row] = data[row * columns + column]!;
  }
  return out;
}

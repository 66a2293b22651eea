/**
 * IDX, the format of MNIST: two zero bytes, a type code, the number of axes, a big-endian uint32 per axis, then the data.
 * Only unsigned bytes (0x08) are read, the one type that sets of digits use. Every header is held against the length of
 * the file: a file that lies is refused, never filled up with zeros.
 * Source: the format's description on the page of the MNIST database.
 */
import { FormatError, TruncatedError } from '../errors.js';
import { formatShape, sizeOf } from '../engine/array.js';
import { t } from '../text.js';

const UNSIGNED_BYTE = 0x08;
const OTHER_TYPES: Readonly<Record<number, string>> = {
  0x09: 'int8',
  0x0b: 'int16',
  0x0c: 'int32',
  0x0d: 'float32',
  0x0e: 'float64',
};

export interface IdxHeader {
  readonly shape: readonly number[];
  /** Where the data begins. */
  readonly offset: number;
  /** How many bytes of data the shape promises. */
  readonly length: number;
}

/** What an IDX file holds. */
export interface IdxArray {
  /** The length of each axis: (N, 28, 28) for images, (N,) for labels. */
  readonly shape: readonly number[];
  /** A view of the bytes given, row-major. */
  readonly data: Uint8Array;
}

/** The length of a header with so many axes. */
export function idxHeaderLength(axes: number): number {
  return 4 + 4 * axes;
}

/**
 * Reads and checks a header.
 * @param bytes at least the header, from the first byte of the file on
 * @param fileLength the length of the whole file, held against the shape
 * @param axes how many axes there must be: 3 for images, 1 for labels
 * @param source the file's name, for errors
 * @throws {FormatError} for another magic number, type or number of axes, or bytes left over
 * @throws {TruncatedError} when the file is empty or shorter than its shape
 */
export function readIdxHeader(
  bytes: Uint8Array,
  fileLength: number,
  axes: number,
  source: string,
): IdxHeader {
  const offset = idxHeaderLength(axes);
  if (fileLength === 0) throw new TruncatedError(t`${source} is empty`);
  if (bytes.length >= 4) checkMagic(bytes, axes, source);
  if (bytes.length < offset) {
    throw new TruncatedError(t`${source} ends within its header: ${bytes.length} of ${offset} bytes`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, offset);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const length = sizeOf(shape);
  checkLength(shape, offset + length, fileLength, source);
  return { shape, offset, length };
}

function checkMagic(bytes: Uint8Array, axes: number, source: string): void {
  const [zero0, zero1, type, ndim] = bytes as unknown as [number, number, number, number];
  const magic = hex(bytes.subarray(0, 4));
  const wanted = `00000${(UNSIGNED_BYTE * 256 + axes).toString(16)}`;
  if (zero0 !== 0 || zero1 !== 0) {
    throw new FormatError(t`${source} is not an IDX file: it begins with ${magic}, not ${wanted}`);
  }
  if (type !== UNSIGNED_BYTE) {
    const name = OTHER_TYPES[type] ?? t`unknown`;
    throw new FormatError(
      t`${source} holds values of type 0x${magic.slice(4, 6)} (${name}), not unsigned bytes (0x08)`,
    );
  }
  if (ndim !== axes) {
    throw new FormatError(t`${source} has ${ndim} axes, not ${axes}: magic ${magic}, not ${wanted}`);
  }
}

function checkLength(shape: readonly number[], promised: number, actual: number, source: string): void {
  const detail = t`its header promises ${formatShape(shape)}, ${promised} bytes in all; there are ${actual}`;
  if (actual < promised) throw new TruncatedError(t`${source} is truncated: ${detail}`);
  if (actual > promised) throw new FormatError(t`${source} is longer than its header says: ${detail}`);
}

/** Reads a whole file that is in memory. Parameters and errors as for `readIdxHeader`. */
export function readIdx(bytes: Uint8Array, axes: number, source: string): IdxArray {
  const { shape, offset, length } = readIdxHeader(bytes, bytes.length, axes, source);
  return { shape, data: bytes.subarray(offset, offset + length) };
}

/** An IDX file of unsigned bytes. @param data row-major, as long as `shape` holds */
export function writeIdx({ shape, data }: IdxArray): Uint8Array {
  const offset = idxHeaderLength(shape.length);
  const bytes = new Uint8Array(offset + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, UNSIGNED_BYTE * 256 + shape.length);
  shape.forEach((length, axis) => view.setUint32(4 + 4 * axis, length));
  bytes.set(data, offset);
  return bytes;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

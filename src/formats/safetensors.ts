/**
 * safetensors: the length of a JSON header as uint64, the header (`name → {dtype, shape, data_offsets}` and
 * `__metadata__`, text by name), then the data. Everything the header says is held against the file; what is left out is
 * the quantised types (F8 and below), which no network of ours can use.
 * Source: the format section of the safetensors README.
 */
import { formatShape } from '../engine/array.js';
import { FormatError, LimitError, TruncatedError } from '../errors.js';
import { t } from '../text.js';
import { encodeElements, storedTensor, type ElementType } from './elements.js';
import type { Tensor, TensorFile } from './tensor.js';

const ELEMENT_TYPES: Readonly<Record<string, ElementType>> = {
  F64: 'float64',
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
  I64: 'int64',
  I32: 'int32',
  I16: 'int16',
  I8: 'int8',
  U64: 'uint64',
  U32: 'uint32',
  U16: 'uint16',
  U8: 'uint8',
  BOOL: 'bool',
};

/** The same limit as the format's own reader. */
const MAX_HEADER_BYTES = 100_000_000;
const PREFIX = 8;

interface Entry {
  readonly name: string;
  readonly dtype: ElementType;
  readonly shape: readonly number[];
  /** In the data section. */
  readonly begin: number;
  readonly end: number;
}

/**
 * @param source the file's name, for errors
 * @throws {FormatError} for a header that is no such JSON, or lies about types, shapes or offsets
 * @throws {TruncatedError} when the file ends before its header or data do
 */
export function readSafetensors(bytes: Uint8Array, source: string): TensorFile {
  const { header, dataOffset } = readHeader(bytes, source);
  const { __metadata__: metadata = {}, ...rest } = header;
  const entries = Object.entries(rest).map(([name, entry]) => checkEntry(name, entry, source));
  const data = bytes.subarray(dataOffset);
  checkCoverage(entries, data.length, source);
  return {
    format: 'safetensors',
    tensors: entries.map(({ begin, end, ...entry }) =>
      storedTensor({ ...entry, order: 'C', littleEndian: true, bytes: data.subarray(begin, end) }, source),
    ),
    metadata: checkMetadata(metadata, source),
  };
}

function readHeader(
  bytes: Uint8Array,
  source: string,
): { header: Record<string, unknown>; dataOffset: number } {
  if (bytes.length < PREFIX)
    throw new TruncatedError(t`${source} ends within its first 8 bytes: ${bytes.length}`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, PREFIX).getBigUint64(0, true));
  if (length > MAX_HEADER_BYTES) throw new LimitError(t`${source}: a header of ${length} bytes`);
  const dataOffset = PREFIX + length;
  if (dataOffset > bytes.length) {
    throw new TruncatedError(
      t`${source}: its header should end at byte ${dataOffset}; the file has ${bytes.length}`,
    );
  }
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(PREFIX, dataOffset)));
  } catch (cause) {
    throw new FormatError(t`${source}: its header is not JSON: ${(cause as Error).message}`, undefined, {
      cause,
    });
  }
  if (!isRecord(header)) throw new FormatError(t`${source}: its header is not a JSON object`);
  return { header, dataOffset };
}

function checkEntry(name: string, entry: unknown, source: string): Entry {
  const { dtype, shape, data_offsets: offsets } = isRecord(entry) ? entry : {};
  if (!isLengths(shape) || !isLengths(offsets) || offsets.length !== 2 || typeof dtype !== 'string') {
    throw new FormatError(
      t`${source}: ${name} has no dtype, shape and data_offsets as the format wants them`,
    );
  }
  const type = ELEMENT_TYPES[dtype];
  if (type === undefined) throw new FormatError(t`${source}: ${name} has type ${dtype}, which is not read`);
  const [begin, end] = offsets as [number, number];
  if (begin > end) throw new FormatError(t`${source}: ${name} ends at ${end}, before it begins at ${begin}`);
  return { name, dtype: type, shape, begin, end };
}

/** The tensors must fill the data without a gap or an overlap. */
function checkCoverage(entries: readonly Entry[], length: number, source: string): void {
  let offset = 0;
  let before = t`the header`;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (end > length) {
      throw new TruncatedError(t`${source} is truncated: ${name} ends at byte ${end} of the data, which has ${length}`); // prettier-ignore
    }
    if (begin !== offset) {
      throw new FormatError(
        begin < offset
          ? t`${source}: ${name} overlaps ${before}: it begins at ${begin}, not ${offset}`
          : t`${source}: ${name} leaves a gap after ${before}: it begins at ${begin}, not ${offset}`,
      );
    }
    offset = end;
    before = name;
  }
  if (offset !== length) throw new FormatError(t`${source}: ${length - offset} bytes after the last tensor`);
}

function checkMetadata(metadata: unknown, source: string): Record<string, string> {
  if (!isRecord(metadata) || !Object.values(metadata).every((value) => typeof value === 'string')) {
    throw new FormatError(t`${source}: __metadata__ is not text by name`);
  }
  return metadata as Record<string, string>;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isLengths(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((length) => Number.isSafeInteger(length) && length >= 0);
}

/** What the writers take: the type is that of the data. */
export type WritableTensor = Pick<Tensor, 'name' | 'shape' | 'data'>;

/**
 * A safetensors file of float32 and float64 tensors, float64 first so that each begins at a multiple of its width, and
 * the whole data at a multiple of 8: a reader can use the bytes in place.
 * @throws {FormatError} when a tensor's shape does not hold its data, or a name is there twice
 */
export function writeSafetensors(
  tensors: readonly WritableTensor[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const header = new Map<string, unknown>([['__metadata__', metadata]]);
  const ordered = [...tensors].sort((a, b) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  let length = 0;
  for (const { name, shape, data } of ordered) {
    const dtype = data instanceof Float32Array ? 'F32' : 'F64';
    if (shape.reduce((a, b) => a * b, 1) !== data.length || header.has(name)) {
      throw new FormatError(t`cannot write ${name} ${formatShape(shape)} with ${data.length} elements`);
    }
    const begin = length;
    length += data.byteLength;
    header.set(name, { dtype, shape, data_offsets: [begin, length] });
  }
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const headerLength = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(PREFIX + headerLength + length).fill(0x20, PREFIX, PREFIX + headerLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(text, PREFIX);
  let offset = PREFIX + headerLength;
  for (const { data } of ordered) {
    bytes.set(encodeElements(data), offset);
    offset += data.byteLength;
  }
  return bytes;
}

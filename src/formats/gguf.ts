/**
 * GGUF, versions 2 and 3, little-endian: counts, then what the file says of itself by key, then a line per tensor, then
 * the data, aligned. Lengths stand with the fastest axis first and are turned round here: `fc1.weight` of ggml's MNIST
 * example becomes (500, 784), as PyTorch has it.
 * Left out: quantised tensors, which are refused by name. (@huggingface/gguf reads headers, over the network too, and not
 * the data; what is needed of it here is this small.)
 * Source: docs/gguf.md of ggml.
 */
import { sizeOf } from '../engine/array.js';
import { FormatError, LimitError, TruncatedError } from '../errors.js';
import { t } from '../text.js';
import { ELEMENT_BYTES, storedTensor, type ElementType } from './elements.js';
import type { Tensor, TensorFile } from './tensor.js';

/** ggml_type; the numbers between are quantised. */
const ELEMENT_TYPES: Readonly<Record<number, ElementType>> = {
  0: 'float32',
  1: 'float16',
  24: 'int8',
  25: 'int16',
  26: 'int32',
  27: 'int64',
  28: 'float64',
  30: 'bfloat16',
};

enum ValueType {
  Uint8,
  Int8,
  Uint16,
  Int16,
  Uint32,
  Int32,
  Float32,
  Bool,
  String,
  Array,
  Uint64,
  Int64,
  Float64,
}

const STANDARD_ALIGNMENT = 32;
/** ggml's own limit. */
const MAX_AXES = 4;
const MAX_NESTING = 4;

/**
 * @param source the file's name, for errors
 * @throws {FormatError} for another version, a quantised tensor, or offsets that lie
 * @throws {TruncatedError} when the file ends before what it promises
 */
export function readGguf(bytes: Uint8Array, source: string): TensorFile {
  const cursor = new Cursor(bytes, source);
  cursor.skip(4);
  const version = cursor.uint32();
  if (version !== 2 && version !== 3) {
    throw new FormatError(t`${source} is GGUF version ${version}; 2 and 3, little-endian, are read`);
  }
  const tensorCount = cursor.uint64();
  const keyCount = cursor.uint64();
  const values = new Map<string, string | number>();
  for (let i = 0; i < keyCount; i++) {
    const key = cursor.string();
    const value = cursor.value(cursor.uint32(), 0);
    if (value !== undefined) values.set(key, value);
  }
  const infos: TensorInfo[] = [];
  for (let i = 0; i < tensorCount; i++) infos.push(readInfo(cursor));
  const alignment = Number(values.get('general.alignment') ?? STANDARD_ALIGNMENT);
  if (!Number.isInteger(alignment) || alignment < 1) {
    throw new FormatError(t`${source}: its data is aligned to ${alignment}`);
  }
  const data = bytes.subarray(Math.ceil(cursor.offset / alignment) * alignment);
  return {
    format: 'gguf',
    tensors: infos.map((info) => toTensor(info, data, source)),
    metadata: Object.fromEntries(Array.from(values, ([key, value]) => [key, String(value)])),
  };
}

interface TensorInfo {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: number;
  /** In the data. */
  readonly offset: number;
}

function readInfo(cursor: Cursor): TensorInfo {
  const name = cursor.string();
  const axes = cursor.uint32();
  if (axes > MAX_AXES)
    throw new LimitError(t`${cursor.source}: ${name} has ${axes} axes; up to ${MAX_AXES} are read`);
  const lengths = Array.from({ length: axes }, () => cursor.uint64());
  return { name, shape: lengths.reverse(), type: cursor.uint32(), offset: cursor.uint64() };
}

function toTensor({ name, shape, type, offset }: TensorInfo, data: Uint8Array, source: string): Tensor {
  const dtype = ELEMENT_TYPES[type];
  if (dtype === undefined) {
    throw new FormatError(
      t`${source}: ${name} is quantised (ggml type ${type}), which is not read`,
      t`convert the model with --outtype f32 or f16`,
    );
  }
  const end = offset + sizeOf(shape) * ELEMENT_BYTES[dtype];
  if (!(end <= data.length)) {
    throw new TruncatedError(
      t`${source} is truncated: ${name} ends at byte ${end} of the data, which has ${data.length}`,
    );
  }
  return storedTensor(
    { name, shape, dtype, order: 'C', littleEndian: true, bytes: data.subarray(offset, end) },
    source,
  );
}

/** Reads on, and never beyond the end. */
class Cursor {
  offset = 0;
  readonly #view: DataView;

  constructor(
    readonly bytes: Uint8Array,
    readonly source: string,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Moves on and gives the place before. */
  skip(length: number): number {
    const start = this.offset;
    if (length > this.bytes.length - start) {
      throw new TruncatedError(
        t`${this.source} is truncated: ${length} bytes are promised at offset ${start}; ${this.bytes.length - start} are left`,
      );
    }
    this.offset += length;
    return start;
  }

  uint32(): number {
    return this.#view.getUint32(this.skip(4), true);
  }

  /** As a number: exact up to 2^53, beyond any file's length anyway. */
  uint64(): number {
    return Number(this.#view.getBigUint64(this.skip(8), true));
  }

  string(): string {
    const length = this.uint64();
    const start = this.skip(length);
    return new TextDecoder().decode(this.bytes.subarray(start, start + length));
  }

  /** A value of any type; arrays are skipped, and give undefined. */
  value(type: number, depth: number): string | number | undefined {
    const view = this.#view;
    switch (type) {
      case ValueType.Uint8:
        return view.getUint8(this.skip(1));
      case ValueType.Int8:
        return view.getInt8(this.skip(1));
      case ValueType.Uint16:
        return view.getUint16(this.skip(2), true);
      case ValueType.Int16:
        return view.getInt16(this.skip(2), true);
      case ValueType.Uint32:
        return this.uint32();
      case ValueType.Int32:
        return view.getInt32(this.skip(4), true);
      case ValueType.Float32:
        return view.getFloat32(this.skip(4), true);
      case ValueType.Bool:
        return view.getUint8(this.skip(1)) === 0 ? 'false' : 'true';
      case ValueType.String:
        return this.string();
      case ValueType.Array:
        this.#skipArray(depth);
        return undefined;
      case ValueType.Uint64:
        return this.uint64();
      case ValueType.Int64:
        return Number(view.getBigInt64(this.skip(8), true));
      case ValueType.Float64:
        return view.getFloat64(this.skip(8), true);
      default:
        throw new FormatError(t`${this.source}: a value of type ${type} at offset ${this.offset}`);
    }
  }

  /** Every element takes at least a byte, so that a lying length ends at the end of the file. */
  #skipArray(depth: number): void {
    if (depth >= MAX_NESTING)
      throw new LimitError(t`${this.source}: arrays nested deeper than ${MAX_NESTING}`);
    const type = this.uint32();
    const length = this.uint64();
    for (let i = 0; i < length; i++) this.value(type, depth + 1);
  }
}

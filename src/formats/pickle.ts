/**
 * Pickles of NumPy arrays → tensors. A pickle is a program; this reader knows the few calls by which NumPy rebuilds its
 * arrays, does what they mean itself, and refuses any other name before anything comes of it. Nothing ever runs.
 * Source: numpy/_core/src/multiarray/methods.c (`array_reduce`, `array_setstate`) for the forms of the calls.
 */
import { FormatError, LimitError, MnnError, UnsafeError } from '../errors.js';
import { latin1Text } from '../latin1.js';
import { t } from '../text.js';
import { ELEMENT_BYTES, NUMPY_TYPES, storedTensor } from './elements.js';
import { textEntries } from './metadata.js';
import {
  PickleGlobal,
  PickleMachine,
  PickleObject,
  PickleTuple,
  type PicklePolicy,
  type PickleValue,
} from './pickle-machine.js';
import type { Tensor, TensorFile } from './tensor.js';

/** Dicts in dicts, lists in lists. */
const MAX_DEPTH = 32;

class Dtype extends PickleObject {
  littleEndian = true;

  constructor(readonly code: string) {
    super();
  }

  /** (version, byte order, …); `=` cannot stand in a file, `|` is for single bytes. */
  override setState(state: PickleValue): void {
    const order = state instanceof PickleTuple ? state.items[1] : undefined;
    this.littleEndian = order !== '>';
  }
}

/** An `ndarray`, empty until its state is set. */
class ArrayObject extends PickleObject {
  shape: readonly number[] = [0];
  dtype: Dtype | undefined;
  order: 'C' | 'F' = 'C';
  /** A list where the elements are Python objects. */
  content: Uint8Array | 'objects' = new Uint8Array();

  constructor(readonly reader: NumpyPolicy) {
    super();
  }

  /** (version, shape, dtype, is Fortran, data); the version is missing in very old files. */
  override setState(state: PickleValue, offset: number): void {
    const items = state instanceof PickleTuple ? state.items : [];
    const [shape, dtype, fortran, data] = items.length === 5 ? items.slice(1) : items;
    this.#fill(shape, dtype, fortran === true || fortran === 1 ? 'F' : 'C', data, offset);
  }

  static of(reader: NumpyPolicy, args: readonly PickleValue[], offset: number): ArrayObject {
    const made = new ArrayObject(reader);
    const [data, dtype, shape, order] = args;
    made.#fill(shape, dtype, order === 'F' ? 'F' : 'C', data, offset);
    return made;
  }

  #fill(
    shape: PickleValue | undefined,
    dtype: PickleValue | undefined,
    order: 'C' | 'F',
    data: PickleValue | undefined,
    offset: number,
  ): void {
    const lengths = shape instanceof PickleTuple ? shape.items : [null];
    if (!lengths.every((length) => typeof length === 'number') || !(dtype instanceof Dtype)) {
      throw new FormatError(t`${this.reader.source}: the array at offset ${offset} has no shape and type as NumPy writes them`); // prettier-ignore
    }
    this.shape = lengths;
    this.dtype = dtype;
    this.order = order;
    this.content = Array.isArray(data) ? 'objects' : this.reader.toBytes(data, offset);
  }
}

type Call = (policy: NumpyPolicy, args: readonly PickleValue[], offset: number) => PickleValue;

const reconstruct: Call = (policy, [type], offset) => {
  if (type instanceof PickleGlobal && type.name === 'ndarray') return new ArrayObject(policy);
  throw policy.unknownForm('numpy _reconstruct', offset);
};
const fromBuffer: Call = (policy, args, offset) => ArrayObject.of(policy, args, offset);
const scalar: Call = (policy, [dtype, data], offset) =>
  ArrayObject.of(policy, [data ?? null, dtype ?? null, new PickleTuple([])], offset);
const makeDtype: Call = (policy, [code], offset) => {
  if (typeof code === 'string') return new Dtype(code);
  throw policy.unknownForm('numpy.dtype', offset);
};
const toBytes: Call = (policy, [content], offset) =>
  content === undefined ? new Uint8Array() : policy.toBytes(content, offset);
const orderedDict: Call = (policy, args, offset) => {
  const [pairs = []] = args;
  if (!Array.isArray(pairs)) throw policy.unknownForm('collections.OrderedDict', offset);
  return new Map(
    pairs.map((pair): [PickleValue, PickleValue] => {
      const [key, value] = pair instanceof PickleTuple ? pair.items : Array.isArray(pair) ? pair : [];
      if (key === undefined || value === undefined)
        throw policy.unknownForm('collections.OrderedDict', offset);
      return [key, value];
    }),
  );
};
const notCallable: Call = (policy, _args, offset) => {
  throw policy.unknownForm('numpy.ndarray', offset);
};

/** The whole allow-list. NumPy 2 renamed its core; Python 2 and 3 differ in the name of the built-ins. */
const ALLOWED = new Map<string, Call>([
  ...['numpy.core', 'numpy._core'].flatMap((core): [string, Call][] => [
    [`${core}.multiarray._reconstruct`, reconstruct],
    [`${core}.multiarray.scalar`, scalar],
    [`${core}.numeric._frombuffer`, fromBuffer],
  ]),
  ['numpy.ndarray', notCallable],
  ['numpy.dtype', makeDtype],
  ['_codecs.encode', toBytes],
  ...['builtins', '__builtin__'].flatMap((module): [string, Call][] => [
    [`${module}.bytes`, toBytes],
    [`${module}.bytearray`, toBytes],
  ]),
  ['collections.OrderedDict', orderedDict],
]);

class NumpyPolicy implements PicklePolicy {
  /** Bytes that text may still be turned into: what is honest takes no more than the file. */
  #budget: number;

  constructor(
    readonly source: string,
    fileLength: number,
  ) {
    this.#budget = fileLength;
  }

  import(global: PickleGlobal): void {
    if (ALLOWED.has(String(global))) return;
    throw new UnsafeError(
      t`${this.source}: the pickle asks for ${global} at offset ${global.offset}; only NumPy arrays are built, no code is run`,
      global.module.startsWith('torch')
        ? t`save it from PyTorch with safetensors.torch.save_file(model.state_dict(), …)`
        : t`save plain arrays again with numpy.savez, or as safetensors; do not load the file elsewhere unless you trust its author`,
    );
  }

  call(callable: PickleValue, args: readonly PickleValue[], offset: number): PickleValue {
    const call = callable instanceof PickleGlobal ? ALLOWED.get(String(callable)) : undefined;
    if (!call) throw this.unknownForm(t`a value that is no function`, offset);
    return call(this, args, offset);
  }

  /** Bytes as they are; text of one character a byte, as protocols before 3 write bytes. */
  toBytes(data: PickleValue | undefined, offset: number): Uint8Array {
    if (data instanceof Uint8Array) return data;
    if (typeof data !== 'string') {
      throw new FormatError(t`${this.source}: the call at offset ${offset} wants bytes`);
    }
    this.#budget -= data.length;
    if (this.#budget < 0)
      throw new LimitError(t`${this.source}: its text becomes more bytes than the file has`);
    const bytes = new Uint8Array(data.length);
    for (let i = 0; i < data.length; i++) {
      const code = data.charCodeAt(i);
      if (code > 255)
        throw new FormatError(t`${this.source}: the call at offset ${offset} wants bytes, not text`);
      bytes[i] = code;
    }
    return bytes;
  }

  unknownForm(what: string, offset: number): FormatError {
    return new FormatError(
      t`${this.source}: the call of ${what} at offset ${offset} has a form that is not known`,
      t`save the arrays again with numpy.savez, or as safetensors`,
    );
  }
}

/** What a pickle asks to import. */
export interface GlobalRecord {
  readonly name: string;
  /** Of the first opcode that asks for it. */
  readonly offset: number;
  readonly allowed: boolean;
}

/** What a global that is not allowed gives: nothing, whatever is done with it. */
class Nothing extends PickleObject {
  override setState(): void {
    // It has none.
  }
}

/** Writes down what is asked for, and does nothing of it. */
class SurveyPolicy implements PicklePolicy {
  readonly globals = new Map<string, GlobalRecord>();

  import(global: PickleGlobal): void {
    const name = String(global);
    if (this.globals.has(name)) return;
    this.globals.set(name, { name, offset: global.offset, allowed: ALLOWED.has(name) });
  }

  call(callable: PickleValue): PickleValue {
    const isDict = callable instanceof PickleGlobal && callable.name === 'OrderedDict';
    return isDict ? new Map() : new Nothing();
  }
}

/** The globals that a pickle asks for, as far as it can be followed. Nothing is run, and nothing built. */
export function surveyPickle(bytes: Uint8Array, source: string): GlobalRecord[] {
  const policy = new SurveyPolicy();
  try {
    new PickleMachine(bytes, source, policy).run();
  } catch (error) {
    if (!(error instanceof MnnError)) throw error;
  }
  return [...policy.globals.values()];
}

/**
 * Dicts and lists of arrays, nested ones with dotted names; what is no array is left out.
 * @param source the file's name, for errors
 * @throws {UnsafeError} when it asks for anything but NumPy's arrays, by name and offset
 * @throws {FormatError | TruncatedError | LimitError} when it is no pickle, a damaged one, or one of something else
 */
export function readPickle(bytes: Uint8Array, source: string): TensorFile {
  const value = new PickleMachine(bytes, source, new NumpyPolicy(source, bytes.length)).run();
  const tensors: Tensor[] = [];
  let budget = bytes.length;
  for (const [name, array] of namedArrays(value, source)) {
    if (array.content === 'objects' || array.dtype?.code.startsWith('O')) {
      throw new FormatError(
        t`${source}: ${name} holds Python objects, not numbers`,
        t`save plain arrays of floats: numpy.savez(file, W1=W1.astype("float32"), …)`,
      );
    }
    const { dtype, shape, order, content } = array;
    const type = NUMPY_TYPES[dtype?.code.replace(/^[<>|=]/, '') ?? ''];
    if (type === undefined) throw new FormatError(t`${source}: ${name} has type ${dtype?.code}, which is not read`); // prettier-ignore
    // Bytes that are told once cannot fill two arrays.
    budget -= content.length;
    if (budget < 0) throw new LimitError(t`${source}: its arrays hold more than the file does`);
    const littleEndian = ELEMENT_BYTES[type] === 1 || dtype!.littleEndian;
    tensors.push(storedTensor({ name, shape, dtype: type, order, littleEndian, bytes: content }, source));
  }
  if (tensors.length === 0) throw new FormatError(t`${source} is a pickle, but holds no NumPy array`);
  return { format: 'pickle', tensors, metadata: metadataOf(value) };
}

/** Our own files have a dict of text beside the arrays. */
function metadataOf(value: PickleValue): Record<string, string> {
  const metadata = value instanceof Map ? value.get('metadata') : undefined;
  return metadata instanceof Map ? textEntries(metadata) : {};
}

/** Each array once, in the order of the file. */
function* namedArrays(root: PickleValue, source: string): Generator<[string, ArrayObject]> {
  const seen = new Set<PickleValue>();
  function* walk(value: PickleValue, path: readonly string[]): Generator<[string, ArrayObject]> {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    if (path.length > MAX_DEPTH) throw new LimitError(t`${source}: nested deeper than ${MAX_DEPTH} levels`);
    seen.add(value);
    if (value instanceof ArrayObject) yield [path.join('.') || 'array', value];
    for (const [key, inner] of entriesOf(value)) yield* walk(inner, [...path, key]);
  }
  yield* walk(root, []);
}

function entriesOf(value: PickleValue): [string, PickleValue][] {
  if (value instanceof PickleTuple) return value.items.map((inner, i) => [String(i), inner]);
  if (Array.isArray(value)) return value.map((inner, i) => [String(i), inner]);
  if (!(value instanceof Map)) return [];
  return [...value].map(([key, inner]) => [keyText(key), inner]);
}

/** Python 2 and `pickle.dump(…, encoding="bytes")` leave keys as bytes. */
function keyText(key: PickleValue): string {
  if (key instanceof Uint8Array) return latin1Text(key);
  return typeof key === 'object' ? '?' : String(key);
}

/**
 * Networks as JSON, readable and editable by hand, described by weights/network.schema.json:
 * `{ "format": "mnn-network", "version": 1, "layers": [{ "weight": [[…]], "bias": […], "activation": "sigmoid" }] }`.
 * `weight` is (in, out): a row per input. `bias` may be left out; `dtype` is `float64` where it is not given.
 */
import { ACTIVATION_NAMES, isActivationName } from '../engine/activation.js';
import { array, type FloatData, type Nested } from '../engine/array.js';
import { FormatError, MnnError } from '../errors.js';
import type { StoredLayer, Tensor, TensorFile } from './tensor.js';

const FORMAT = 'mnn-network';
const VERSION = 1;

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * @param source the file's name, for errors
 * @throws {FormatError} when the bytes are no such JSON; the message names the layer and the field
 */
export function readJson(bytes: Uint8Array, source: string): TensorFile {
  const document = parse(bytes, source);
  const { format, version, layers, dtype = 'float64' } = document;
  if (format !== FORMAT || !Array.isArray(layers)) {
    throw new FormatError(
      `${source} is JSON, but no network: "format" is ${quote(format)}, not "${FORMAT}"`,
      'the form is {"format":"mnn-network","version":1,"layers":[{"weight":[[…]],"bias":[…],"activation":"sigmoid"}]}',
    );
  }
  if (version !== VERSION)
    throw new FormatError(`${source} has version ${quote(version)}; ${VERSION} is read`);
  if (dtype !== 'float32' && dtype !== 'float64') {
    throw new FormatError(`${source}: "dtype" is ${quote(dtype)}, not "float32" or "float64"`);
  }
  const stored = layers.map((layer, i) => readLayer(layer as JsonObject, i + 1, dtype, source));
  return {
    format: 'json',
    tensors: stored.flatMap(({ weight, bias }) => (bias ? [weight, bias] : [weight])),
    metadata: textOf(document),
    layers: stored,
  };
}

function parse(bytes: Uint8Array, source: string): JsonObject {
  let document: unknown;
  try {
    document = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new FormatError(`${source} is not JSON: ${(cause as Error).message}`, undefined, { cause });
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw new FormatError(`${source} is JSON, but not an object`);
  }
  return document as JsonObject;
}

function readLayer(
  layer: JsonObject,
  number: number,
  dtype: 'float32' | 'float64',
  source: string,
): StoredLayer {
  const where = `${source}: layer ${number}`;
  const { weight, bias, activation } = layer ?? {};
  if (typeof activation !== 'string' || !isActivationName(activation)) {
    throw new FormatError(
      `${where} has activation ${quote(activation)}, not one of ${ACTIVATION_NAMES.join(', ')}`,
    );
  }
  const named = (name: string, values: unknown, axes: number): Tensor =>
    readTensor(`${name}${number}`, values, axes, dtype, where);
  return {
    weight: named('W', weight, 2),
    bias: bias === undefined ? undefined : named('b', bias, 1),
    activation,
  };
}

function readTensor(
  name: string,
  values: unknown,
  axes: number,
  dtype: 'float32' | 'float64',
  where: string,
): Tensor {
  if (!isNumbers(values, axes)) {
    throw new FormatError(
      `${where}: ${name} is not ${axes === 1 ? 'a list of numbers' : 'a list of rows of numbers'}`,
    );
  }
  try {
    const { data, shape } = array(values, dtype);
    return { name, shape, dtype, order: 'C', data: data as FloatData };
  } catch (cause) {
    if (!(cause instanceof MnnError)) throw cause;
    throw new FormatError(`${where}: ${name}: ${cause.message}`, undefined, { cause });
  }
}

/** Nested to exactly so many levels, none of them empty. */
function isNumbers(values: unknown, axes: number): values is Nested {
  if (axes === 0) return typeof values === 'number' && Number.isFinite(values);
  return Array.isArray(values) && values.length > 0 && values.every((value) => isNumbers(value, axes - 1));
}

/** What else the document says in words. */
function textOf(document: JsonObject): Record<string, string> {
  const extra = typeof document['metadata'] === 'object' ? document['metadata'] : {};
  const { name, description } = document;
  return Object.fromEntries(
    Object.entries({ name, description, ...extra }).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

function quote(value: unknown): string {
  return value === undefined ? 'missing' : (JSON.stringify(value).slice(0, 40) ?? String(value));
}

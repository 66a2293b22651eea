/**
 * Networks as JSON, readable and editable by hand, described by weights/network.schema.json:
 * `{ "format": "mnn-network", "version": 1, "layers": [{ "weight": [[…]], "bias": […], "activation": "sigmoid" }] }`.
 * `weight` is (in, out): a row per input. `bias` may be left out; `dtype` is `float64` where it is not given.
 */
import { ACTIVATION_NAMES, isActivationName } from '../engine/activation.js';
import { array, type FloatData, type Nested } from '../engine/array.js';
import type { Layer, Network } from '../engine/network.js';
import { FormatError, MnnError } from '../errors.js';
import { t } from '../text.js';
import { textEntries } from './metadata.js';
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
      t`${source} is JSON, but no network: "format" is ${quote(format)}, not "${FORMAT}"`,
      t`the form is {"format":"mnn-network","version":1,"layers":[{"weight":[[…]],"bias":[…],"activation":"sigmoid"}]}`,
    );
  }
  if (version !== VERSION)
    throw new FormatError(t`${source} has version ${quote(version)}; ${VERSION} is read`);
  if (dtype !== 'float32' && dtype !== 'float64') {
    throw new FormatError(t`${source}: "dtype" is ${quote(dtype)}, not "float32" or "float64"`);
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
    throw new FormatError(t`${source} is not JSON: ${(cause as Error).message}`, undefined, { cause });
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw new FormatError(t`${source} is JSON, but not an object`);
  }
  return document as JsonObject;
}

function readLayer(
  layer: JsonObject,
  number: number,
  dtype: 'float32' | 'float64',
  source: string,
): StoredLayer {
  const where = t`${source}: layer ${number}`;
  const { weight, bias, activation } = layer ?? {};
  if (typeof activation !== 'string' || !isActivationName(activation)) {
    throw new FormatError(
      t`${where} has activation ${quote(activation)}, not one of ${ACTIVATION_NAMES.join(', ')}`,
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
      axes === 1
        ? t`${where}: ${name} is not a list of numbers`
        : t`${where}: ${name} is not a list of rows of numbers`,
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
function textOf({ name, description, metadata }: JsonObject): Record<string, string> {
  const extra = typeof metadata === 'object' && metadata !== null ? metadata : {};
  return textEntries(Object.entries({ name, description, ...extra }));
}

/**
 * A network as JSON, a row of weights per line. Each number is the shortest that reads back as the same: as float32
 * where all of them are float32, else as float64.
 */
export function writeJson(network: Network, metadata: Readonly<Record<string, string>>): Uint8Array {
  const arrays = network.layers.flatMap(({ weight, bias }) => [weight, bias]);
  const dtype = arrays.every((one) => one.dtype === 'float32') ? 'float32' : 'float64';
  const { name, description, ...rest } = metadata;
  // The layers below tell these better.
  const extra = Object.entries(rest).filter(([key]) => key !== 'layers' && key !== 'activations');
  const head = {
    format: FORMAT,
    version: VERSION,
    name,
    description,
    dtype,
    metadata: Object.fromEntries(extra),
  };
  const fields = Object.entries(head)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const layers = network.layers.map((layer) => formatLayer(layer, dtype === 'float32'));
  return new TextEncoder().encode(
    `{\n${fields.join(',\n')},\n  "layers": [\n${layers.join(',\n')}\n  ]\n}\n`,
  );
}

function formatLayer({ weight, bias, activation }: Layer, isFloat32: boolean): string {
  const [rows, columns] = weight.shape as [number, number];
  const numbers = (data: FloatData): string =>
    `[${Array.from(data, (value) => (isFloat32 ? shortestFloat32(value) : jsonNumber(value))).join(', ')}]`;
  const lines = Array.from({ length: rows }, (_, row) =>
    numbers(weight.data.subarray(row * columns, (row + 1) * columns)),
  );
  const body = lines.map((line) => `        ${line}`).join(',\n');
  return `    {\n      "activation": "${activation}",\n      "weight": [\n${body}\n      ],\n      "bias": ${numbers(bias.data)}\n    }`;
}

/** The shortest decimal that reads back as the same float32; at most 9 digits are needed. */
function shortestFloat32(value: number): string {
  for (let digits = 1; digits <= 9; digits++) {
    const text = value.toPrecision(digits);
    if (Object.is(Math.fround(Number(text)), value)) return String(Number(text));
  }
  return jsonNumber(value);
}

/** JSON has no sign of zero in JavaScript's own writer, but in its grammar. */
function jsonNumber(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function quote(value: unknown): string {
  return value === undefined ? t`missing` : (JSON.stringify(value).slice(0, 40) ?? String(value));
}

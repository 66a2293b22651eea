/**
 * A TensorFlow.js layers model → tensors and layers: `model.json` with the topology as Keras tells it and the list of the
 * weights, whose bytes lie in `.bin` files beside it. Models of Dense layers in a row; a layer of any other kind is
 * refused by its name, and so is a graph model, which has no layers any more.
 * Source: tfjs-core/src/io/types.ts (WeightsManifestEntry), tfjs-layers.
 */
import type { ActivationName } from '../engine/activation.js';
import { sizeOf } from '../engine/array.js';
import { FormatError, MnnError, TruncatedError, UnsafeError } from '../errors.js';
import { t } from '../text.js';
import { decodeElements, ELEMENT_BYTES, storedTensor, type ElementType } from './elements.js';
import type { StoredLayer, Tensor, TensorFile } from './tensor.js';

/** Reads a file that lies beside the model, by its plain name. */
export type ReadBeside = (file: string) => Uint8Array | Promise<Uint8Array>;

type JsonObject = Readonly<Record<string, unknown>>;

const ELEMENT_TYPES: Readonly<Record<string, ElementType>> = {
  float32: 'float32',
  float16: 'float16',
  int32: 'int32',
  uint16: 'uint16',
  uint8: 'uint8',
  bool: 'bool',
};

const ACTIVATIONS: Readonly<Record<string, ActivationName>> = {
  linear: 'identity',
  sigmoid: 'sigmoid',
  relu: 'relu',
  tanh: 'tanh',
  softmax: 'softmax',
};

/** What changes nothing when a network is only run. */
const PASSIVE = new Set(['InputLayer', 'Flatten', 'Dropout']);

/**
 * @param source the file's name, for errors
 * @returns with a fault where the model is no row of Dense layers
 * @throws {MnnError} when the manifest or a file of weights is not what it should be
 */
export async function readTfjs(
  bytes: Uint8Array,
  source: string,
  readBeside: ReadBeside,
): Promise<TensorFile> {
  const model = parse(bytes, source);
  const tensors: Tensor[] = [];
  for (const group of list(model['weightsManifest'], 'weightsManifest', source)) {
    tensors.push(...(await readGroup(object(group), source, readBeside)));
  }
  const metadata = describe(model);
  try {
    return { format: 'tfjs', tensors, metadata, layers: readLayers(model, tensors, source) };
  } catch (fault) {
    if (!(fault instanceof MnnError)) throw fault;
    return { format: 'tfjs', tensors, metadata, fault };
  }
}

function parse(bytes: Uint8Array, source: string): JsonObject {
  try {
    return object(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw new FormatError(t`${source} is not JSON: ${(cause as Error).message}`, undefined, { cause });
  }
}

function describe(model: JsonObject): Record<string, string> {
  const { format, generatedBy, convertedBy } = model;
  const entries = Object.entries({ format, generatedBy, convertedBy });
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

// The weights: files after one another, and in them the tensors after one another.

async function readGroup(group: JsonObject, source: string, readBeside: ReadBeside): Promise<Tensor[]> {
  const shards: Uint8Array[] = [];
  for (const path of list(group['paths'], 'paths', source)) {
    shards.push(await readBeside(plainName(path, source)));
  }
  const data = shards.length === 1 ? shards[0]! : Buffer.concat(shards);
  let offset = 0;
  return list(group['weights'], 'weights', source).map((entry) => {
    const { tensor, length } = readWeight(object(entry), data, offset, source);
    offset += length;
    return tensor;
  });
}

/** A name in the model's own folder: the file must not choose what else is read. */
function plainName(path: unknown, source: string): string {
  if (typeof path === 'string' && /^[^/\\:]+$/.test(path) && path !== '..' && path !== '.') return path;
  throw new UnsafeError(t`${source} wants the file ${JSON.stringify(path)}; only files beside it are read`);
}

function readWeight(
  entry: JsonObject,
  data: Uint8Array,
  offset: number,
  source: string,
): { tensor: Tensor; length: number } {
  const { name, shape, quantization } = entry;
  if (typeof name !== 'string' || !isLengths(shape)) {
    throw new FormatError(t`${source}: a weight without name and shape`);
  }
  const packed = quantization === undefined ? undefined : object(quantization);
  const dtype = ELEMENT_TYPES[String(packed?.['dtype'] ?? entry['dtype'])];
  if (dtype === undefined) throw new FormatError(t`${source}: ${name} has type ${String(entry['dtype'])}, which is not read`); // prettier-ignore
  const length = sizeOf(shape) * ELEMENT_BYTES[dtype];
  if (!(offset + length <= data.length)) {
    throw new TruncatedError(
      t`${source}: ${name} ends at byte ${offset + length} of its files, which have ${data.length}`,
    );
  }
  const bytes = data.subarray(offset, offset + length);
  const stored = storedTensor({ name, shape, dtype, order: 'C', littleEndian: true, bytes }, source);
  const { scale, min } = packed ?? {};
  if (typeof scale !== 'number' || typeof min !== 'number') return { tensor: stored, length };
  // Whole numbers that stand for min + scale · n.
  const values = Float32Array.from(decodeElements(bytes, dtype, true), (n) => n * scale + min);
  return { tensor: { ...stored, data: values }, length };
}

// The topology.

function readLayers(model: JsonObject, tensors: readonly Tensor[], source: string): StoredLayer[] {
  if (model['format'] === 'graph-model') {
    throw new FormatError(
      t`${source} is a graph model; layers models are read`,
      t`convert the Keras model with --output_format=tfjs_layers_model`,
    );
  }
  const topology = object(model['modelTopology']);
  const root = object(topology['model_config'] ?? topology);
  const config = root['config'];
  const layers = list(Array.isArray(config) ? config : object(config)['layers'], 'layers', source).map(
    object,
  );
  if (root['class_name'] !== 'Sequential') checkChain(layers, source);
  const read: StoredLayer[] = [];
  for (const layer of layers) readLayer(layer, read, tensors, source);
  if (read.length === 0) throw new FormatError(t`${source} has no Dense layer`);
  return read;
}

/** In a functional model each layer must take what the one before gives, and nothing else. */
function checkChain(layers: readonly JsonObject[], source: string): void {
  for (const [i, layer] of layers.entries()) {
    const before = object(layers[i - 1])['name'];
    const inbound = JSON.stringify(layer['inbound_nodes'] ?? []);
    const names = Array.from(inbound.matchAll(/\[\["([^"]*)",0,0/g), ([, name]) => name);
    const isChain = i === 0 ? names.length === 0 : names.length === 1 && names[0] === before;
    if (isChain && !/\],\[/.test(inbound)) continue;
    throw new FormatError(t`${source}: the layer ${nameOf(layer)} does not just follow the one before it`);
  }
}

function readLayer(layer: JsonObject, read: StoredLayer[], tensors: readonly Tensor[], source: string): void {
  const kind = String(layer['class_name']);
  const config = object(layer['config']);
  if (PASSIVE.has(kind)) return;
  if (kind === 'Dense') {
    const find = (role: string): Tensor | undefined =>
      tensors.find(({ name }) => name.split('/').slice(-2).join('/') === `${String(config['name'])}/${role}`);
    const weight = find('kernel');
    if (weight?.shape.length !== 2)
      throw new FormatError(t`${source}: the Dense layer ${nameOf(layer)} has no kernel`);
    const bias = config['use_bias'] === false ? undefined : find('bias');
    read.push({ weight, bias, activation: activationOf(config, layer, source) });
    return;
  }
  const last = read.at(-1);
  if (kind !== 'Activation' || last?.activation !== 'identity') {
    throw new FormatError(
      t`${source}: the layer ${kind} (${nameOf(layer)}) is not read; Dense layers in a row are`,
    );
  }
  read[read.length - 1] = { ...last, activation: activationOf(config, layer, source) };
}

function activationOf(config: JsonObject, layer: JsonObject, source: string): ActivationName {
  const name = String(config['activation'] ?? 'linear');
  const activation = Object.hasOwn(ACTIVATIONS, name) ? ACTIVATIONS[name] : undefined;
  if (activation) return activation;
  throw new FormatError(
    t`${source}: the layer ${nameOf(layer)} has the activation ${name}, which is not known`,
  );
}

function nameOf(layer: JsonObject): string {
  return String(object(layer['config'])['name'] ?? layer['name'] ?? t`without a name`);
}

// JSON.

function object(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function list(value: unknown, name: string, source: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new FormatError(t`${source}: "${name}" is not a list`);
}

function isLengths(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((length) => Number.isSafeInteger(length) && length >= 0);
}

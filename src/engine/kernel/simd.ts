/**
 * The kernel in WebAssembly with 128-bit vectors, as a Kernel. This side makes the memory and lets the module pack the weights
 * into it; the module (assembly/) computes. Each session has a memory of its own.
 */
import { LimitError } from '../../errors.js';
import { t } from '../../text.js';
import type { ActivationName } from '../activation.js';
import type { Layer, Network } from '../network.js';
import { checkRows, type Kernel, type KernelName, type Session, type SessionOptions } from './kernel.js';
import { place, writeRecords, type Placement, type PlacedLayer } from './placement.js';

const PAGE_BYTES = 65_536;

/** What 32-bit addresses reach: 4 GiB. */
const MOST_PAGES = 65_536;

/** What assembly/index.ts exports. */
export interface KernelExports {
  run(session: number, first: number, count: number): void;
  pack(
    source: number,
    inputs: number,
    outputs: number,
    column: number,
    vectors: number,
    scale: number,
    target: number,
  ): void;
  addRows(rows: number, count: number, vectors: number, sums: number): void;
  prepare(all: number, longest: number): void;
}

/** What is multiplied into weights and biases so that e^… becomes 2^… without a further multiplication. */
const SCALES: Readonly<Partial<Record<ActivationName, number>>> = {
  sigmoid: -Math.LOG2E,
  tanh: -2 * Math.LOG2E,
  softmax: Math.LOG2E,
};

export function createSimdKernel(module: WebAssembly.Module, name: KernelName): Kernel {
  return {
    name,
    createSession(network, options) {
      const { memory, placement, exports } = createMemory(module, network, { ...options, threads: 1 });
      const [workspace] = placement.workspaces;
      return openSession(memory.buffer, placement, network, options, (first, count) =>
        exports.run(workspace!.session, first, count),
      );
    },
  };
}

/**
 * A memory with a network packed into it, and the instance that packed it.
 * @throws {LimitError} when it would be larger than WebAssembly's addresses reach.
 */
export function createMemory(
  module: WebAssembly.Module,
  network: Network,
  options: SessionOptions & { threads: number },
): { memory: WebAssembly.Memory; placement: Placement; exports: KernelExports } {
  const { capacity, input = 'uint8', threads } = options;
  const placement = place(network, { capacity, input, threads });
  const pages = Math.ceil(placement.bytes / PAGE_BYTES);
  if (pages > MOST_PAGES) {
    const gigabytes = (placement.bytes / 1e9).toFixed(1);
    throw new LimitError(
      t`a network ${network.sizes.join('-')} with ${capacity} rows takes ${gigabytes} GB, more than the 4.3 GB of WebAssembly`,
      t`take fewer rows at a time, or MNN_KERNEL=reference`,
    );
  }
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const exports = instantiate(module, memory);
  exports.prepare(placement.all, placement.longestTile);
  placement.layers.forEach((layer, i) =>
    packLayer(
      memory.buffer,
      network.layers[i]!,
      layer,
      placement.layers[i - 1]?.centred ?? false,
      placement,
      exports,
    ),
  );
  // Where the weights were unpacked the session's own numbers begin as zeros.
  new Uint8Array(memory.buffer, placement.source).fill(0, 0, placement.input - placement.source);
  writeRecords(memory.buffer, placement, input);
  return { memory, placement, exports };
}

export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): KernelExports {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as KernelExports;
}

/** @param centred whether the layer before gives 2z − 1: then z · w = (2z − 1) · w/2 + w/2, and all the w/2 belong to the bias. */
function packLayer(
  buffer: ArrayBufferLike,
  { weight, bias, activation }: Layer,
  layer: PlacedLayer,
  centred: boolean,
  { source, workspaces }: Placement,
  { pack, addRows }: KernelExports,
): void {
  const { inputs, outputs, vectors, panels } = layer;
  const scale = SCALES[activation] ?? 1;
  new Float32Array(buffer, source, weight.size).set(weight.data);
  // In float64 until they are whole; a buffer that is not in use yet has room for them.
  const biases = new Float64Array(buffer, workspaces[0]!.even, vectors * 4);
  // The padding of a softmax is never the largest, and e^… of it is 0.
  biases.fill(activation === 'softmax' ? -Infinity : 0);
  for (let i = 0; i < outputs; i++) biases[i] = bias.data[i]! * scale;
  for (const { first, vectors: width, weights } of panels) {
    pack(source, inputs, outputs, first * 4, width, centred ? scale / 2 : scale, weights);
    if (centred) addRows(weights, inputs, width, biases.byteOffset + first * 4 * 8);
  }
  new Float32Array(buffer, layer.bias, vectors * 4).set(biases);
}

export function openSession(
  buffer: ArrayBufferLike,
  { input: pixels, outputs, predictions }: Placement,
  network: Network,
  { capacity, input = 'uint8' }: SessionOptions,
  run: (first: number, count: number) => void,
): Session {
  const session: Session = {
    capacity,
    input:
      input === 'uint8'
        ? new Uint8Array(buffer, pixels, capacity * network.inputSize)
        : new Float32Array(buffer, pixels, capacity * network.inputSize),
    outputs: new Float32Array(buffer, outputs, capacity * network.outputSize),
    predictions: new Int32Array(buffer, predictions, capacity),
    run(first, count) {
      checkRows(session, first, count);
      run(first, count);
    },
  };
  return session;
}

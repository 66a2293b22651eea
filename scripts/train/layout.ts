/**
 * Where a network lies in the shared memory. Plain records of addresses: they cross to the workers as they
 * are. Panel matrices as in assembly/product.ts, convolution as in assembly/convolution.ts.
 */
import { floats, type Arena } from './memory.js';
import { Random, randomKey } from './random.js';
import type { Optimiser } from './recipes.js';

const SIDE = 28;
export const PIXELS = SIDE * SIDE;
export const CLASSES = 10;
/** Side of a convolution's patch. */
export const KERNEL = 5;

/**
 * What a network is made of: convolutions (ReLU, pooled by 2 × 2), then dense layers, the last of 10 logits.
 */
export interface Shape {
  /** Filters of each, a multiple of 16. */
  readonly convolutions: readonly number[];
  readonly hidden: readonly number[];
  /** Of the hidden dense layers. Sigmoids are centred while they train (uncentred.ts). */
  readonly activation: 'sigmoid' | 'relu';
}

interface DenseShape {
  readonly kind: 'dense';
  readonly inputs: number;
  readonly outputs: number;
  /** What made the inputs; null for pixels. */
  readonly below: 'sigmoid' | 'relu' | null;
  readonly activation: 'sigmoid' | 'relu' | null;
}

interface ConvolutionShape {
  readonly kind: 'convolution';
  /** Of one patch: 25 · channels. */
  readonly inputs: number;
  readonly outputs: number;
  /** Of the map that comes in. */
  readonly side: number;
  readonly channels: number;
}

export type LayerShape = DenseShape | ConvolutionShape;

/** The weights (inputs + 1, outputs) as a panel matrix; the last row is the bias. */
interface Affine {
  readonly panels: number;
  readonly panelBytes: number;
  readonly bytes: number;
  readonly weights: number;
  /** Adam's moments; 0 in a network that only teaches. */
  readonly momentum: number;
  readonly variance: number;
}

/** One side of a layer's gradient, for soap.ts: (size + 1, size) panel matrices, the last row 0. */
export interface Side {
  readonly size: number;
  readonly panelBytes: number;
  readonly bytes: number;
  /** Parts of the covariance's running mean, one for each task that adds to it. */
  readonly covariances: readonly number[];
  /** Its eigenvectors, as columns, and as rows. */
  readonly basis: number;
  readonly transposed: number;
}

export interface Eigenbases {
  /** Of the inputs, where they are few. */
  readonly left?: Side;
  /** Of the outputs. */
  readonly right: Side;
}

export type DenseLayout = DenseShape & Affine & { readonly bases?: Eigenbases };

export interface ConvolutionLayout extends ConvolutionShape, Affine {
  /** Which of each four was pooled. */
  readonly winners: number;
  /** One gradient for each task's rows of a batch, to be summed in that order. */
  readonly gradients: readonly number[];
}

export type LayerLayout = DenseLayout | ConvolutionLayout;

export interface NetworkLayout {
  readonly layers: readonly LayerLayout[];
  /**
   * Of each layer, for one batch: what it gives, and the loss's derivative by that before its activation (0
   * in a teacher).
   */
  readonly outputs: readonly number[];
  readonly deltas: readonly number[];
}

export const sidesOf = ({ layers }: NetworkLayout): Side[] =>
  layers.flatMap((layer) =>
    layer.kind === 'dense' && layer.bases !== undefined ? Object.values(layer.bases) : [],
  );

export const panelsOf = (columns: number): number => Math.ceil(columns / 16);

/** Side of the convolved map, before pooling. */
export const convolvedSide = (layer: ConvolutionShape): number => layer.side - KERNEL + 1;

/** Columns that a layer writes for each sample. */
const width = (layer: LayerShape): number =>
  layer.kind === 'dense' ? layer.outputs : (convolvedSide(layer) / 2) ** 2 * layer.outputs;

export function layerShapes(shape: Shape): LayerShape[] {
  const layers: LayerShape[] = [];
  let side = SIDE;
  let channels = 1;
  for (const outputs of shape.convolutions) {
    const layer: ConvolutionShape = {
      kind: 'convolution',
      inputs: KERNEL ** 2 * channels,
      outputs,
      side,
      channels,
    };
    layers.push(layer);
    side = convolvedSide(layer) / 2;
    channels = outputs;
  }
  let inputs = side * side * channels;
  let below: DenseShape['below'] = shape.convolutions.length > 0 ? 'relu' : null;
  for (const outputs of shape.hidden) {
    layers.push({ kind: 'dense', inputs, outputs, below, activation: shape.activation });
    inputs = outputs;
    below = shape.activation;
  }
  layers.push({ kind: 'dense', inputs, outputs: CLASSES, below, activation: null });
  return layers;
}

/**
 * `tasks`: into how many tasks a batch's rows are cut. A network that only teaches has no optimiser, hence
 * neither moments nor deltas.
 */
export function layOutNetwork(
  arena: Arena,
  shape: Shape,
  batchSize: number,
  tasks: number,
  optimiser: Optimiser['name'] | null,
): NetworkLayout {
  const shapes = layerShapes(shape);
  const learning = (bytes: number): number => (optimiser === null ? 0 : arena.allocate(bytes));
  const matrix = (columns: number): number => 64 * batchSize * panelsOf(columns);
  const layers = shapes.map((layer): LayerLayout => {
    const panels = panelsOf(layer.outputs);
    const panelBytes = 64 * (layer.inputs + 1);
    const bytes = panels * panelBytes;
    const affine = {
      panels,
      panelBytes,
      bytes,
      weights: arena.allocate(bytes),
      momentum: learning(bytes),
      variance: learning(bytes),
    };
    if (layer.kind === 'dense') {
      return { ...layer, ...affine, ...(optimiser === 'soap' ? { bases: layOutBases(arena, layer) } : {}) };
    }
    return {
      ...layer,
      ...affine,
      winners: arena.allocate(matrix(width(layer))),
      gradients: Array.from({ length: tasks }, () => learning(bytes)),
    };
  });
  return {
    layers,
    outputs: shapes.map((layer) => arena.allocate(matrix(width(layer)))),
    deltas: shapes.map((layer) => learning(matrix(width(layer)))),
  };
}

/** Up to as many inputs a layer has a basis on their side; one of them is (inputs, inputs). */
const MOST_LEFT = 128;

/** How many of its inputs one task of a layer's update takes: all, where the gradient is needed as a whole. */
export const inputsPerTask = ({ inputs, bases }: DenseLayout): number =>
  bases?.left === undefined ? 16 : inputs;

function layOutBases(arena: Arena, { inputs, outputs }: DenseShape): Eigenbases {
  const layOutSide = (size: number, tasks: number): Side => {
    const panelBytes = 64 * (size + 1);
    const bytes = panelsOf(size) * panelBytes;
    const side = {
      size,
      panelBytes,
      bytes,
      covariances: Array.from({ length: tasks }, () => arena.allocate(bytes)),
      basis: arena.allocate(bytes),
      transposed: arena.allocate(bytes),
    };
    const identity = Float64Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0));
    writeSquare(arena.memory, side, side.basis, identity);
    writeSquare(arena.memory, side, side.transposed, identity);
    return side;
  };
  return inputs <= MOST_LEFT
    ? { left: layOutSide(inputs, 1), right: layOutSide(outputs, 1) }
    : { right: layOutSide(outputs, panelsOf(inputs)) };
}

/** Row-major (inputs, outputs) weights and (outputs) biases. */
export interface LayerValues {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

const entry = ({ panelBytes }: { panelBytes: number }, row: number, column: number): number =>
  (column >> 4) * (panelBytes / 4) + row * 16 + (column & 15);

/** One of a side's matrices, row-major (size, size). */
export function readSquare(memory: WebAssembly.Memory, side: Side, address: number): Float64Array {
  const panels = floats(memory, address, side.bytes / 4);
  return Float64Array.from(
    { length: side.size ** 2 },
    (_, i) => panels[entry(side, Math.floor(i / side.size), i % side.size)]!,
  );
}

export function writeSquare(
  memory: WebAssembly.Memory,
  side: Side,
  address: number,
  square: Float64Array,
): void {
  const panels = floats(memory, address, side.bytes / 4);
  square.forEach((value, i) => {
    panels[entry(side, Math.floor(i / side.size), i % side.size)] = value;
  });
}

export function writeLayer(memory: WebAssembly.Memory, layer: LayerLayout, values: LayerValues): void {
  const panels = floats(memory, layer.weights, layer.bytes / 4);
  for (let j = 0; j < layer.outputs; j++) {
    for (let i = 0; i < layer.inputs; i++) panels[entry(layer, i, j)] = values.weight[i * layer.outputs + j]!;
    panels[entry(layer, layer.inputs, j)] = values.bias[j]!;
  }
}

/** The layer's weights, or what lies in the same way at another address. */
export function readLayer(
  memory: WebAssembly.Memory,
  layer: LayerLayout,
  address = layer.weights,
): LayerValues {
  const panels = floats(memory, address, layer.bytes / 4);
  const weight = new Float32Array(layer.inputs * layer.outputs);
  const bias = new Float32Array(layer.outputs);
  for (let j = 0; j < layer.outputs; j++) {
    for (let i = 0; i < layer.inputs; i++) weight[i * layer.outputs + j] = panels[entry(layer, i, j)]!;
    bias[j] = panels[entry(layer, layer.inputs, j)]!;
  }
  return { weight, bias };
}

/**
 * Normal weights of variance 2/inputs before a ReLU (He), 4/inputs between two centred sigmoids (whose slope
 * is ½), 1/inputs elsewhere.
 */
export function initialValues(shape: Shape, seed: number): LayerValues[] {
  return layerShapes(shape).map((layer, index) => {
    const isRelu = layer.kind === 'convolution' || layer.activation === 'relu';
    const isBetweenSigmoids =
      layer.kind === 'dense' && layer.below === 'sigmoid' && layer.activation === 'sigmoid';
    const deviation = Math.sqrt((isRelu ? 2 : isBetweenSigmoids ? 4 : 1) / layer.inputs);
    const random = new Random(randomKey(seed, index));
    return {
      weight: Float32Array.from({ length: layer.inputs * layer.outputs }, () => deviation * random.normal()),
      bias: new Float32Array(layer.outputs),
    };
  });
}

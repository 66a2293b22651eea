/**
 * Where a session's parts lie in WebAssembly memory, decided before there is a memory, so that it is made as large as it
 * must be and no larger. assembly/layout.ts describes the records; assembly/tables.ts has the first 4 KB.
 */
import type { ActivationName } from '../activation.js';
import type { Layer, Network } from '../network.js';

/** Images that go through the network together: BLOCK of assembly/layout.ts. */
const BLOCK = 32;

/** The most vectors that a panel may have: with an input and a weight they fill the sixteen registers, one of them V8's. */
const PANEL_VECTORS = 13;

/**
 * Weights of a tile of a panel, in bytes: in a second-level cache they serve all images of a block. (Tiles for the first level, an
 * eighth as large, cost more in loops that end too soon to be predicted than they save.)
 */
const TILE_BYTES = 256 * 1024;

/** Rows of a tile are a multiple of this, so that the scan for zeros works in whole vectors. */
const TILE_STEP = 16;

/** A list holds indices of 16 bits, counted within the tile. */
const LONGEST_TILE = 65_536;

/** After these many of a layer's outputs are exactly zero. */
const LEAVES_ZEROS: readonly ActivationName[] = ['relu', 'step'];

/** Behind tables and static data. */
const ARENA_START = 8192;

const VECTOR_BYTES = 16;

/** A layer's shape in vectors and panels, and where its parts lie. */
export interface PlacedLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly vectors: number;
  readonly activation: ActivationName;
  /**
   * Whether what the layer gives is 2z − 1 in the place of the sigmoid's z, from −1 to 1: numbers on both sides of zero add up with
   * half the rounding error. The next layer's weights and bias make up for it. The last layer gives what it is asked for.
   */
  readonly centred: boolean;
  readonly sparse: boolean;
  readonly tile: number;
  readonly bias: number;
  readonly panelRecords: number;
  readonly panels: readonly PlacedPanel[];
}

interface PlacedPanel {
  readonly vectors: number;
  /** The first vector of the layer's outputs that is its. */
  readonly first: number;
  readonly weights: number;
}

/** What each thread has for itself. */
interface PlacedWorkspace {
  readonly session: number;
  readonly even: number;
  readonly odd: number;
  readonly lists: number;
  readonly ends: number;
}

export interface Placement {
  readonly layers: readonly PlacedLayer[];
  readonly layerRecords: number;
  readonly workspaces: readonly PlacedWorkspace[];
  readonly listStride: number;
  readonly longestTile: number;
  readonly all: number;
  readonly predictions: number;
  readonly outputs: number;
  readonly input: number;
  /**
   * Room for the weights of a layer as the network has them, while they are packed: the same place as predictions,
   * outputs and input, which are written later.
   */
  readonly source: number;
  readonly bytes: number;
}

export interface PlacementOptions {
  readonly capacity: number;
  readonly input: 'uint8' | 'float32';
  readonly threads: number;
}

export function place(network: Network, { capacity, input, threads }: PlacementOptions): Placement {
  const arena = new Arena();
  const layers = network.layers.map((layer, i, { length }) =>
    placeLayer(arena, layer, network.layers[i - 1], i === length - 1),
  );
  const rowBytes = Math.max(...layers.map(({ vectors }) => vectors)) * VECTOR_BYTES;
  const longestTile = Math.max(...layers.map(({ tile }) => tile));
  // A scan writes eight indices at once, wherever the list ends; the arena leaves room behind the last list.
  const listStride = longestTile * 2 + VECTOR_BYTES;
  const common = {
    layerRecords: arena.take(layers.length * LAYER_FIELDS * 4),
    all: arena.take(longestTile * 2),
    workspaces: Array.from({ length: threads }, () => ({
      session: arena.take(SESSION_FIELDS * 4),
      ends: arena.take(BLOCK * 4),
      lists: arena.take(BLOCK * listStride),
      even: arena.take(BLOCK * rowBytes),
      odd: arena.take(BLOCK * rowBytes),
    })),
  };
  const source = arena.top;
  const predictions = arena.take(capacity * 4);
  const outputs = arena.take(capacity * network.outputSize * 4);
  const pixels = arena.take(capacity * network.inputSize * (input === 'uint8' ? 1 : 4));
  const largest = Math.max(...network.layers.map(({ weight }) => weight.size)) * 4;
  const bytes = Math.max(arena.top, source + largest);
  return { ...common, layers, listStride, longestTile, predictions, outputs, input: pixels, source, bytes };
}

/** Hands out addresses, each at the start of a cache line. */
class Arena {
  top = ARENA_START;

  take(bytes: number): number {
    const address = this.top;
    // Vectors are read and written whole, so up to 16 bytes behind each place are touched.
    this.top += Math.ceil((bytes + VECTOR_BYTES) / 64) * 64;
    return address;
  }
}

function placeLayer(
  arena: Arena,
  { weight, activation }: Layer,
  before: Layer | undefined,
  isLast: boolean,
): PlacedLayer {
  const [inputs, outputs] = weight.shape as [number, number];
  const vectors = Math.ceil(outputs / 4);
  const widths = splitEvenly(vectors, PANEL_VECTORS);
  const tile = Math.floor(TILE_BYTES / (widths[0]! * VECTOR_BYTES) / TILE_STEP) * TILE_STEP;
  let first = 0;
  return {
    inputs,
    outputs,
    vectors,
    activation,
    centred: activation === 'sigmoid' && !isLast,
    sparse: before === undefined || LEAVES_ZEROS.includes(before.activation),
    tile: Math.min(tile, inputs, LONGEST_TILE),
    bias: arena.take(vectors * VECTOR_BYTES),
    panelRecords: arena.take(widths.length * PANEL_FIELDS * 4),
    panels: widths.map((width) => {
      const panel = { vectors: width, first, weights: arena.take(inputs * width * VECTOR_BYTES) };
      first += width;
      return panel;
    }),
  };
}

/** As few parts as possible, none above `most`, which differ by one at most; the largest first. */
function splitEvenly(total: number, most: number): number[] {
  const parts = Math.ceil(total / most);
  return Array.from({ length: parts }, (_, i) => Math.ceil((total - i) / parts));
}

/** Fields of 32 bits in the records of assembly/layout.ts. */
const SESSION_FIELDS = 12;
const LAYER_FIELDS = 9;
const PANEL_FIELDS = 3;

const ACTIVATION_CODES: Readonly<Record<ActivationName, number>> = {
  step: 0,
  sigmoid: 1,
  relu: 2,
  tanh: 3,
  identity: 4,
  softmax: 5,
};

/** Writes the records of assembly/layout.ts, their fields in the order in which they stand there. */
export function writeRecords(
  buffer: ArrayBufferLike,
  placement: Placement,
  input: 'uint8' | 'float32',
): void {
  const { layers, layerRecords, workspaces, listStride, all, predictions, outputs } = placement;
  const write = (address: number, fields: readonly number[]): void =>
    new Uint32Array(buffer, address, fields.length).set(fields);
  layers.forEach((layer, i) => {
    const { inputs, outputs, vectors, centred, panels, panelRecords, bias, sparse, tile } = layer;
    // 2z − 1 of the sigmoid of a is the hyperbolic tangent of a / 2.
    const activation = centred ? 'tanh' : layer.activation;
    // prettier-ignore
    write(layerRecords + i * LAYER_FIELDS * 4, [
      inputs, outputs, vectors, ACTIVATION_CODES[activation], panels.length, panelRecords, bias, Number(sparse), tile,
    ]);
    panels.forEach(({ vectors, first, weights }, j) =>
      write(panelRecords + j * PANEL_FIELDS * 4, [vectors, first * VECTOR_BYTES, weights]),
    );
  });
  for (const { session, even, odd, lists, ends } of workspaces) {
    // prettier-ignore
    write(session, [
      layers.length, layerRecords, placement.input, Number(input === 'uint8'), outputs, predictions,
      even, odd, lists, listStride, ends, all,
    ]);
  }
}

/**
 * One thread's own memory: room for the lists that the products run over, and for a convolution's maps.
 */
import {
  convolvedSide,
  inputsPerTask,
  panelsOf,
  sidesOf,
  type LayerLayout,
  type NetworkLayout,
} from './layout.js';
import type { Arena } from './memory.js';

export interface Scratch {
  /**
   * A dense layer's row lists, by its place in the network: kept from the forward pass for the backward pass.
   */
  readonly rowLists: readonly number[];
  /** The non-zeros of one sample's map, line by line, and the patches made of them. */
  readonly found: number;
  readonly patchLists: number;
  /** Sixteen columns' lists, or sixteen rows' of one of soap.ts' matrices. */
  readonly columnLists: number;
  readonly counts: number;
  /** The rows of a gradient that one task takes, and what soap.ts makes of them. */
  readonly gradient: number;
  readonly rotated: number;
  readonly halfRotated: number;
  readonly covariance: number;
  /** One sample's convolved maps, and the deltas of its patches. */
  readonly maps: number;
  readonly patchDeltas: number;
  /** One row of sixteen classes. */
  readonly row: number;
}

/**
 * Bytes of a list of at most `entries`: one more for the bias, one for an even end, one that is written and
 * not kept.
 */
export const listBytes = (entries: number): number => 8 * (entries + 3);

export function allocateScratch(
  arena: Arena,
  networks: readonly NetworkLayout[],
  rowsPerTask: number,
  batchSize: number,
): Scratch {
  const layers = networks.flatMap((network) => network.layers);
  const depth = Math.max(...networks.map((network) => network.layers.length));
  const largest = (measure: (layer: LayerLayout) => number): number => Math.max(...layers.map(measure));
  const positions = (layer: LayerLayout): number => (layer.kind === 'dense' ? 0 : convolvedSide(layer) ** 2);
  const gradientBytes = largest((layer) =>
    layer.kind === 'dense' ? 64 * inputsPerTask(layer) * layer.panels : 0,
  );
  const largestSide = Math.max(0, ...networks.flatMap(sidesOf).map(({ size }) => size));
  return {
    rowLists: Array.from({ length: depth }, (_, place) => {
      const widest = Math.max(...networks.map((network) => network.layers[place]?.inputs ?? 0));
      return arena.allocate(rowsPerTask * listBytes(widest));
    }),
    found: arena.allocate(
      largest((layer) =>
        layer.kind === 'dense'
          ? 0
          : layer.side * (8 * (layer.side * layer.channels + 2) + 4 * (layer.side + 1)),
      ),
    ),
    patchLists: arena.allocate(largest((layer) => positions(layer) * listBytes(layer.inputs))),
    columnLists: arena.allocate(16 * listBytes(Math.max(batchSize, largestSide))),
    counts: arena.allocate(4 * Math.max(16, rowsPerTask, largest(positions))),
    gradient: arena.allocate(gradientBytes),
    rotated: arena.allocate(gradientBytes),
    halfRotated: arena.allocate(gradientBytes),
    covariance: arena.allocate(64 * (largestSide + 1) * panelsOf(largestSide)),
    maps: arena.allocate(largest((layer) => 64 * positions(layer) * layer.panels)),
    patchDeltas: arena.allocate(largest((layer) => 4 * positions(layer) * layer.inputs)),
    row: arena.allocate(64),
  };
}

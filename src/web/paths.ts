/**
 * By which way a network came to its answer: from the winning output back through the units that gave it most, layer by
 * layer to the pixels. What a unit i gives to a unit j is z_i · w_ij. Pure.
 */
import type { Network } from '../engine/network.js';

/** What one unit gives to one of the next layer. */
export interface Contribution {
  readonly from: number;
  readonly to: number;
  /** z_i · w_ij: for `to` where it is positive, against it where it is negative. */
  readonly amount: number;
}

/** How many givers are followed from each unit: one list a layer, the last layer's first. The last number serves all before. */
const FOLLOWED = [12, 6, 4];

/**
 * @param values what each layer gives, the pixels (0 to 1) first
 * @param winner the output to start from
 * @returns one list for each layer of weights, the first layer's first; the largest of a unit's givers first
 */
export function strongestPaths(
  network: Network,
  values: readonly ArrayLike<number>[],
  winner: number,
): Contribution[][] {
  const paths: Contribution[][] = [];
  let targets = new Set([winner]);
  for (let layer = network.layers.length - 1; layer >= 0; layer--) {
    const followed = FOLLOWED[paths.length] ?? FOLLOWED.at(-1)!;
    const { weight } = network.layers[layer]!;
    const strongest = [...targets].flatMap((to) =>
      largestGivers(values[layer]!, weight.data, weight.shape[1]!, to, followed),
    );
    paths.push(strongest);
    targets = new Set(strongest.map(({ from }) => from));
  }
  return paths.reverse();
}

function largestGivers(
  values: ArrayLike<number>,
  weights: ArrayLike<number>,
  columns: number,
  to: number,
  count: number,
): Contribution[] {
  const givers: Contribution[] = [];
  for (let from = 0; from < values.length; from++) {
    const amount = values[from]! * weights[from * columns + to]!;
    if (amount === 0 || (givers.length === count && Math.abs(amount) <= Math.abs(givers.at(-1)!.amount)))
      continue;
    givers.push({ from, to, amount });
    givers.sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
    if (givers.length > count) givers.pop();
  }
  return givers;
}

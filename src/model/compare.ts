/** Whether a network that was written and read back is the one that it was made from. */
import type { FloatData } from '../engine/array.js';
import type { Network } from '../engine/network.js';
import { InternalError } from '../errors.js';
import { t } from '../text.js';

/**
 * @returns 0 when every weight is the same bit for bit, else the largest difference that rounding to float32 made
 * @throws {InternalError} when they differ by anything else
 */
export function compareNetworks(original: Network, copy: Network, source: string): number {
  const [wanted, found] = [original, copy].map((n) => `${n.sizes.join('-')} ${n.activations.join()}`);
  if (wanted !== found) {
    throw new InternalError(t`${source} was written wrongly: it reads back as ${found}, not ${wanted}`);
  }
  let largest = 0;
  for (const [i, layer] of original.layers.entries()) {
    const other = copy.layers[i]!;
    largest = Math.max(
      largest,
      compareData(layer.weight.data, other.weight.data, `${source}: W${i + 1}`),
      compareData(layer.bias.data, other.bias.data, `${source}: b${i + 1}`),
    );
  }
  return largest;
}

function compareData(original: FloatData, copy: FloatData, where: string): number {
  const rounds = original instanceof Float64Array && copy instanceof Float32Array;
  let largest = 0;
  for (let i = 0; i < original.length; i++) {
    const wanted = rounds ? Math.fround(original[i]!) : original[i]!;
    // Tells -0 from 0.
    if (!Object.is(copy[i], wanted)) {
      throw new InternalError(
        t`${where} was written wrongly: element ${i} reads back as ${copy[i]}, not ${wanted}`,
      );
    }
    largest = Math.max(largest, Math.abs(wanted - original[i]!));
  }
  return largest;
}

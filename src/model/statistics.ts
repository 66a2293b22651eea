/** What can be said of a tensor's values: their range, mean and spread, what is not finite, how they are distributed. */
import type { FloatData } from '../engine/array.js';

export interface Statistics {
  /** Of the finite values; null where there are none. */
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  /** Of all values, not of a sample: divided by n, as `numpy.std` does. */
  readonly std: number | null;
  /** How many are NaN or infinite. */
  readonly nonFinite: number;
}

/** Sums in double precision; the spread in a second pass over the values, which keeps its digits. */
export function statistics(data: FloatData): Statistics {
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  let count = 0;
  for (const value of data) {
    if (!Number.isFinite(value)) continue;
    count++;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const nonFinite = data.length - count;
  if (count === 0) return { min: null, max: null, mean: null, std: null, nonFinite };
  const mean = sum / count;
  let squares = 0;
  for (const value of data) if (Number.isFinite(value)) squares += (value - mean) ** 2;
  return { min, max, mean, std: Math.sqrt(squares / count), nonFinite };
}

export interface Histogram {
  /** The bounds of the bins, one more than there are bins. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/** Finite values in bins of one width from the lowest to the highest; the last bin has its upper bound, too. As `numpy.histogram`. */
export function histogram(data: FloatData, bins: number): Histogram {
  const { min, max } = statistics(data);
  // A single value stands in the middle of a bin of width 1.
  const [low, high] =
    min === null || max === null ? [0, 1] : min === max ? [min - 0.5, max + 0.5] : [min, max];
  const counts = new Array<number>(bins).fill(0);
  for (const value of data) {
    if (!Number.isFinite(value)) continue;
    counts[Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins))]!++;
  }
  return { edges: Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins), counts };
}

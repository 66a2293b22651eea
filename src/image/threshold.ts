/**
 * Levels that separate ink from paper, all read off a histogram of counts, so that they are exact and the same on every
 * system.
 */
import type { Plane } from './raster.js';

const { floor, max, min } = Math;

const BINS = 256;

/** Counts of a plane's levels between 0 and `range` in equal bins; what lies above is counted in the last. */
export function histogram({ data }: Plane, range: number): Float64Array {
  const counts = new Float64Array(BINS);
  const scale = BINS / range;
  for (const value of data) counts[min(BINS - 1, max(0, floor(value * scale)))]!++;
  return counts;
}

/**
 * The level that splits a histogram into the two classes that differ most: the greatest variance between them, the
 * middle of a plateau. Source: N. Otsu, "A threshold selection method from gray-level histograms" (1979).
 * @returns in units of `range`: levels above it are of the upper class
 */
export function otsu(counts: Float64Array, range: number): number {
  let total = 0;
  let moment = 0;
  counts.forEach((count, bin) => {
    total += count;
    moment += count * bin;
  });
  let best = 0;
  let first = 0;
  let last = 0;
  let below = 0;
  let momentBelow = 0;
  for (let bin = 0; bin < BINS - 1; bin++) {
    below += counts[bin]!;
    momentBelow += counts[bin]! * bin;
    if (below === 0 || below === total) continue;
    const difference = moment * below - momentBelow * total;
    const variance = (difference * difference) / (below * (total - below));
    if (variance > best) [best, first] = [variance, bin];
    if (variance >= best) last = bin;
  }
  return (((first + last) / 2 + 1) / BINS) * range;
}

/** The level that `count` pixels lie above, or in the same bin with. */
export function levelOfLargest(counts: Float64Array, range: number, count: number): number {
  let above = 0;
  for (let bin = BINS - 1; bin >= 0; bin--) {
    above += counts[bin]!;
    if (above >= count) return ((bin + 0.5) / BINS) * range;
  }
  return 0;
}

/**
 * Levels that separate ink from paper, all read off a histogram of counts, so that they are exact and the same on every
 * system.
 */
import type { Mask, Plane } from './raster.js';

const { floor, max } = Math;

const BINS = 256;

/**
 * Counts of a plane's levels between 0 and `range` in equal bins; what lies above is counted in the last.
 * @param mask where to count; everywhere, if it is not given
 */
export function histogram({ data }: Plane, range: number, mask?: Mask): Float64Array {
  const counts = new Float64Array(BINS);
  const scale = BINS / range;
  for (let i = 0; i < data.length; i++) {
    if (mask && mask.data[i] === 0) continue;
    const bin = floor(data[i]! * scale);
    counts[bin < 0 ? 0 : bin < BINS ? bin : BINS - 1]!++;
  }
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

/** The level that a share of all that is counted lies above. */
export function upperQuantile(counts: Float64Array, range: number, share: number): number {
  return levelOfLargest(counts, range, share * sumOf(counts));
}

/** Two parts of a histogram, as long as the whole: up to the bin of a level, and above it. */
export function splitAt(
  counts: Float64Array,
  range: number,
  level: number,
): { readonly below: Float64Array; readonly above: Float64Array } {
  const bin = (level / range) * BINS;
  return {
    below: counts.map((count, i) => (i < bin ? count : 0)),
    above: counts.map((count, i) => (i < bin ? 0 : count)),
  };
}

function sumOf(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** 1 where a plane is above a level. */
export function aboveLevel({ width, height, data }: Plane, level: number): Mask {
  const mask = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) if (data[i]! > level) mask[i] = 1;
  return { width, height, data: mask };
}

/** Ink fainter than this share of the strongest is none: lines printed on paper, what shines through from the back. */
const FAINTEST = 0.45;

/** Shares of the picture: what its strongest ink covers at least, and what is left out of the histogram as outliers. */
const STRONGEST_AREA = 0.0006;
const OUTLIERS = 0.005;

/** Otsu's level, raised where the strongest ink stands well above it. @param ink 0 paper to 1 */
export function inkThreshold(ink: Plane): number {
  const all = histogram(ink, 1);
  const strongest = levelOfLargest(all, 1, max(12, STRONGEST_AREA * ink.data.length));
  const range = max(levelOfLargest(all, 1, OUTLIERS * ink.data.length), 0.001);
  const threshold = max(otsu(histogram(ink, range), range), FAINTEST * strongest);
  const inked = splitAt(all, 1, threshold).above;
  if (sumOf(inked) <= 20) return threshold;
  return max(threshold, FAINTEST * upperQuantile(inked, 1, 0.2));
}

/** Dark ink on light paper, or light on dark? */
import { boxMean } from './smooth.js';
import { borderLevels, type Plane } from './raster.js';
import { shrink } from './resize.js';
import { histogram, otsu } from './threshold.js';

/** How deep the frame is that paper is looked for in, as a share of the shorter side. */
const FRAME = 0.03;

/** From this share on, of one kind, the frame shows paper. */
const CLEAR_FRAME = 0.9;

/** The longer side is reduced to this for the local contrast. */
const REDUCED_SIDE = 160;

/** Radius of the surroundings that a pixel is compared with, as a share of the shorter side. */
const SURROUNDINGS = 0.15;

/**
 * A frame that is light (or dark) nearly all round is paper. Where the frame is mixed (a shadow, a desk), the skewness of
 * the local contrast tells: pen strokes are few and far from their surroundings, to the dark side or to the light one,
 * while the edge of a shadow has as much on either side.
 * @param grey levels 0 to 255
 * @returns true for dark ink on light paper
 */
export function isDarkOnLight(grey: Plane): boolean {
  const ground = groundOf(grey);
  return ground === 'mixed' ? contrastSkew(grey) < 0 : ground === 'light';
}

/** What the frame shows nearly all round. @param grey levels 0 to 255 */
export function groundOf(grey: Plane): 'light' | 'dark' | 'mixed' {
  const depth = Math.max(1, Math.round(Math.min(grey.width, grey.height) * FRAME));
  const light = lightShare(borderLevels(grey, depth), otsu(histogram(grey, 256), 256));
  if (light >= CLEAR_FRAME) return 'light';
  return light <= 1 - CLEAR_FRAME ? 'dark' : 'mixed';
}

function lightShare(levels: readonly number[], threshold: number): number {
  return levels.filter((level) => level >= threshold).length / levels.length;
}

/** The third central moment of (level − mean of its surroundings), not normalized: its sign is the skewness's. */
function contrastSkew(grey: Plane): number {
  const small = shrink(grey, REDUCED_SIDE);
  const radius = Math.max(1, Math.round(Math.min(small.width, small.height) * SURROUNDINGS));
  const mean = boxMean(small, radius);
  let sum = 0;
  small.data.forEach((level, i) => {
    const contrast = level - mean.data[i]!;
    sum += contrast * contrast * contrast;
  });
  return sum;
}

/** Strokes brought to the thickness that the digits of MNIST have; a pen's line is far thinner, a marker's far broader. */
import { distanceTo } from './distance.js';
import { createPlane, type Mask, type Plane } from './raster.js';

const { max, min } = Math;

/**
 * The mean width of strokes, from area and perimeter: a stroke of length L and width w has area L·w and perimeter about
 * 2·L. Steps between pixels overstate a perimeter by 4/π in the mean over all directions.
 * @returns pixels; 0 for an empty mask
 */
export function strokeWidth({ width, height, data }: Mask): number {
  let area = 0;
  let steps = 0;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (data[at] === 0) continue;
      area++;
      if (x === 0 || data[at - 1] === 0) steps++;
      if (x === width - 1 || data[at + 1] === 0) steps++;
      if (y === 0 || data[at - width] === 0) steps++;
      if (y === height - 1 || data[at + width] === 0) steps++;
    }
  }
  return steps === 0 ? 0 : (2 * area) / (steps * (Math.PI / 4));
}

/**
 * Moves the outline of the ink outwards by `radius` pixels, inwards where it is negative, with an edge one pixel soft.
 * @param ink 0 to 1 @returns 0 to 1
 */
export function offsetStroke(ink: Plane, mask: Mask, radius: number): Plane {
  const distance = distanceTo(mask, radius > 0 ? 1 : 0);
  const out = createPlane(ink.width, ink.height);
  for (let i = 0; i < out.data.length; i++) {
    const d = distance.data[i]!;
    const level = radius > 0 ? radius + 1 - d : d + radius;
    const clamped = min(1, max(0, level));
    out.data[i] = radius > 0 ? max(ink.data[i]!, clamped) : min(ink.data[i]!, clamped);
  }
  return out;
}

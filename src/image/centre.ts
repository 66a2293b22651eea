/**
 * The last stage: ink in its box → 28×28 bytes with the centre of mass in the middle, as in MNIST, where it lies between
 * 14 and 15 pixels from the corner (the middle of pixel 14, give or take a half) in every one of the 70,000 digits.
 */
import type { Plane } from './raster.js';

const { ceil, max, min, round } = Math;

/** Pixels a side of what the network takes. */
export const SIZE = 28;

/** @returns the centre of mass in pixels from the plane's corner: 0.5 is the centre of the first pixel */
export function centreOfMass({ width, height, data }: Plane): { x: number; y: number } {
  let mass = 0;
  let momentX = 0;
  let momentY = 0;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      mass += data[at]!;
      momentX += data[at]! * (x + 0.5);
      momentY += data[at]! * (y + 0.5);
    }
  }
  return mass === 0 ? { x: width / 2, y: height / 2 } : { x: momentX / mass, y: momentY / mass };
}

/**
 * @param ink at most 28×28, 0 to 1
 * @returns 784 bytes; the ink is moved by whole pixels, and stays inside the frame
 */
export function placeByMass(ink: Plane): Uint8Array {
  const centre = centreOfMass(ink);
  const left = clamp(ceil(SIZE / 2 - centre.x), 0, SIZE - ink.width);
  const top = clamp(ceil(SIZE / 2 - centre.y), 0, SIZE - ink.height);
  const out = new Uint8Array(SIZE * SIZE);
  for (let y = 0; y < ink.height; y++) {
    for (let x = 0; x < ink.width; x++) {
      out[(top + y) * SIZE + left + x] = round(clamp(ink.data[y * ink.width + x]!, 0, 1) * 255);
    }
  }
  return out;
}

function clamp(value: number, low: number, high: number): number {
  return min(high, max(low, value));
}

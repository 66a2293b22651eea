/**
 * Whether an answer holds when the digit is turned, moved or scaled a little. Digits keep theirs; what only happens to
 * look like one to the network, as letters and textures do, mostly does not.
 */
import { transform, UPRIGHT, type Affine } from './image/affine.js';
import type { Reader } from './predict.js';

/** One pixel to each side, ten degrees either way, slanted, a ninth larger and smaller. */
const VARIANTS: readonly Affine[] = [
  { matrix: UPRIGHT, shift: [1, 0] },
  { matrix: UPRIGHT, shift: [-1, 0] },
  { matrix: UPRIGHT, shift: [0, 1] },
  { matrix: UPRIGHT, shift: [0, -1] },
  { matrix: [0.985, 0.174, -0.174, 0.985], shift: [0, 0] },
  { matrix: [0.985, -0.174, 0.174, 0.985], shift: [0, 0] },
  { matrix: [1, 0.2, 0, 1], shift: [0, 0] },
  { matrix: [1, -0.2, 0, 1], shift: [0, 0] },
  { matrix: [0.9, 0, 0, 1.1], shift: [0, 0] },
  { matrix: [1.1, 0, 0, 0.9], shift: [0, 0] },
];

/** @returns the mean probability of `digit` over the variants */
export function steadiness(pixels: Uint8Array, digit: number, reader: Reader): number {
  const sum = VARIANTS.reduce(
    (total, variant) => total + reader.predict(transform(pixels, variant)).probabilities[digit]!,
    0,
  );
  return sum / VARIANTS.length;
}

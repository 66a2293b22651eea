/**
 * Whether an answer holds when the digit is turned, moved or scaled a little. Digits keep theirs; what only happens to
 * look like one to the network, as letters and textures do, mostly does not.
 */
import { SIZE } from './image/centre.js';
import type { Reader } from './predict.js';

/** x' = a·x + b·y + dx, y' = c·x + d·y + dy about the middle, from the new picture to the old. */
interface Affine {
  readonly matrix: readonly [a: number, b: number, c: number, d: number];
  readonly shift: readonly [dx: number, dy: number];
}

const upright = [1, 0, 0, 1] as const;

/** One pixel to each side, ten degrees either way, slanted, a ninth larger and smaller. */
const VARIANTS: readonly Affine[] = [
  { matrix: upright, shift: [1, 0] },
  { matrix: upright, shift: [-1, 0] },
  { matrix: upright, shift: [0, 1] },
  { matrix: upright, shift: [0, -1] },
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

/** Interpolated linearly; what comes from outside is background. */
function transform(pixels: Uint8Array, { matrix: [a, b, c, d], shift: [dx, dy] }: Affine): Uint8Array {
  const middle = (SIZE - 1) / 2;
  const out = new Uint8Array(SIZE * SIZE);
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      const u = a * (x - middle) + b * (y - middle) + middle - dx;
      const v = c * (x - middle) + d * (y - middle) + middle - dy;
      out[y * SIZE + x] = Math.round(interpolate(pixels, u, v));
    }
  }
  return out;
}

function interpolate(pixels: Uint8Array, u: number, v: number): number {
  const [x, y] = [Math.floor(u), Math.floor(v)];
  const at = (i: number, j: number): number =>
    i >= 0 && j >= 0 && i < SIZE && j < SIZE ? pixels[j * SIZE + i]! : 0;
  const upper = at(x, y) * (x + 1 - u) + at(x + 1, y) * (u - x);
  const lower = at(x, y + 1) * (x + 1 - u) + at(x + 1, y + 1) * (u - x);
  return upper * (y + 1 - v) + lower * (v - y);
}

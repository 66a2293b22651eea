/** A digit turned, scaled, slanted or moved about the middle of its 28×28 pixels. Pure; bytes in, bytes out. */
import { SIZE } from './centre.js';

/** From the new picture to the old, about the middle: x' = a·x + b·y − dx, y' = c·x + d·y − dy. */
export interface Affine {
  readonly matrix: readonly [a: number, b: number, c: number, d: number];
  /** In pixels, to the right and down. */
  readonly shift: readonly [dx: number, dy: number];
}

export const UPRIGHT = [1, 0, 0, 1] as const;

/**
 * Interpolated linearly; what comes from outside is background.
 * @param pixels (28 × 28)
 */
export function transform(pixels: Uint8Array, { matrix: [a, b, c, d], shift: [dx, dy] }: Affine): Uint8Array {
  const middle = (SIZE - 1) / 2;
  const out = new Uint8Array(SIZE * SIZE);
  for (let y = 0, i = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++, i++) {
      const u = a * (x - middle) + b * (y - middle) + middle - dx;
      const v = c * (x - middle) + d * (y - middle) + middle - dy;
      const left = Math.floor(u);
      const top = Math.floor(v);
      const upper = between(pixelAt(pixels, left, top), pixelAt(pixels, left + 1, top), u - left);
      const lower = between(pixelAt(pixels, left, top + 1), pixelAt(pixels, left + 1, top + 1), u - left);
      out[i] = Math.round(between(upper, lower, v - top));
    }
  }
  return out;
}

function between(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

/** Background outside. */
export function pixelAt(pixels: Uint8Array, x: number, y: number): number {
  return x >= 0 && y >= 0 && x < SIZE && y < SIZE ? pixels[y * SIZE + x]! : 0;
}

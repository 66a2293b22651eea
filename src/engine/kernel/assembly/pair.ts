/**
 * Sums of two images at once over all their inputs, for narrow panels: alone, so few sums would spend most of the time waiting,
 * each for its own last addition. (Wider ones gain nothing: V8 gathers all products of one image before those of the other, and
 * then has too few registers.)
 */
import { madd } from './math';

/** The widest panel that is worked through in pairs. */
export const PAIR_VECTORS: u32 = 4;

/**
 * @param x inputs of the first image, float32
 * @param stride bytes to the second image's
 * @param n how many inputs
 * @param weights rows of `count` vectors
 * @param start the sums so far
 * @param startStride bytes to the second image's; 0 for a bias, which both share
 * @param sums where they go
 * @param sumStride bytes to the second image's
 */
export type AccumulatePair = (
  x: usize, stride: usize, n: usize, weights: usize, start: usize, startStride: usize, sums: usize, sumStride: usize,
) => void;

// @ts-ignore: decorator
@inline
function accumulatePair(
  count: i32, x: usize, stride: usize, n: usize, w: usize,
  start: usize, startStride: usize, sums: usize, sumStride: usize,
): void {
  const start2 = start + startStride;
  let a0 = v128.load(start);
  let a1 = count > 1 ? v128.load(start, 16) : a0;
  let a2 = count > 2 ? v128.load(start, 32) : a0;
  let a3 = count > 3 ? v128.load(start, 48) : a0;
  let b0 = v128.load(start2);
  let b1 = count > 1 ? v128.load(start2, 16) : b0;
  let b2 = count > 2 ? v128.load(start2, 32) : b0;
  let b3 = count > 3 ? v128.load(start2, 48) : b0;
  let y = x + stride;
  for (const end = x + (n << 2); x < end; x += 4) {
    const u = v128.load_splat<f32>(x);
    const v = v128.load_splat<f32>(y);
    const w0 = v128.load(w);
    a0 = madd(w0, u, a0);
    b0 = madd(w0, v, b0);
    if (count > 1) {
      const w1 = v128.load(w, 16);
      a1 = madd(w1, u, a1);
      b1 = madd(w1, v, b1);
    }
    if (count > 2) {
      const w2 = v128.load(w, 32);
      a2 = madd(w2, u, a2);
      b2 = madd(w2, v, b2);
    }
    if (count > 3) {
      const w3 = v128.load(w, 48);
      a3 = madd(w3, u, a3);
      b3 = madd(w3, v, b3);
    }
    y += 4;
    w += count * 16;
  }
  v128.store(sums, a0);
  if (count > 1) v128.store(sums, a1, 16);
  if (count > 2) v128.store(sums, a2, 32);
  if (count > 3) v128.store(sums, a3, 48);
  const sums2 = sums + sumStride;
  v128.store(sums2, b0);
  if (count > 1) v128.store(sums2, b1, 16);
  if (count > 2) v128.store(sums2, b2, 32);
  if (count > 3) v128.store(sums2, b3, 48);
}

/** By width of the panel. */
// prettier-ignore
export const ACCUMULATE_PAIR: StaticArray<AccumulatePair> = [
  (x: usize, d: usize, n: usize, w: usize, a: usize, e: usize, z: usize, f: usize): void => {},
  (x: usize, d: usize, n: usize, w: usize, a: usize, e: usize, z: usize, f: usize): void => accumulatePair(1, x, d, n, w, a, e, z, f),
  (x: usize, d: usize, n: usize, w: usize, a: usize, e: usize, z: usize, f: usize): void => accumulatePair(2, x, d, n, w, a, e, z, f),
  (x: usize, d: usize, n: usize, w: usize, a: usize, e: usize, z: usize, f: usize): void => accumulatePair(3, x, d, n, w, a, e, z, f),
  (x: usize, d: usize, n: usize, w: usize, a: usize, e: usize, z: usize, f: usize): void => accumulatePair(4, x, d, n, w, a, e, z, f),
];

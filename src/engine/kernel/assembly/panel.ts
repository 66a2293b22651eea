/**
 * The heart: A += x[k] · W[k] over the inputs k on a list, with the sums of a whole panel kept in registers. There is one
 * function for each width of a panel, so that each sum is a local variable, and each is called through a table: inlined
 * into one another they would be too much for the compiler's register allocation (and would cost half the speed).
 */
import { level } from './tables';
import { madd } from './math';

/**
 * Adds the products of the listed inputs of one image to the sums of one panel.
 * @param x the inputs that belong to the first row of `weights`
 * @param list of u16: which of these inputs, counted from `x`
 * @param end of the list
 * @param weights rows of `count` vectors
 * @param start the sums so far: the bias, or `sums`
 * @param sums where they go
 */
export type Accumulate = (x: usize, list: usize, end: usize, weights: usize, start: usize, sums: usize) => void;

/** @param bytes whether x is uint8, to be divided by 255; else float32. Constant, as `count` is: what is not asked for falls away. */
// @ts-ignore: decorator
@inline
function accumulate(
  bytes: bool, count: i32, x: usize, list: usize, end: usize, weights: usize, start: usize, sums: usize,
): void {
  let a0 = v128.load(start);
  let a1 = count > 1 ? v128.load(start, 16) : a0;
  let a2 = count > 2 ? v128.load(start, 32) : a0;
  let a3 = count > 3 ? v128.load(start, 48) : a0;
  let a4 = count > 4 ? v128.load(start, 64) : a0;
  let a5 = count > 5 ? v128.load(start, 80) : a0;
  let a6 = count > 6 ? v128.load(start, 96) : a0;
  let a7 = count > 7 ? v128.load(start, 112) : a0;
  let a8 = count > 8 ? v128.load(start, 128) : a0;
  let a9 = count > 9 ? v128.load(start, 144) : a0;
  let a10 = count > 10 ? v128.load(start, 160) : a0;
  let a11 = count > 11 ? v128.load(start, 176) : a0;
  let a12 = count > 12 ? v128.load(start, 192) : a0;
  for (; list < end; list += 2) {
    const k = <usize>load<u16>(list);
    const v = v128.load_splat<f32>(bytes ? level(load<u8>(x + k)) : x + (k << 2));
    const w = weights + k * (count * 16);
    a0 = madd(v128.load(w), v, a0);
    if (count > 1) a1 = madd(v128.load(w, 16), v, a1);
    if (count > 2) a2 = madd(v128.load(w, 32), v, a2);
    if (count > 3) a3 = madd(v128.load(w, 48), v, a3);
    if (count > 4) a4 = madd(v128.load(w, 64), v, a4);
    if (count > 5) a5 = madd(v128.load(w, 80), v, a5);
    if (count > 6) a6 = madd(v128.load(w, 96), v, a6);
    if (count > 7) a7 = madd(v128.load(w, 112), v, a7);
    if (count > 8) a8 = madd(v128.load(w, 128), v, a8);
    if (count > 9) a9 = madd(v128.load(w, 144), v, a9);
    if (count > 10) a10 = madd(v128.load(w, 160), v, a10);
    if (count > 11) a11 = madd(v128.load(w, 176), v, a11);
    if (count > 12) a12 = madd(v128.load(w, 192), v, a12);
  }
  v128.store(sums, a0);
  if (count > 1) v128.store(sums, a1, 16);
  if (count > 2) v128.store(sums, a2, 32);
  if (count > 3) v128.store(sums, a3, 48);
  if (count > 4) v128.store(sums, a4, 64);
  if (count > 5) v128.store(sums, a5, 80);
  if (count > 6) v128.store(sums, a6, 96);
  if (count > 7) v128.store(sums, a7, 112);
  if (count > 8) v128.store(sums, a8, 128);
  if (count > 9) v128.store(sums, a9, 144);
  if (count > 10) v128.store(sums, a10, 160);
  if (count > 11) v128.store(sums, a11, 176);
  if (count > 12) v128.store(sums, a12, 192);
}

/** By width: inputs that are uint8. */
// prettier-ignore
export const ACCUMULATE_BYTES: StaticArray<Accumulate> = [
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => {},
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => accumulate(true, 1, x, p, e, w, a, z),
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => accumulate(true, 2, x, p, e, w, a, z),
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => accumulate(true, 3, x, p, e, w, a, z),
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => accumulate(true, 4, x, p, e, w, a, z),
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => accumulate(true, 5, x, p, e, w, a, z),
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => accumulate(true, 6, x, p, e, w, a, z),
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => accumulate(true, 7, x, p, e, w, a, z),
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => accumulate(true, 8, x, p, e, w, a, z),
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => accumulate(true, 9, x, p, e, w, a, z),
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => accumulate(true, 10, x, p, e, w, a, z),
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => accumulate(true, 11, x, p, e, w, a, z),
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => accumulate(true, 12, x, p, e, w, a, z),
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => accumulate(true, 13, x, p, e, w, a, z),
];

/** By width: inputs that are float32. */
// prettier-ignore
export const ACCUMULATE_FLOATS: StaticArray<Accumulate> = [
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => {},
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => accumulate(false, 1, x, p, e, w, a, z),
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => accumulate(false, 2, x, p, e, w, a, z),
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => accumulate(false, 3, x, p, e, w, a, z),
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => accumulate(false, 4, x, p, e, w, a, z),
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => accumulate(false, 5, x, p, e, w, a, z),
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => accumulate(false, 6, x, p, e, w, a, z),
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => accumulate(false, 7, x, p, e, w, a, z),
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => accumulate(false, 8, x, p, e, w, a, z),
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => accumulate(false, 9, x, p, e, w, a, z),
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => accumulate(false, 10, x, p, e, w, a, z),
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => accumulate(false, 11, x, p, e, w, a, z),
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => accumulate(false, 12, x, p, e, w, a, z),
  (x: usize, p: usize, e: usize, w: usize, a: usize, z: usize): void => accumulate(false, 13, x, p, e, w, a, z),
];

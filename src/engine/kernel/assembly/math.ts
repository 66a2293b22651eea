/** Four numbers at a time. */

/** a · b + c, rounded once where the engine can (relaxed SIMD), else twice. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/**
 * The constants of exp2, four times each. They are read from memory: a literal inside a loop is built anew in every turn, by
 * way of a general register.
 */
// prettier-ignore
const CONSTANTS = memory.data<f32>([
  -126, -126, -126, -126,
  126, 126, 126, 126,
  // Adding this to a number below 2^22 leaves the nearest whole number in the lowest bits.
  12582912, 12582912, 12582912, 12582912,
  1.3218672481588585e-3, 1.3218672481588585e-3, 1.3218672481588585e-3, 1.3218672481588585e-3,
  9.671697938398954e-3, 9.671697938398954e-3, 9.671697938398954e-3, 9.671697938398954e-3,
  5.5508929524512654e-2, 5.5508929524512654e-2, 5.5508929524512654e-2, 5.5508929524512654e-2,
  2.4022238002741128e-1, 2.4022238002741128e-1, 2.4022238002741128e-1, 2.4022238002741128e-1,
  6.931468559416913e-1, 6.931468559416913e-1, 6.931468559416913e-1, 6.931468559416913e-1,
  1, 1, 1, 1,
], 16);

/** What a loop over exponentials does with each. */
export namespace Exponential {
  /** 1 / (1 + 2^t) */
  export const SIGMOID: i32 = 0;
  /** (1 − 2^t) / (1 + 2^t) */
  export const TANH: i32 = 1;
  /** 2^(t − offset) */
  export const SOFTMAX: i32 = 2;
}

/**
 * Replaces each t from `p` up to `end` by what `kind`, a constant, says. All constants are read once, before the loop, and stay in
 * registers.
 *
 * 2^t for −126 ≤ t ≤ 126 (clamped), to a relative error of 2·10⁻⁷: the whole part of t goes into the exponent's bits,
 * the rest f, between −½ and ½, into a polynomial of degree 5, fitted to 2^f by least squares of the relative error with 2^0 = 1
 * kept exact (1.04·10⁻⁷ at most before rounding).
 *
 * @returns the sum of all 2^(t − offset), in four parts
 */
// @ts-ignore: decorator
@inline
export function exponentials(kind: i32, p: usize, end: usize, offset: v128): v128 {
  const low = v128.load(CONSTANTS);
  const high = v128.load(CONSTANTS, 16);
  const rounder = v128.load(CONSTANTS, 32);
  const c5 = v128.load(CONSTANTS, 48);
  const c4 = v128.load(CONSTANTS, 64);
  const c3 = v128.load(CONSTANTS, 80);
  const c2 = v128.load(CONSTANTS, 96);
  const c1 = v128.load(CONSTANTS, 112);
  const one = v128.load(CONSTANTS, 128);
  let sum = f32x4.splat(0);
  for (; p < end; p += 16) {
    let t = v128.load(p);
    if (kind == Exponential.SOFTMAX) t = f32x4.sub(t, offset);
    t = f32x4.pmax(f32x4.pmin(t, high), low);
    const rounded = f32x4.add(t, rounder);
    const f = f32x4.sub(t, f32x4.sub(rounded, rounder));
    let e = madd(f, c5, c4);
    e = madd(f, e, c3);
    e = madd(f, e, c2);
    e = madd(f, e, c1);
    e = madd(f, e, one);
    e = i32x4.add(e, i32x4.shl(rounded, 23));
    if (kind == Exponential.SOFTMAX) {
      sum = f32x4.add(sum, e);
    } else {
      const dividend = kind == Exponential.TANH ? f32x4.sub(one, e) : one;
      e = f32x4.div(dividend, f32x4.add(one, e));
    }
    v128.store(p, e);
  }
  return sum;
}

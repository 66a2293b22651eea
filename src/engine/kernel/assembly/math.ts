/** Four numbers at a time. */

/** a · b + c, rounded once where the engine can (relaxed SIMD), else twice. */
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/**
 * The constants of exp2, four times each. They are read from memory: as literals inside a loop, V8 builds each anew by way of
 * a general register in every turn.
 */
// prettier-ignore
const CONSTANTS = memory.data<f32>([
  -126, -126, -126, -126,
  127, 127, 127, 127,
  // Adding this to a number below 2^22 leaves the nearest whole number in the lowest bits.
  12582912, 12582912, 12582912, 12582912,
  1.3218672481588585e-3, 1.3218672481588585e-3, 1.3218672481588585e-3, 1.3218672481588585e-3,
  9.671697938398954e-3, 9.671697938398954e-3, 9.671697938398954e-3, 9.671697938398954e-3,
  5.5508929524512654e-2, 5.5508929524512654e-2, 5.5508929524512654e-2, 5.5508929524512654e-2,
  2.4022238002741128e-1, 2.4022238002741128e-1, 2.4022238002741128e-1, 2.4022238002741128e-1,
  6.931468559416913e-1, 6.931468559416913e-1, 6.931468559416913e-1, 6.931468559416913e-1,
  1, 1, 1, 1,
], 16);

/** 1 in each lane. */
@inline
export function one(): v128 {
  return v128.load(CONSTANTS, 128);
}

/**
 * 2^t for −126 ≤ t ≤ 127 (clamped), to a relative error of 2·10⁻⁷: the whole part of t goes into the exponent's bits,
 * the rest f, between −½ and ½, into a polynomial of degree 5, fitted to 2^f by least squares of the relative error with 2^0 = 1
 * kept exact (1.04·10⁻⁷ at most before rounding).
 */
@inline
export function exp2(x: v128): v128 {
  const t = f32x4.pmax(f32x4.pmin(x, v128.load(CONSTANTS, 16)), v128.load(CONSTANTS));
  const rounded = f32x4.add(t, v128.load(CONSTANTS, 32));
  const f = f32x4.sub(t, f32x4.sub(rounded, v128.load(CONSTANTS, 32)));
  let p = madd(f, v128.load(CONSTANTS, 48), v128.load(CONSTANTS, 64));
  p = madd(f, p, v128.load(CONSTANTS, 80));
  p = madd(f, p, v128.load(CONSTANTS, 96));
  p = madd(f, p, v128.load(CONSTANTS, 112));
  p = madd(f, p, one());
  return i32x4.add(p, i32x4.shl(rounded, 23));
}

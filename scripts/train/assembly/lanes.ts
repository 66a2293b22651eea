/**
 * Small vector helpers shared by the trainer's kernels: one lane type, four float32 at a time.
 *
 * exp follows the classic Cephes split: x = n·ln 2 + r with |r| ≤ ln 2 / 2, a degree-5 polynomial for e^r,
 * and 2^n put into the exponent bits. Relative error below 2e-7 on [-87, 88], clamped outside.
 */

/** x·y + z, rounded once where the machine has fused multiply-add. */
// @ts-expect-error: decorator
@inline
export function fma(x: v128, y: v128, z: v128): v128 {
  return f32x4.relaxed_madd(x, y, z);
}

// @ts-expect-error: decorator
@inline
export function splat(x: f32): v128 {
  return f32x4.splat(x);
}

/** The sum of the four lanes, always in the same order. */
// @ts-expect-error: decorator
@inline
export function sumLanes(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  );
}

export function exp(value: v128): v128 {
  const x = f32x4.pmax(f32x4.pmin(value, splat(88)), splat(-87));
  const n = f32x4.nearest(f32x4.mul(x, splat(1.442695)));
  let r = fma(n, splat(-0.693359375), x);
  r = fma(n, splat(2.12194440e-4), r);
  let polynomial = fma(splat(1.9875691500e-4), r, splat(1.3981999507e-3));
  polynomial = fma(polynomial, r, splat(8.3334519073e-3));
  polynomial = fma(polynomial, r, splat(4.1665795894e-2));
  polynomial = fma(polynomial, r, splat(1.6666665459e-1));
  polynomial = fma(polynomial, r, splat(5.0000001201e-1));
  const eToR = f32x4.add(fma(polynomial, f32x4.mul(r, r), r), splat(1));
  return i32x4.add(eToR, i32x4.shl(i32x4.trunc_sat_f32x4_s(n), 23));
}

/**
 * Draws one digit anew: stroke thickness, then an affine map and an elastic field in one resampling, then
 * noise.
 *
 * The digit lies in a plane of 36 × 36 float32 with a border of 4 zeros. Result pixel (x, y), measured from
 * the centre (13.5, 13.5), takes its value bilinearly from
 *
 *   source = A · (x, y) + offset + field(x, y),
 *
 * where A, offset and the field's 8 × 8 control points (a cubic B-spline, 5.4 px apart) are given by the
 * caller. Values come out as whole 255ths, as in a file of bytes: background stays exactly 0. Four pixels at
 * a time.
 */
import { fma, splat } from './lanes';

const SIDE: i32 = 28;
const BORDER: i32 = 4;
const STRIDE: i32 = 36;
const PLANE: usize = 36 * 36 * 4;
const CONTROL: usize = 8;
/** Bytes of one coordinate's control points, and of one row of them. */
const FIELD: usize = 256;
const FIELD_ROW: usize = 32;
const SPLINE_ROW: usize = 28 * 4;

/**
 * `map`: A00 A01 A10 A11 offsetX offsetY thickness noise, then, where `elastic`, the field: 64 control points
 * in x, 64 in y. `spline`: 8 × 28 float32, each control point's weight at each pixel. `key`: of the noise's
 * random numbers. `scratch`: two planes and 16 float32. `out`: the row of a panel matrix (49 panels).
 */
export function distort(
  pixels: usize, map: usize, key: u32, elastic: bool, spline: usize, scratch: usize, out: usize, outPanelBytes: usize,
): void {
  const columns = scratch + 2 * PLANE;
  const thickness = load<f32>(map, 24), noise = load<f32>(map, 28);
  let plane = scratch;
  unpack(pixels, plane);
  if (thickness != 0) {
    plane += PLANE;
    thicken(scratch, plane, thickness);
  }
  const a00 = v128.load_splat<f32>(map), a01 = load<f32>(map, 4);
  const a10 = v128.load_splat<f32>(map, 8), a11 = load<f32>(map, 12);
  const originX = load<f32>(map, 16) + 13.5 + <f32>BORDER, originY = load<f32>(map, 20) + 13.5 + <f32>BORDER;
  const last = splat(<f32>(STRIDE - 2)), zero = splat(0);
  for (let y = 0; y < SIDE; y++) {
    const fromCentre = <f32>y - 13.5;
    const rowX = splat(a01 * fromCentre + originX), rowY = splat(a11 * fromCentre + originY);
    if (elastic) fieldColumns(map + 32, spline + <usize>(y << 2), columns);
    for (let x = 0; x < SIDE; x += 4) {
      const across = f32x4.add(splat(<f32>x - 13.5), f32x4(0, 1, 2, 3));
      let px = fma(a00, across, rowX), py = fma(a10, across, rowY);
      if (elastic) {
        for (let j: usize = 0; j < CONTROL; j++) {
          const weight = v128.load(spline + j * SPLINE_ROW + <usize>(x << 2));
          px = fma(v128.load_splat<f32>(columns + (j << 2)), weight, px);
          py = fma(v128.load_splat<f32>(columns + (j << 2), FIELD_ROW), weight, py);
        }
      }
      let value = sample(plane, f32x4.pmax(zero, f32x4.pmin(last, px)), f32x4.pmax(zero, f32x4.pmin(last, py)));
      const pixel = y * SIDE + x;
      if (noise != 0) {
        value = fma(splat(noise), normals(key, <u32>pixel), value);
        value = f32x4.pmax(zero, f32x4.pmin(splat(1), value));
      }
      const byte = i32x4.trunc_sat_f32x4_s(fma(value, splat(255), splat(0.5)));
      const at = out + <usize>(pixel >> 4) * outPanelBytes + <usize>((pixel & 15) << 2);
      v128.store(at, f32x4.div(f32x4.convert_i32x4_s(byte), splat(255)));
    }
  }
}

/** 28 × 28 bytes into the middle of a plane, 0 … 1. */
function unpack(pixels: usize, plane: usize): void {
  memory.fill(plane, 0, PLANE);
  for (let y = 0; y < SIDE; y++) {
    const row = plane + <usize>(((y + BORDER) * STRIDE + BORDER) << 2);
    for (let x = 0; x < SIDE; x += 4) {
      const words = i16x8.extend_low_i8x16_u(v128.load32_zero(pixels + <usize>(y * SIDE + x)));
      const four = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(words));
      v128.store(row + <usize>(x << 2), f32x4.div(four, splat(255)));
    }
  }
}

/**
 * amount > 0: towards the greatest of a pixel and its four neighbours (thicker); < 0: towards the least
 * (thinner).
 */
function thicken(from: usize, to: usize, amount: f32): void {
  memory.fill(to, 0, PLANE);
  const share = splat(abs(amount));
  for (let y = 1; y < STRIDE - 1; y++) {
    for (let x = 1; x < STRIDE - 1; x += 4) {
      const at = <usize>((y * STRIDE + x) << 2);
      const p = from + at;
      const centre = v128.load(p), left = v128.load(p - 4), right = v128.load(p + 4);
      const above = v128.load(p - STRIDE * 4), below = v128.load(p + STRIDE * 4);
      const extreme = amount > 0
        ? f32x4.pmax(centre, f32x4.pmax(f32x4.pmax(left, right), f32x4.pmax(above, below)))
        : f32x4.pmin(centre, f32x4.pmin(f32x4.pmin(left, right), f32x4.pmin(above, below)));
      v128.store(to + at, fma(share, f32x4.sub(extreme, centre), centre));
    }
  }
}

/**
 * The field along one row of pixels, still by control column: out[j] = Σ_i weight[i] · control[i][j], x then
 * y.
 */
function fieldColumns(field: usize, weights: usize, out: usize): void {
  let x0 = splat(0), x1 = x0, y0 = x0, y1 = x0;
  for (let i: usize = 0; i < CONTROL; i++) {
    const weight = v128.load_splat<f32>(weights + i * SPLINE_ROW);
    const row = field + i * FIELD_ROW;
    x0 = fma(weight, v128.load(row), x0);
    x1 = fma(weight, v128.load(row, 16), x1);
    y0 = fma(weight, v128.load(row, FIELD), y0);
    y1 = fma(weight, v128.load(row, FIELD + 16), y1);
  }
  v128.store(out, x0);
  v128.store(out, x1, 16);
  v128.store(out, y0, 32);
  v128.store(out, y1, 48);
}

/** Bilinear values of a plane at four points. */
// @ts-expect-error: decorator
@inline
function sample(plane: usize, px: v128, py: v128): v128 {
  const ix = i32x4.trunc_sat_f32x4_s(px), iy = i32x4.trunc_sat_f32x4_s(py);
  const fx = f32x4.sub(px, f32x4.convert_i32x4_s(ix)), fy = f32x4.sub(py, f32x4.convert_i32x4_s(iy));
  const offsets = i32x4.shl(i32x4.add(i32x4.mul(iy, i32x4.splat(STRIDE)), ix), 2);
  const a = plane + <usize>i32x4.extract_lane(offsets, 0), b = plane + <usize>i32x4.extract_lane(offsets, 1);
  const c = plane + <usize>i32x4.extract_lane(offsets, 2), d = plane + <usize>i32x4.extract_lane(offsets, 3);
  const upper = between(v128.load64_zero(a), v128.load64_zero(b), v128.load64_zero(c), v128.load64_zero(d), fx);
  const lower = between(
    v128.load64_zero(a, STRIDE * 4), v128.load64_zero(b, STRIDE * 4),
    v128.load64_zero(c, STRIDE * 4), v128.load64_zero(d, STRIDE * 4), fx,
  );
  return fma(f32x4.sub(lower, upper), fy, upper);
}

/** Between the two values in each of four pairs. */
// @ts-expect-error: decorator
@inline
function between(a: v128, b: v128, c: v128, d: v128, share: v128): v128 {
  const ab = i32x4.shuffle(a, b, 0, 4, 1, 5), cd = i32x4.shuffle(c, d, 0, 4, 1, 5);
  const first = i32x4.shuffle(ab, cd, 0, 1, 4, 5), second = i32x4.shuffle(ab, cd, 2, 3, 6, 7);
  return fma(f32x4.sub(second, first), share, first);
}

/** Near-normal, standard deviation 1: four 16-bit uniforms summed, for four pixels. */
function normals(key: u32, pixel: u32): v128 {
  const sum = i32x4.add(uniformPairs(key, 2 * pixel), uniformPairs(key, 2 * pixel + 4));
  return f32x4.mul(splat(1.7320508 / 65536), f32x4.convert_i32x4_s(i32x4.add(i32x4.splat(-0x20000), sum)));
}

/** The sum of the two 16-bit halves of random numbers `counter` … `counter` + 3. */
function uniformPairs(key: u32, counter: u32): v128 {
  let x = i32x4.mul(i32x4.add(i32x4.splat(counter), i32x4(0, 1, 2, 3)), i32x4.splat(0x9e3779b9));
  x = i32x4.add(x, i32x4.splat(key));
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(0x21f0aaad));
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 15)), i32x4.splat(0x735a2d97));
  x = v128.xor(x, i32x4.shr_u(x, 15));
  return i32x4.add(v128.and(x, i32x4.splat(0xffff)), i32x4.shr_u(x, 16));
}

/**
 * Draws how a digit is distorted, and hands it to the kernel that does it (assembly/distort.ts).
 */
import { Random } from './random.js';
import type { DistortionRange } from './recipes.js';

/**
 * Size of a distortion in memory, in float32: map (4), offset (2), thickness, noise, and two fields of 8 × 8.
 */
export const DISTORTION_LENGTH = 8 + 128;

/** Float32 that the kernel works in: two planes of 36 × 36, and 16 more. */
export const PLANES_LENGTH = 2 * 36 * 36 + 16;

export interface Distortion {
  /** Degrees, clockwise as seen. */
  readonly rotation?: number;
  readonly scaleX?: number;
  readonly scaleY?: number;
  /** How far a stroke's top leans to the left, per pixel of height. */
  readonly shear?: number;
  /** Pixels to the right and down. */
  readonly shiftX?: number;
  readonly shiftY?: number;
  /** −1 … 1: from thinnest to thickest. */
  readonly thickness?: number;
  /** Standard deviation, of a full pixel. */
  readonly noise?: number;
}

/**
 * Writes a distortion without field for the kernel. A stroke's point p, from the centre, moves to M·p + shift
 * with M = rotation · shear · scale; the kernel looks the other way, from a result pixel q to M⁻¹·(q −
 * shift).
 */
export function writeDistortion(out: Float32Array, distortion: Distortion): void {
  const {
    rotation = 0,
    scaleX = 1,
    scaleY = 1,
    shear = 0,
    shiftX = 0,
    shiftY = 0,
    thickness = 0,
    noise = 0,
  } = distortion;
  const angle = (rotation * Math.PI) / 180;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const a00 = (cos + shear * sin) / scaleX;
  const a01 = (sin - shear * cos) / scaleX;
  const a10 = -sin / scaleY;
  const a11 = cos / scaleY;
  out.set([a00, a01, a10, a11, -a00 * shiftX - a01 * shiftY, -a10 * shiftX - a11 * shiftY, thickness, noise]);
}

/** Draws a distortion from its ranges, field and all, into `out`. */
export function drawDistortion(out: Float32Array, range: DistortionRange, key: number): void {
  const random = new Random(key);
  const size = range.scale * random.signed();
  const stroke = random.unit() < range.stroke ? random.unit() : 0;
  writeDistortion(out, {
    rotation: range.rotation * random.signed(),
    scaleX: Math.exp(size),
    scaleY: Math.exp(size + 0.6 * range.scale * random.signed()),
    shear: range.shear * random.signed(),
    shiftX: range.shift * random.signed(),
    shiftY: range.shift * random.signed(),
    thickness: stroke * (random.unit() < 0.6 ? 0.9 : -0.6),
    noise: random.unit() < 0.3 ? range.noise * random.unit() : 0,
  });
  if (range.elastic > 0) {
    for (let i = 8; i < DISTORTION_LENGTH; i++) out[i] = range.elastic * random.normal();
  }
}

/**
 * Uniform cubic B-spline of 8 control points over 28 pixels, the first and last point outside: row i holds
 * point i's weight at each pixel.
 */
export function splineTable(): Float32Array {
  const table = new Float32Array(8 * 28);
  for (let pixel = 0; pixel < 28; pixel++) {
    const position = (pixel * 5) / 27;
    const first = Math.min(4, Math.floor(position));
    const t = position - first;
    const weights = [(1 - t) ** 3, 3 * t ** 3 - 6 * t ** 2 + 4, -3 * t ** 3 + 3 * t ** 2 + 3 * t + 1, t ** 3];
    weights.forEach((weight, i) => (table[(first + i) * 28 + pixel] = weight / 6));
  }
  return table;
}

/** The same distortions, `factor` times as far; noise as it was. */
export function weaken(range: DistortionRange, factor: number): DistortionRange {
  return {
    rotation: factor * range.rotation,
    scale: factor * range.scale,
    shear: factor * range.shear,
    shift: factor * range.shift,
    elastic: factor * range.elastic,
    stroke: factor * range.stroke,
    noise: range.noise,
  };
}

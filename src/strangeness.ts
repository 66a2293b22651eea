/**
 * How unlike the digits of its class a digit is, whatever network reads it. The digits of a class lie near a plane of twenty
 * dimensions through their mean; letters, scribbles and textures that a network takes for one of them mostly lie far from it.
 * Source: S. Watanabe et al., "Evaluation and selection of variables in pattern recognition" (1967), the subspace method;
 * with a mean, as in M. Turk and A. Pentland, "Eigenfaces for recognition" (1991). scripts/subspaces.ts makes the planes.
 */
import { SIZE } from './image/centre.js';
import { smooth } from './image/smooth.js';

/** 28×28 bytes, and the digit that they were read as → their squared distance: 1 is what one digit in fifty exceeds. */
export type Strangeness = (pixels: Uint8Array, digit: number) => number;

/** What one in fifty exceeds, of training digits that no plane was made from. */
const USUAL = 2.69;

/** Half of the 28 pixels a side, and the numbers that a digit is described by. */
const SIDE = SIZE / 2;
export const FEATURES = SIDE * SIDE;

interface Subspace {
  readonly mean: Float32Array;
  /** Orthonormal. */
  readonly directions: readonly Float32Array[];
}

/** @param levels of each class a row for the mean, 127 for full ink, and rows that point along the plane: (10, rows, 196) */
export function createStrangeness(levels: ArrayLike<number>): Strangeness {
  const rows = Array.from({ length: levels.length / FEATURES }, (_, row) =>
    Float32Array.from({ length: FEATURES }, (_, i) => levels[row * FEATURES + i]!),
  );
  const perClass = rows.length / 10;
  const planes = Array.from({ length: 10 }, (_, digit): Subspace => {
    const [mean, ...directions] = rows.slice(digit * perClass, (digit + 1) * perClass);
    return { mean: mean!.map((level) => level / 127), directions: directions.map(normalize) };
  });
  return (pixels, digit) => squaredDistance(describe(pixels), planes[digit]!) / USUAL;
}

/** Smoothed, so that a stroke a little to the side is near, and halved. 196 levels, 0 to 1. */
export function describe(pixels: Uint8Array): Float32Array {
  const { data } = smooth({ width: SIZE, height: SIZE, data: Float32Array.from(pixels) }, 1);
  return Float32Array.from({ length: FEATURES }, (_, i) => {
    const [x, y] = [i % SIDE, (i - (i % SIDE)) / SIDE];
    return data[2 * y * SIZE + 2 * x]! / 255;
  });
}

/** What is left of the way from the mean when the part along the plane is taken away. */
function squaredDistance(features: Float32Array, { mean, directions }: Subspace): number {
  const rest = features.map((level, i) => level - mean[i]!);
  for (const direction of directions) {
    const along = dot(rest, direction);
    for (let i = 0; i < rest.length; i++) rest[i]! -= along * direction[i]!;
  }
  return dot(rest, rest);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function normalize(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector));
  return vector.map((level) => level / length);
}

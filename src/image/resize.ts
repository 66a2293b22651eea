/**
 * Scaling of planes, one axis after the other. Downwards each new pixel is the mean of the area it covers, as when MNIST
 * was made from larger scans; upwards it is interpolated linearly.
 */
import { createPlane, type Plane } from './raster.js';

const { ceil, floor, max, min, round } = Math;

/** Where one new pixel comes from: `weights[i]` of old pixel `first + i`. They sum to 1. */
interface Tap {
  readonly first: number;
  readonly weights: Float64Array;
}

/** @returns the plane in another size; the plane itself where the size is the same */
export function resize(plane: Plane, width: number, height: number): Plane {
  return resizeRows(resizeColumns(plane, width), height);
}

/** Reduced, keeping its shape, until the longer side is no more than `longest`. */
export function shrink(plane: Plane, longest: number): Plane {
  const factor = min(1, longest / max(plane.width, plane.height));
  const scaled = (length: number): number => max(1, round(length * factor));
  return resize(plane, scaled(plane.width), scaled(plane.height));
}

function resizeColumns(plane: Plane, width: number): Plane {
  if (width === plane.width) return plane;
  const out = createPlane(width, plane.height);
  const taps = createTaps(plane.width, width);
  for (let y = 0; y < plane.height; y++) {
    for (let x = 0; x < width; x++) {
      const { first, weights } = taps[x]!;
      const at = y * plane.width + first;
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i]! * plane.data[at + i]!;
      out.data[y * width + x] = sum;
    }
  }
  return out;
}

function resizeRows(plane: Plane, height: number): Plane {
  if (height === plane.height) return plane;
  const { width } = plane;
  const out = createPlane(width, height);
  const sums = new Float64Array(width);
  createTaps(plane.height, height).forEach(({ first, weights }, y) => {
    sums.fill(0);
    for (let i = 0; i < weights.length; i++) {
      const at = (first + i) * width;
      for (let x = 0; x < width; x++) sums[x]! += weights[i]! * plane.data[at + x]!;
    }
    out.data.set(sums, y * width);
  });
  return out;
}

function createTaps(from: number, to: number): Tap[] {
  return Array.from({ length: to }, (_, i) => (to < from ? areaTap(i, from, to) : linearTap(i, from, to)));
}

/** New pixel i covers [i, i + 1)·from/to of the old ones. */
function areaTap(i: number, from: number, to: number): Tap {
  const scale = from / to;
  const start = (i * from) / to;
  const end = ((i + 1) * from) / to;
  const first = floor(start);
  const last = min(from, ceil(end));
  const weights = new Float64Array(last - first);
  for (let j = first; j < last; j++) {
    weights[j - first] = (min(end, j + 1) - max(start, j)) / scale;
  }
  return { first, weights };
}

/** The centre of new pixel i lies at (i + ½)·from/to − ½ of the old ones. */
function linearTap(i: number, from: number, to: number): Tap {
  const centre = ((i + 0.5) * from) / to - 0.5;
  const first = floor(centre);
  const after = centre - first;
  if (first < 0) return { first: 0, weights: Float64Array.of(1) };
  if (first + 1 >= from) return { first: from - 1, weights: Float64Array.of(1) };
  return { first, weights: Float64Array.of(1 - after, after) };
}

/**
 * Exact Euclidean distances to a set of pixels, in linear time.
 * Source: P. Felzenszwalb and D. Huttenlocher, "Distance transforms of sampled functions" (2012).
 */
import { createPlane, type Mask, type Plane } from './raster.js';

const { sqrt } = Math;

/** Stands for infinity: its square and sums with it stay exact. */
const FAR = 1e9;

/** @returns for each pixel the distance, between centres, to the nearest whose value in the mask is `value` */
export function distanceTo({ width, height, data }: Mask, value: 0 | 1): Plane {
  const squares = new Float64Array(data.length);
  for (let i = 0; i < data.length; i++) squares[i] = data[i] === value ? 0 : FAR;
  const transformColumn = createTransform(height);
  for (let x = 0; x < width; x++) transformColumn(squares, x, width);
  const transformRow = createTransform(width);
  for (let y = 0; y < height; y++) transformRow(squares, y * width, 1);
  const out = createPlane(width, height);
  for (let i = 0; i < squares.length; i++) out.data[i] = sqrt(squares[i]!);
  return out;
}

/** The lower envelope of the parabolas f(q) + (p − q)², evaluated in place along a line. */
function createTransform(length: number): (data: Float64Array, start: number, stride: number) => void {
  const f = new Float64Array(length);
  const vertex = new Int32Array(length);
  const boundary = new Float64Array(length + 1);
  return (data, start, stride) => {
    for (let q = 0; q < length; q++) f[q] = data[start + q * stride]!;
    let k = 0;
    vertex[0] = 0;
    boundary[0] = -Infinity;
    boundary[1] = Infinity;
    for (let q = 1; q < length; q++) {
      let crossing = intersect(f, q, vertex[k]!);
      while (crossing <= boundary[k]!) crossing = intersect(f, q, vertex[--k]!);
      vertex[++k] = q;
      boundary[k] = crossing;
      boundary[k + 1] = Infinity;
    }
    k = 0;
    for (let p = 0; p < length; p++) {
      while (boundary[k + 1]! < p) k++;
      const q = vertex[k]!;
      data[start + p * stride] = (p - q) * (p - q) + f[q]!;
    }
  };
}

function intersect(f: Float64Array, q: number, v: number): number {
  return (f[q]! + q * q - (f[v]! + v * v)) / (2 * (q - v));
}

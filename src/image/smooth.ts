/** Low-pass filters of exact arithmetic: no `exp`, whose last bit may differ between systems. */
import { createPlane, type Plane } from './raster.js';

const { max, min } = Math;

/**
 * [1 2 1]/4 along both axes, `times` over: close to a Gaussian with a standard deviation of √(times / 2) pixels. The
 * frame is repeated outwards.
 */
export function smooth({ width, height, data }: Plane, times: number): Plane {
  const out: Plane = { width, height, data: data.slice() };
  const above = new Float32Array(width);
  for (let i = 0; i < times; i++) {
    for (let y = 0; y < height; y++) smoothRow(out.data.subarray(y * width, (y + 1) * width));
    above.set(out.data.subarray(0, width));
    for (let y = 0; y < height; y++) {
      const here = out.data.subarray(y * width, (y + 1) * width);
      const below = y + 1 < height ? out.data.subarray((y + 1) * width, (y + 2) * width) : here;
      smoothDown(here, above, below);
    }
  }
  return out;
}

function smoothRow(row: Float32Array): void {
  let left = row[0]!;
  for (let x = 0; x < row.length; x++) {
    const level = row[x]!;
    const right = x + 1 < row.length ? row[x + 1]! : level;
    row[x] = (left + 2 * level + right) / 4;
    left = level;
  }
}

/** @param above the row above as it was; becomes this row as it was */
function smoothDown(row: Float32Array, above: Float32Array, below: Float32Array): void {
  for (let x = 0; x < row.length; x++) {
    const level = row[x]!;
    row[x] = (above[x]! + 2 * level + below[x]!) / 4;
    above[x] = level;
  }
}

/**
 * The mean of the square of 2·radius + 1 pixels around each, cut off at the frame, from a summed-area table.
 * Source: F. Crow, "Summed-area tables for texture mapping" (1984).
 */
export function boxMean({ width, height, data }: Plane, radius: number): Plane {
  const stride = width + 1;
  const sums = new Float64Array(stride * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += data[y * width + x]!;
      sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1]! + row;
    }
  }
  const out = createPlane(width, height);
  for (let y = 0; y < height; y++) {
    const top = max(0, y - radius);
    const bottom = min(height, y + radius + 1);
    for (let x = 0; x < width; x++) {
      const left = max(0, x - radius);
      const right = min(width, x + radius + 1);
      const sum =
        sums[bottom * stride + right]! -
        sums[top * stride + right]! -
        sums[bottom * stride + left]! +
        sums[top * stride + left]!;
      out.data[y * width + x] = sum / ((bottom - top) * (right - left));
    }
  }
  return out;
}

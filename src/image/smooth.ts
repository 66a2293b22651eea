/** Low-pass filters of exact arithmetic: no `exp`, whose last bit may differ between systems. */
import { createPlane, type Plane } from './raster.js';

const { max, min } = Math;

/**
 * [1 2 1]/4 along both axes, `times` over: close to a Gaussian with a standard deviation of √(times / 2) pixels. The
 * frame is repeated outwards.
 */
export function smooth(plane: Plane, times: number): Plane {
  let result = plane;
  for (let i = 0; i < times; i++) result = smoothOnce(result);
  return result;
}

function smoothOnce({ width, height, data }: Plane): Plane {
  const rows = createPlane(width, height);
  for (let y = 0; y < height; y++) {
    const start = y * width;
    const end = start + width - 1;
    for (let at = start; at <= end; at++) {
      rows.data[at] = (data[max(start, at - 1)]! + 2 * data[at]! + data[min(end, at + 1)]!) / 4;
    }
  }
  const out = createPlane(width, height);
  for (let y = 0; y < height; y++) {
    const above = max(0, y - 1) * width;
    const here = y * width;
    const below = min(height - 1, y + 1) * width;
    for (let x = 0; x < width; x++) {
      out.data[here + x] = (rows.data[above + x]! + 2 * rows.data[here + x]! + rows.data[below + x]!) / 4;
    }
  }
  return out;
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

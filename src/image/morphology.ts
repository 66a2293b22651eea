/**
 * Grey morphology with square windows, in a time that does not grow with the window.
 * Source: M. van Herk, "A fast algorithm for local minimum and maximum filters" (1992); J. Serra, "Image analysis and
 * mathematical morphology" (1982).
 */
import { createPlane, type Plane } from './raster.js';

/**
 * Closing: dilation, then erosion. Dark things that a square of 2·radius + 1 pixels does not fit into are filled with
 * what surrounds them; everything larger stays, and so does every straight edge. The windows are cut off at the frame, so
 * that a dark region which the frame cuts counts as large there.
 */
export function close(plane: Plane, radius: number): Plane {
  return slide(slide(plane, radius, Math.max), radius, Math.min);
}

type Extreme = (a: number, b: number) => number;

function slide({ width, height, data }: Plane, radius: number, extreme: Extreme): Plane {
  const out = createPlane(width, height);
  const slideRow = createSlider(width, radius, extreme);
  for (let y = 0; y < height; y++) slideRow(data, out.data, y * width, 1);
  const slideColumn = createSlider(height, radius, extreme);
  for (let x = 0; x < width; x++) slideColumn(out.data, out.data, x, width);
  return out;
}

type Slider = (from: Float32Array, to: Float32Array, start: number, stride: number) => void;

/**
 * The extreme of each window of 2·radius + 1 along a line. The line is cut into blocks as long as the window; each window
 * then is the end of one block and the beginning of the next, whose running extremes are known.
 */
function createSlider(length: number, radius: number, extreme: Extreme): Slider {
  const window = 2 * radius + 1;
  const padded = length + 2 * radius;
  const outside = extreme === Math.max ? -Infinity : Infinity;
  const line = new Float32Array(padded).fill(outside);
  const forward = new Float32Array(padded);
  const backward = new Float32Array(padded);
  const isMax = extreme === Math.max;
  return (from, to, start, stride) => {
    for (let i = 0, at = start; i < length; i++, at += stride) line[radius + i] = from[at]!;
    for (let i = 0, inBlock = 0; i < padded; i++, inBlock++) {
      if (inBlock === window) inBlock = 0;
      const value = line[i]!;
      const before = inBlock === 0 ? value : forward[i - 1]!;
      forward[i] = value > before === isMax ? value : before;
    }
    for (let i = padded - 1; i >= 0; i--) {
      const value = line[i]!;
      const isBlockEnd = i === padded - 1 || (i + 1) % window === 0;
      const after = isBlockEnd ? value : backward[i + 1]!;
      backward[i] = value > after === isMax ? value : after;
    }
    for (let i = 0, at = start; i < length; i++, at += stride) {
      const a = backward[i]!;
      const b = forward[i + window - 1]!;
      to[at] = a > b === isMax ? a : b;
    }
  };
}

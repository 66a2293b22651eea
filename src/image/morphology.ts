/**
 * Grey morphology with square windows, in a time that does not grow with the window.
 * Source: M. van Herk, "A fast algorithm for local minimum and maximum filters" (1992); J. Serra, "Image analysis and
 * mathematical morphology" (1982).
 */
import { createPlane, type Plane } from './raster.js';

const { min } = Math;

/**
 * Closing: dilation, then erosion. Dark things that a square of 2·radius + 1 pixels does not fit into are filled with
 * what surrounds them; everything larger stays, and so does every straight edge. The squares may hang out of the frame:
 * a dark region that the frame cuts counts as large, so that the edges of shadows and desks stay, corners included.
 */
export function close(plane: Plane, radius: number): Plane {
  const window = 2 * radius + 1;
  const dilated = windowMaximum(plane, window, window - 1);
  negate(dilated.data);
  const eroded = windowMaximum(dilated, window);
  negate(eroded.data);
  return eroded;
}

function negate(levels: Float32Array): void {
  for (let i = 0; i < levels.length; i++) levels[i] = -levels[i]!;
}

/**
 * The maximum of each square window, which hangs out of the plane by up to `overhang` pixels on each side:
 * (width, height) → (width + 2·overhang − window + 1, height + 2·overhang − window + 1). Along a line cut into blocks as
 * long as the window, each window is the end of one block and the beginning of the next, whose running maxima are known.
 */
export function windowMaximum(plane: Plane, window: number, overhang = 0): Plane {
  return maximumOfColumns(maximumOfRows(plane, window, overhang), window, overhang);
}

function maximumOfRows({ width, height, data }: Plane, window: number, overhang: number): Plane {
  const padded = width + 2 * overhang;
  const out = createPlane(padded - window + 1, height);
  const line = new Float32Array(padded + 1).fill(-Infinity);
  const fromEnd = new Float32Array(padded);
  for (let y = 0, at = 0; y < height; y++) {
    line.set(data.subarray(y * width, (y + 1) * width), overhang);
    for (let start = 0; start < out.width; start += window) {
      const end = start + window;
      let highest = -Infinity;
      for (let x = end - 1; x >= start; x--) {
        const level = line[x]!;
        if (level > highest) highest = level;
        fromEnd[x] = highest;
      }
      highest = -Infinity;
      for (let x = start; x < min(end, out.width); x++, at++) {
        const level = fromEnd[x]!;
        out.data[at] = level > highest ? level : highest;
        const entering = line[x + window]!;
        if (entering > highest) highest = entering;
      }
    }
  }
  return out;
}

/** The same down the columns, a whole row at a time. */
function maximumOfColumns({ width, height, data }: Plane, window: number, overhang: number): Plane {
  const out = createPlane(width, height + 2 * overhang - window + 1);
  const row = (y: number): Float32Array => data.subarray(y * width, (y + 1) * width);
  const isInside = (y: number): boolean => y >= 0 && y < height;
  const fromEnd = Array.from({ length: window }, () => new Float32Array(width));
  const highest = new Float32Array(width);
  for (let start = 0; start < out.height; start += window) {
    highest.fill(-Infinity);
    for (let i = window - 1; i >= 0; i--) {
      const y = start + i - overhang;
      if (isInside(y)) raise(highest, row(y));
      fromEnd[i]!.set(highest);
    }
    highest.fill(-Infinity);
    for (let i = 0; i < min(window, out.height - start); i++) {
      const result = out.data.subarray((start + i) * width, (start + i + 1) * width);
      result.set(highest);
      raise(result, fromEnd[i]!);
      const entering = start + i + window - overhang;
      if (isInside(entering)) raise(highest, row(entering));
    }
  }
  return out;
}

/** Raises each level of `levels` to that of `others`. */
function raise(levels: Float32Array, others: Float32Array): void {
  for (let i = 0; i < levels.length; i++) {
    const level = others[i]!;
    if (level > levels[i]!) levels[i] = level;
  }
}

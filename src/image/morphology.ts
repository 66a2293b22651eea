/**
 * Grey morphology with square windows, in a time that does not grow with the window.
 * Source: M. van Herk, "A fast algorithm for local minimum and maximum filters" (1992); J. Serra, "Image analysis and
 * mathematical morphology" (1982).
 */
import { createPlane, cropPlane, mapPlane, type Plane } from './raster.js';

const { max, min } = Math;

/**
 * Closing: dilation, then erosion. Dark things that a square of 2·radius + 1 pixels does not fit into are filled with
 * what surrounds them; everything larger stays, and so does every straight edge. The squares may hang out of the frame:
 * a dark region that the frame cuts counts as large, so that the edges of shadows and desks stay, corners included.
 */
export function close(plane: Plane, radius: number): Plane {
  const { width, height } = plane;
  const window = 2 * radius + 1;
  const margin = 2 * radius;
  const padded = cropPlane(plane, [-margin, -margin, width + 2 * margin, height + 2 * margin], -Infinity);
  const negative = mapPlane(windowMaximum(padded, window), (level) => -level);
  return mapPlane(windowMaximum(negative, window), (level) => -level);
}

/**
 * The maximum of each whole window that lies inside the plane: (width, height) → (width − window + 1, height − window + 1).
 * Along a line cut into blocks as long as the window, each window is the end of one block and the beginning of the next,
 * whose running maxima are known.
 */
export function windowMaximum(plane: Plane, window: number): Plane {
  return maximumOfColumns(maximumOfRows(plane, window), window);
}

function maximumOfRows({ width, height, data }: Plane, window: number): Plane {
  const out = createPlane(width - window + 1, height);
  const { width: outWidth, data: maxima } = out;
  const fromStart = new Float32Array(width);
  const fromEnd = new Float32Array(width);
  for (let y = 0; y < height; y++) {
    const line = data.subarray(y * width, (y + 1) * width);
    for (let start = 0; start < width; start += window) {
      const end = min(width, start + window) - 1;
      fromStart[start] = line[start]!;
      for (let x = start + 1; x <= end; x++) fromStart[x] = max(fromStart[x - 1]!, line[x]!);
      fromEnd[end] = line[end]!;
      for (let x = end - 1; x >= start; x--) fromEnd[x] = max(fromEnd[x + 1]!, line[x]!);
    }
    for (let x = 0, at = y * outWidth; x < outWidth; x++, at++) {
      maxima[at] = max(fromEnd[x]!, fromStart[x + window - 1]!);
    }
  }
  return out;
}

/** The same down the columns, a whole row at a time. */
function maximumOfColumns({ width, height, data }: Plane, window: number): Plane {
  const fromStart = data.slice();
  const fromEnd = data.slice();
  for (let y = 1; y < height; y++) if (y % window !== 0) raise(fromStart, y, y - 1, width);
  for (let y = height - 2; y >= 0; y--) if ((y + 1) % window !== 0) raise(fromEnd, y, y + 1, width);
  const out = createPlane(width, height - window + 1);
  const lag = (window - 1) * width;
  for (let i = 0; i < out.data.length; i++) out.data[i] = max(fromEnd[i]!, fromStart[i + lag]!);
  return out;
}

/** The levels of one row are raised to those of another. */
function raise(levels: Float32Array, row: number, other: number, width: number): void {
  const shift = (other - row) * width;
  for (let at = row * width; at < (row + 1) * width; at++) {
    levels[at] = max(levels[at]!, levels[at + shift]!);
  }
}

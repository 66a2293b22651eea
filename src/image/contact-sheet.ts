/** The stages of preprocessing side by side, a row for each picture, as one grey raster. Pure. */
import { createPlane, mapPlane, type Mask, type Plane } from './raster.js';
import { resize } from './resize.js';

const { floor, max, min, round } = Math;

export interface GreyRaster {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Pixels a side of one tile, and between two. */
const TILE = 224;
const GAP = 8;

/** The level of the sheet behind the tiles. */
const GROUND = 96;

/** @param rows the stages of each picture, of any size; each is stretched to its own lightest level */
export function contactSheet(rows: readonly (readonly (Plane | Mask)[])[]): GreyRaster {
  const columns = max(1, ...rows.map((row) => row.length));
  const width = columns * (TILE + GAP) + GAP;
  const height = max(1, rows.length) * (TILE + GAP) + GAP;
  const pixels = new Uint8Array(width * height).fill(GROUND);
  rows.forEach((row, y) => {
    row.forEach((stage, x) => {
      const tile = fitTile(stage);
      const left = GAP + x * (TILE + GAP) + ((TILE - tile.width) >> 1);
      const top = GAP + y * (TILE + GAP) + ((TILE - tile.height) >> 1);
      for (let line = 0; line < tile.height; line++) {
        const levels = tile.data.subarray(line * tile.width, (line + 1) * tile.width);
        pixels.set(levels.map(round), (top + line) * width + left);
      }
    });
  });
  return { pixels, width, height };
}

/** Reduced by area, or enlarged by a whole factor with every pixel visible; levels 0 to 255. */
function fitTile(stage: Plane | Mask): Plane {
  const plane: Plane = { ...stage, data: Float32Array.from(stage.data) };
  const lightest = plane.data.reduce((most, level) => max(most, level), 0);
  const scale = lightest > 1 ? 1 : 255 / max(lightest, 1e-6);
  const side = max(plane.width, plane.height);
  const fitted =
    side > TILE
      ? resize(plane, max(1, round((plane.width * TILE) / side)), max(1, round((plane.height * TILE) / side)))
      : repeatPixels(plane, floor(TILE / side));
  return mapPlane(fitted, (level) => min(255, level * scale));
}

function repeatPixels({ width, height, data }: Plane, factor: number): Plane {
  const out = createPlane(width * factor, height * factor);
  for (let y = 0; y < out.height; y++) {
    for (let x = 0; x < out.width; x++) {
      out.data[y * out.width + x] = data[floor(y / factor) * width + floor(x / factor)]!;
    }
  }
  return out;
}

/** What the first layer looks for: each column of its weights as a picture, alone or all on one sheet. */
import type { Layer } from '../engine/network.js';
import { ShapeError } from '../errors.js';
import { t } from '../text.js';

export interface Filter {
  /** Which output of the layer. */
  readonly unit: number;
  /** (side × side), 0 for the most negative weight, 127.5 for none, 255 for the most positive. */
  readonly pixels: Uint8Array;
  /** The largest weight by size: what 0 and 255 stand for. */
  readonly scale: number;
}

export interface FilterSet {
  readonly side: number;
  readonly filters: readonly Filter[];
}

/** @throws {ShapeError} when the inputs of the layer are no square picture */
export function layerFilters({ weight }: Layer): FilterSet {
  const [inputs, units] = weight.shape as [number, number];
  const side = Math.sqrt(inputs);
  if (!Number.isInteger(side)) {
    throw new ShapeError(
      t`the first layer takes ${inputs} values, which are no square picture such as 784 = 28×28`,
    );
  }
  const filters = Array.from({ length: units }, (_, unit): Filter => {
    const column = Float64Array.from({ length: inputs }, (_, input) => weight.data[input * units + unit]!);
    const scale = column.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const pixels = Uint8Array.from(column, (value) => Math.round(127.5 * (1 + (scale && value / scale))));
    return { unit, pixels, scale };
  });
  return { side, filters };
}

export interface Sheet {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const GAP = 2;
const MAGNIFICATION = 3;
const PAPER = 255;

/** All filters in rows, about as many as columns, magnified, with white between them. */
export function filterSheet({ side, filters }: FilterSet): Sheet {
  const columns = Math.ceil(Math.sqrt(filters.length));
  const rows = Math.ceil(filters.length / columns);
  const pitch = side * MAGNIFICATION + GAP;
  const width = columns * pitch + GAP;
  const height = rows * pitch + GAP;
  const pixels = new Uint8Array(width * height).fill(PAPER);
  for (const [i, filter] of filters.entries()) {
    const left = GAP + (i % columns) * pitch;
    const top = GAP + Math.floor(i / columns) * pitch;
    for (let y = 0; y < side * MAGNIFICATION; y++) {
      for (let x = 0; x < side * MAGNIFICATION; x++) {
        const source = Math.floor(y / MAGNIFICATION) * side + Math.floor(x / MAGNIFICATION);
        pixels[(top + y) * width + left + x] = filter.pixels[source]!;
      }
    }
  }
  return { pixels, width, height };
}

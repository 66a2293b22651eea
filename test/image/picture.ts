/** Pictures drawn with characters, for tests that state every pixel. */
import type { Mask, Plane } from '../../src/image/raster.js';

/** Rows of characters: a space or a dot is 0, `#` is `ink`, a digit n is n. */
export function plane(rows: readonly string[], ink = 1): Plane {
  const levels = rows.flatMap((row) => Array.from(row, (c) => (c === '#' ? ink : Number(c) || 0)));
  return { width: rows[0]!.length, height: rows.length, data: Float32Array.from(levels) };
}

export function mask(rows: readonly string[]): Mask {
  const { width, height, data } = plane(rows);
  return { width, height, data: Uint8Array.from(data) };
}

/** Back to rows of rows of numbers. */
export function rowsOf({ width, height, data }: Plane | Mask): number[][] {
  return Array.from({ length: height }, (_, y) => Array.from(data.subarray(y * width, (y + 1) * width)));
}

/** A grey picture as bytes of one channel. */
export interface Grey {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** A digit enlarged by a whole factor, somewhere on a canvas, dark on light or light on dark. */
export function onCanvas(
  digit: Uint8Array,
  { factor = 10, width = 480, height = 400, left = 0, top = 0, inverted = true },
): Grey {
  const pixels = new Uint8Array(width * height).fill(inverted ? 255 : 0);
  for (let y = 0; y < 28 * factor; y++) {
    for (let x = 0; x < 28 * factor; x++) {
      const level = digit[Math.floor(y / factor) * 28 + Math.floor(x / factor)]!;
      const at = (top + y) * width + left + x;
      if (at >= 0 && top + y >= 0 && top + y < height && left + x >= 0 && left + x < width)
        pixels[at] = inverted ? 255 - level : level;
    }
  }
  return { pixels, width, height };
}

/** A digit and beside it what its pixels said, as one colour raster: red spoke for the answer, blue against it. Pure. */

export interface ColourRaster {
  /** (height, width, 3) red, green, blue. */
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const MAGNIFICATION = 12;
const GAP = 12;
const PAPER = 255;

/** Of the strongest contribution, from the diverging palette RdBu of ColorBrewer (Brewer 2003). */
const FOR = [178, 24, 43] as const;
const AGAINST = [33, 102, 172] as const;

/**
 * @param pixels (side × side) 0 background to 255 ink
 * @param contributions (side × side), of any scale
 */
export function explanationSheet(pixels: Uint8Array, contributions: Float64Array): ColourRaster {
  const side = Math.sqrt(pixels.length);
  const strongest = contributions.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const tile = side * MAGNIFICATION;
  const width = 2 * tile + 3 * GAP;
  const height = tile + 2 * GAP;
  const sheet = new Uint8Array(width * height * 3).fill(PAPER);
  const paint = (left: number, colourOf: (pixel: number) => readonly number[]): void => {
    for (let y = 0; y < tile; y++) {
      for (let x = 0; x < tile; x++) {
        const pixel = Math.floor(y / MAGNIFICATION) * side + Math.floor(x / MAGNIFICATION);
        sheet.set(colourOf(pixel), ((GAP + y) * width + left + x) * 3);
      }
    }
  };
  paint(GAP, (pixel) => new Array<number>(3).fill(255 - pixels[pixel]!));
  paint(2 * GAP + tile, (pixel) => diverging(contributions[pixel]! / strongest));
  return { pixels: sheet, width, height };
}

/** −1 … 1: blue over white to red. */
function diverging(strength: number): number[] {
  const end = strength < 0 ? AGAINST : FOR;
  return end.map((channel) => Math.round(PAPER + (channel - PAPER) * Math.abs(strength)));
}

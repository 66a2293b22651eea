/** Rows of digits as people write them: of different sizes and slants, with gaps between their inks. For tests and measurements. */

export interface Placed {
  /** Pixels for each of the digit's. */
  readonly scale: number;
  /** Columns to the right per row upwards. */
  readonly slant: number;
  /** Columns to the next digit's ink; negative where the boxes overlap. */
  readonly gap: number;
}

export interface RowPicture {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const MARGIN = 14;

/** @param digits 784 bytes each @param inverted dark on light */
export function drawRow(digits: readonly Uint8Array[], place: () => Placed, inverted: boolean): RowPicture {
  const [width, height] = [40 + digits.length * 80, 90];
  const light = new Uint8Array(width * height);
  let left = MARGIN;
  for (const digit of digits) {
    const { scale, slant, gap } = place();
    const inked: [x: number, y: number, level: number][] = [];
    for (let y = 0; y < height; y++) {
      for (let x = -30; x < 110; x++) {
        const v = Math.round((y - height / 2) / scale + 14);
        const u = Math.round(x / scale + slant * (v - 14));
        const level = u >= 0 && u < 28 && v >= 0 && v < 28 ? digit[v * 28 + u]! : 0;
        if (level > 0) inked.push([x, y, level]);
      }
    }
    const first = Math.min(...inked.map(([x]) => x));
    const last = Math.max(...inked.map(([x]) => x));
    for (const [x, y, level] of inked) {
      const at = y * width + left + x - first;
      light[at] = Math.max(light[at]!, level);
    }
    left += last - first + gap;
  }
  return { width, height, pixels: inverted ? light.map((level) => 255 - level) : light };
}

/** Fractions that are the same everywhere (Lehmer's generator). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/** Sizes, slants and gaps as in a postcode that is written by hand. */
export function handwritten(random: () => number): () => Placed {
  return () => ({
    scale: 1.8 + random() * 0.7,
    slant: (random() - 0.5) * 0.3,
    gap: 3 + Math.floor(random() * 15),
  });
}

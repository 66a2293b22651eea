/** A digit as text. */

/** From background to ink, one character per level of grey. */
const RAMP = ' .:-=+*#%@';

/**
 * 7-bit ASCII, two characters a pixel so that a digit looks square: 28 rows of 56 characters for 28×28.
 * @param pixels (rows × columns), 0 background to 255 ink
 */
export function asciiDigit(pixels: Uint8Array, rows = 28, columns = 28): string {
  return Array.from({ length: rows }, (_, row) =>
    Array.from(pixels.subarray(row * columns, (row + 1) * columns), (pixel) => level(pixel).repeat(2)).join(
      '',
    ),
  ).join('\n');
}

/** The same, half as wide and high: a character is one pixel wide and two high. @returns a line for each two rows */
export function halfDigit(pixels: Uint8Array, columns = 28): string[] {
  return Array.from({ length: Math.ceil(pixels.length / columns / 2) }, (_, line) =>
    Array.from({ length: columns }, (_, x) => {
      const upper = pixels[2 * line * columns + x]!;
      const lower = pixels[(2 * line + 1) * columns + x] ?? upper;
      return level((upper + lower) / 2);
    }).join(''),
  );
}

/** Ink that is barely there still shows: only 0 is a space. */
function level(pixel: number): string {
  return RAMP[Math.ceil((pixel / 255) * (RAMP.length - 1))]!;
}

/** A digit as text. */

/** From background to ink, one character per level of grey. */
const RAMP = ' .:-=+*#%@';

/**
 * 7-bit ASCII, two characters a pixel so that a digit looks square: 28 rows of 56 characters for 28×28.
 * @param pixels (rows × columns), 0 background to 255 ink
 */
export function asciiDigit(pixels: Uint8Array, rows = 28, columns = 28): string {
  return Array.from({ length: rows }, (_, row) =>
    Array.from(pixels.subarray(row * columns, (row + 1) * columns), character).join(''),
  ).join('\n');
}

/** Ink that is barely there still shows: only 0 is a space. */
function character(pixel: number): string {
  return RAMP[Math.ceil((pixel / 255) * (RAMP.length - 1))]!.repeat(2);
}

/** Values of either sign over a picture, as 7-bit ASCII: a character is one pixel wide and two high. */
import type { Paint } from '../paint.js';

/** From weak to strong; nothing where there is nearly nothing. */
export const POSITIVE = '.:oO@';
export const NEGATIVE = '`-=xX';

/** @param values (rows × side), −1 to 1 @returns a line for each two rows */
export function signedPicture(values: ArrayLike<number>, side: number, paint: Paint): string[] {
  return Array.from({ length: Math.ceil(values.length / side / 2) }, (_, line) =>
    Array.from({ length: side }, (_, x) => {
      const upper = values[2 * line * side + x]!;
      const lower = values[(2 * line + 1) * side + x] ?? upper;
      const value = (upper + lower) / 2;
      const ramp = ` ${value < 0 ? NEGATIVE : POSITIVE}`;
      const character = ramp[Math.min(ramp.length - 1, Math.floor(Math.abs(value) * ramp.length))]!;
      if (character === ' ') return character;
      return value < 0 ? paint.cyan(character) : paint.red(character);
    }).join(''),
  );
}

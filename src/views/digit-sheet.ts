/** Digits side by side, as many in a line as fit, with what is to be said of each below it. */
import type { Paint } from '../paint.js';
import { asciiDigit, halfDigit } from './digit.js';
import { BRAILLE_CELL, brailleCharacter, DotCanvas } from './dot-canvas.js';
import { displayWidth, padEnd } from './width.js';

export type DigitStyle = 'ascii' | 'blocks' | 'braille';
export const DIGIT_STYLES: readonly DigitStyle[] = ['ascii', 'blocks', 'braille'];

export interface CaptionedDigit {
  readonly rows: number;
  readonly columns: number;
  /** (rows × columns), 0 background to 255 ink. */
  readonly pixels: Uint8Array;
  /** A line, or several. */
  readonly caption: string;
}

const GAP = '  ';

/**
 * One digit in ASCII is drawn large, two characters a pixel; in a sheet, a character is one pixel wide and two high.
 * @param columns how wide the terminal is
 */
export function formatSheet(
  digits: readonly CaptionedDigit[],
  style: DigitStyle,
  columns: number,
  paint: Paint,
): string {
  const [only, ...others] = digits;
  if (only && others.length === 0 && style === 'ascii')
    return `${asciiDigit(only.pixels, only.rows, only.columns)}\n${only.caption}`;
  return tileDigits(digits, style, columns, paint);
}

/** The same, with a single digit as small as several. */
export function tileDigits(
  digits: readonly CaptionedDigit[],
  style: DigitStyle,
  columns: number,
  paint: Paint,
): string {
  const width = Math.max(
    ...digits.flatMap((digit) => [cellsAcross(digit, style), ...captionLines(digit).map(displayWidth)]),
  );
  const perLine = Math.max(1, Math.floor((columns + GAP.length) / (width + GAP.length)));
  const blocks: string[] = [];
  for (let first = 0; first < digits.length; first += perLine) {
    const group = digits.slice(first, first + perLine);
    const pictures = group.map((digit) => drawDigit(digit, style, paint));
    const lines = pictures[0]!.map((_, line) =>
      pictures
        .map((picture, i) => picture[line]! + ' '.repeat(width - cellsAcross(group[i]!, style)))
        .join(GAP)
        .trimEnd(),
    );
    const captions = group.map(captionLines);
    const height = Math.max(...captions.map((caption) => caption.length));
    const below = Array.from({ length: height }, (_, line) =>
      captions
        .map((caption) => padEnd(caption[line] ?? '', width))
        .join(GAP)
        .trimEnd(),
    );
    blocks.push([...lines, ...below].join('\n'));
  }
  return blocks.join('\n\n');
}

function captionLines({ caption }: CaptionedDigit): string[] {
  return caption.split('\n');
}

function cellsAcross({ columns }: CaptionedDigit, style: DigitStyle): number {
  return style === 'braille' ? Math.ceil(columns / BRAILLE_CELL.across) : columns;
}

function drawDigit(digit: CaptionedDigit, style: DigitStyle, paint: Paint): string[] {
  if (style === 'ascii') return halfDigit(digit.pixels, digit.columns);
  return style === 'blocks' ? blockDigit(digit, paint) : brailleDigit(digit);
}

/** Characters from no ink to full, where the terminal has no greys. */
const SHADES = ' ░▒▓█';

/** Two pixels in a character: the upper half in its colour, the lower in that of its background. */
function blockDigit({ pixels, rows, columns }: CaptionedDigit, { shade }: Paint): string[] {
  return Array.from({ length: Math.ceil(rows / 2) }, (_, line) =>
    Array.from({ length: columns }, (_, x) => {
      const upper = pixels[2 * line * columns + x]!;
      const lower = pixels[(2 * line + 1) * columns + x] ?? 0;
      if (shade) return shade('▀', upper, lower);
      return SHADES[Math.ceil(((upper + lower) / 510) * (SHADES.length - 1))]!;
    }).join(''),
  );
}

/** A dot a pixel, where there is more ink than paper. */
function brailleDigit({ pixels, rows, columns }: CaptionedDigit): string[] {
  const { across, down } = BRAILLE_CELL;
  const canvas = new DotCanvas(Math.ceil(columns / across), Math.ceil(rows / down), BRAILLE_CELL);
  pixels.forEach((pixel, i) => {
    if (pixel > 127) canvas.set(i % columns, Math.floor(i / columns), 0);
  });
  return Array.from({ length: canvas.rows }, (_, row) =>
    Array.from({ length: canvas.columns }, (_, column) => brailleCharacter(canvas.at(column, row).dots)).join(
      '',
    ),
  );
}

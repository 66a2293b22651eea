/** Shares as bars of text, behind the lines of a table. */
import type { Screen } from './screen.js';
import { displayWidth, padEnd } from './width.js';

/** Characters of a bar: the fewest that compare, the most that are needed. */
const SHORTEST = 6;
const LONGEST = 40;
const GAP = '  ';

/** @param shares 0 … 1, one for each line; where the screen has no room for them, the lines stay as they are */
export function appendBars(lines: readonly string[], shares: readonly number[], screen: Screen): string[] {
  const { paint, columns, unicode } = screen;
  const width = Math.max(...lines.map(displayWidth));
  const room = Math.min(LONGEST, columns - width - GAP.length);
  if (room < SHORTEST) return [...lines];
  return lines.map((line, i) => {
    const bar = formatBar(shares[i]!, room, unicode);
    return bar === '' ? line : padEnd(line, width) + GAP + paint.cyan(bar);
  });
}

/** The last character of a bar, by the eighths of it that are full. */
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** @param width characters that a share of 1 takes */
export function formatBar(share: number, width: number, unicode: boolean): string {
  if (!unicode) return '#'.repeat(Math.round(share * width));
  const eighths = Math.round(share * width * 8);
  return '█'.repeat(eighths >> 3) + EIGHTHS[eighths & 7]!;
}

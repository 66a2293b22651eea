/** A distribution as columns of 7-bit ASCII. */
import type { Histogram } from '../model/statistics.js';
import { formatCount } from './numbers.js';

const HEIGHT = 6;
/** A column ends in thirds. */
const TOPS = ['', '.', ':', '#'];

export function formatHistogram({ edges, counts }: Histogram): string {
  const most = Math.max(...counts, 1);
  const label = formatCount(most);
  const rows = Array.from({ length: HEIGHT }, (_, i) => {
    const below = HEIGHT - 1 - i;
    const columns = counts.map((count) => cell((count / most) * HEIGHT - below, below === 0 && count > 0));
    return `${(i === 0 ? label : '').padStart(label.length)} |${columns.join('')}`.trimEnd();
  });
  return [...rows, axis(edges, counts.length, label.length)].join('\n');
}

/** What a column shows in a row that is filled so far; a bin that is not empty always shows. */
function cell(filled: number, isLowest: boolean): string {
  const thirds = Math.min(3, Math.max(isLowest ? 1 : 0, Math.round(filled * 3)));
  return TOPS[thirds] || ' ';
}

/** The lowest value on the left, the highest on the right, zero where it lies if there is room. */
function axis(edges: readonly number[], width: number, indent: number): string {
  const low = edges[0]!;
  const high = edges.at(-1)!;
  const [left, right] = [low.toPrecision(3), high.toPrecision(3)];
  const line = Array.from(left.padEnd(width - right.length) + right);
  const zero = Math.floor((-low / (high - low)) * width);
  if (zero > left.length && zero < width - right.length - 1) line[zero] = '0';
  const ruler = `${' '.repeat(indent)} +${'-'.repeat(width)}`;
  return `${ruler}\n${' '.repeat(indent + 2)}${line.join('')}`;
}

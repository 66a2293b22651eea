/** Columns of text, numbers to the right. */
import { displayWidth, padEnd, padStart } from './width.js';

/** @param rows the first is the heading; all of one length @param left the columns that are aligned to the left */
export function formatTable(rows: readonly (readonly string[])[], left: readonly number[] = []): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column]!))));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (left.includes(i) ? padEnd(cell, widths[i]!) : padStart(cell, widths[i]!)))
      .join('  ')
      .trimEnd();
  return rows.map(line).join('\n');
}

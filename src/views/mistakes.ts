/** Digits that were taken for others, as text: drawn side by side, or by name alone. */
import type { EvalReport } from '../commands/eval.js';
import { t } from '../text.js';
import { tileDigits } from './digit-sheet.js';
import { formatCount, formatPercent } from './numbers.js';
import type { Screen } from './screen.js';

type Mistake = NonNullable<EvalReport['misclassified']>[number];

/** @param pixelsOf 784 pixels by the place in the set */
export function drawMistakes(
  report: EvalReport,
  pixelsOf: (index: number) => Uint8Array,
  { paint, columns }: Screen,
): string {
  const mistakes = report.misclassified!;
  if (mistakes.length === 0) return heading(report, paint);
  const digits = mistakes.map((mistake) => ({
    rows: 28,
    columns: 28,
    pixels: pixelsOf(mistake.index),
    caption: `${nameOf(mistake)}\n${describe(mistake)}`,
  }));
  // Greys where the terminal has them.
  const style = paint.shade ? 'blocks' : 'ascii';
  const sheet = tileDigits(digits, style, columns, paint);
  return `${heading(report, paint)}\n${sheet}`;
}

export function listMistakes(report: EvalReport, { paint }: Screen): string {
  const lines = report.misclassified!.map((mistake) => `  ${nameOf(mistake)}  ${describe(mistake)}`);
  return [heading(report, paint), ...lines].join('\n');
}

function heading({ misclassified, unread = [], runs }: EvalReport, paint: Screen['paint']): string {
  const { correct, count } = runs[0]!;
  if (correct === count) return t`no mistakes`;
  const mistakes = t`${formatCount(misclassified!.length)} of ${formatCount(count - correct - unread.length)} mistakes`;
  return paint.bold(unread.length === 0 ? mistakes : t`${mistakes}, and ${unread.length} not read`);
}

function nameOf({ index, source = `[${index}]` }: Mistake): string {
  return source;
}

function describe({ label, digit, confidence }: Mistake): string {
  return t`label ${label}, read as ${digit} (${formatPercent(confidence, 1)})`;
}

/** What was converted into what, as text. */
import type { ConvertReport } from '../commands/convert.js';
import type { Paint } from '../paint.js';
import { t } from '../text.js';
import { formatCount } from './numbers.js';

export function formatConversion(
  { from, to, exact, largestDifference }: ConvertReport,
  paint: Paint,
): string {
  const same = exact
    ? t`read back and equal bit for bit`
    : t`read back and equal as far as float32 holds it: no weight differs by more than ${largestDifference.toExponential(2)}`;
  return [
    t`${from.name} (${from.format})  →  ${paint.bold(to.path)} (${to.format}, ${formatCount(to.bytes)} bytes)`,
    `${from.layers.join('-')}, ${from.activations.join(', ')}; ${same}`,
    paint.dim(`SHA-256 ${to.sha256}`),
  ].join('\n');
}

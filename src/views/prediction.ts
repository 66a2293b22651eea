/** What was read in a picture, as text. */
import type { Paint } from '../paint.js';
import { rankDigits } from '../predict.js';
import type { Reading } from '../read-picture.js';
import { asciiDigit } from './digit.js';
import { formatPercent } from './numbers.js';

export interface PredictionView {
  /** How many digits to show with a bar each. */
  readonly top?: number | undefined;
  /** Whether to draw what the network saw. */
  readonly show?: boolean | undefined;
}

/** A second answer is worth a word from this share of the first on. */
const CLOSE_SECOND = 0.25;

/** Cells of the bar of a certain answer. */
const BAR = 30;

export function formatReading(source: string, reading: Reading, view: PredictionView, paint: Paint): string {
  const ranked = rankDigits(reading.probabilities);
  const [first, second] = ranked;
  const also =
    second!.confidence >= CLOSE_SECOND * first!.confidence
      ? `, or ${second!.digit} (${formatPercent(second!.confidence, 1)})`
      : '';
  const lines = [
    `${printable(source)}: ${paint.bold(String(first!.digit))} (${formatPercent(first!.confidence, 1)})${also}`,
  ];
  if (view.top !== undefined) {
    for (const { digit, confidence } of ranked.slice(0, view.top)) {
      const bar = '#'.repeat(Math.round(confidence * BAR)).padEnd(BAR);
      lines.push(`  ${digit}  ${bar}  ${formatPercent(confidence, 1).padStart(7)}`);
    }
  }
  if (view.show) lines.push(asciiDigit(reading.pixels));
  return lines.join('\n');
}

/** A file's name may hold anything; what would steer the terminal is replaced. */
function printable(name: string): string {
  return name.replace(/\p{Cc}/gu, '\ufffd');
}

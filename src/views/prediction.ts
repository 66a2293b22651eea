/** What was read in a picture, as text. */
import type { Paint } from '../paint.js';
import { rankDigits } from '../predict.js';
import { slantDegrees } from '../image/slant.js';
import type { Reading, RowReading } from '../read-picture.js';
import { t } from '../text.js';
import { asciiDigit } from './digit.js';
import { formatPercent } from './numbers.js';
import { formatTable } from './table.js';

export interface PredictionView {
  /** How many digits to show with a bar each. */
  readonly top?: number | undefined;
  /** Whether to tell each step's choice. */
  readonly explain?: boolean | undefined;
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
  const answer = `${paint.bold(String(first!.digit))} (${formatPercent(first!.confidence, 1)})`;
  const close = second!.confidence >= CLOSE_SECOND * first!.confidence;
  const answers = close
    ? t`${answer}, or ${second!.digit} (${formatPercent(second!.confidence, 1)})`
    : answer;
  const doubtful = reading.warnings.length > 0;
  const lines = [`${printable(source)}: ${doubtful ? t`${answers}, doubtful` : answers}`];
  if (view.top !== undefined) {
    for (const { digit, confidence } of ranked.slice(0, view.top)) {
      const bar = '#'.repeat(Math.round(confidence * BAR)).padEnd(BAR);
      lines.push(`  ${digit}  ${bar}  ${formatPercent(confidence, 1).padStart(7)}`);
    }
  }
  lines.push(...(view.explain ? formatSteps(reading) : []));
  if (view.show) lines.push(asciiDigit(reading.pixels));
  return lines.join('\n');
}

/** The digits of a row, then each with its place. */
export function formatRow(
  source: string,
  { text, digits }: RowReading,
  view: PredictionView,
  paint: Paint,
): string {
  const lines = [`${printable(source)}: ${paint.bold(text)}`];
  for (const digit of digits) lines.push(`  ${formatReading(digit.box.join(','), digit, view, paint)}`);
  return lines.join('\n');
}

/** The choices that were made on the way from the picture to the 28×28. */
function formatSteps({ steps, inverted, box: [x, y, width, height], pixels }: Reading): string[] {
  if (!steps) return [`  ${t`taken as it is`}`];
  if (steps.unchanged)
    return columns([[t`unchanged`, t`it is 28×28, light on dark, scaled and centred like MNIST`]]);
  return columns([
    [t`polarity`, inverted ? t`dark on light: inverted` : t`light on dark`],
    [t`threshold`, t`ink takes more than ${formatPercent(steps.threshold, 0)} of the light from the paper`],
    [t`box`, t`${width}×${height} pixels at ${x},${y}`],
    [t`stroke`, t`${steps.strokeWidth.toFixed(1)} pixels of 28 before mending`],
    [t`angle`, t`${slantDegrees(pixels).toFixed(0)}° to the right of upright, left as it is`],
  ]);
}

function columns(rows: readonly (readonly string[])[]): string[] {
  return formatTable(rows, [0, 1])
    .split('\n')
    .map((line) => `  ${line}`);
}

/** A file's name may hold anything; what would steer the terminal is replaced. */
function printable(name: string): string {
  return name.replace(/\p{Cc}/gu, '\ufffd');
}

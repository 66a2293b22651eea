/** What was read in a picture, as text. */
import type { Paint } from '../paint.js';
import { rankDigits } from '../predict.js';
import { slantDegrees } from '../image/slant.js';
import type { Reading, RowReading } from '../read-picture.js';
import { asciiDigit } from './digit.js';
import { formatPercent } from './numbers.js';

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
  if (!steps) return ['  taken as it is'];
  if (steps.unchanged) return ['  unchanged   it is 28×28, light on dark, scaled and centred like MNIST'];
  return [
    `  polarity    ${inverted ? 'dark on light: inverted' : 'light on dark'}`,
    `  threshold   ink takes more than ${formatPercent(steps.threshold, 0)} of the light from the paper`,
    `  box         ${width}×${height} pixels at ${x},${y}`,
    `  stroke      ${steps.strokeWidth.toFixed(1)} pixels of 28 before mending`,
    `  angle       ${slantDegrees(pixels).toFixed(0)}° to the right of upright, left as it is`,
  ];
}

/** A file's name may hold anything; what would steer the terminal is replaced. */
function printable(name: string): string {
  return name.replace(/\p{Cc}/gu, '\ufffd');
}

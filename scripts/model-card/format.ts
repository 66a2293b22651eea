/** Measurements → the Markdown of weights/README.md. */
import { basename } from 'node:path';
import type { EvalReport } from '../../src/commands/eval.js';
import type { Model } from '../../src/model/load.js';
import type { Recipe } from '../train/recipes.js';
import { cards, type CardText, INTRODUCTION } from './cards.js';
import { accuracyAt, columns, kinds } from './robustness.js';

export interface Measured {
  /** A bundled name, or the path of a file that is only compared. */
  readonly name: string;
  readonly model: Model;
  readonly report: EvalReport;
  /** 0 … 1, over fifteen bins. */
  readonly calibrationError: number;
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

export function formatCards(measured: readonly Measured[]): string {
  const bundled = measured.filter(({ name }) => cards.has(name));
  return [
    INTRODUCTION,
    ...bundled.map((one) => formatCard(one, cards.get(one.name)!)),
    '## Robustness\n',
    'Share of the 10,000 test digits read right after each distortion; shifts are the mean of four directions, rotation of both.',
    'Thicker and thinner: each pixel becomes the greatest or least of itself and its four neighbours. Noise: its standard deviation,',
    `of a full pixel. \`mnn eval --perturb ${kinds}\` tells more.\n`,
    robustnessTable(measured),
    '',
  ].join('\n');
}

function formatCard({ name, model, report, calibrationError }: Measured, text: CardText): string {
  const { metadata } = model;
  const [run] = report.runs;
  const { correct, count, accuracy, interval, loss } = run!;
  return `## \`${name}\`

${text.purpose}

| | |
| --- | --- |
| network | ${report.weights.layers.join('-')}, ${report.weights.activations.join(', ')}; ${report.weights.parameters.toLocaleString('en')} parameters |
| accuracy on the test set | **${percent(accuracy)}** (${correct} of ${count}); 95 % interval ${percent(interval.low)} – ${percent(interval.high)} |
| mean cross-entropy | ${loss === null ? '–' : loss.toFixed(4)} |
| calibration error (ECE, 15 bins) | ${percent(calibrationError)} |
| when it was chosen | ${metadata['accuracy']} |
| data | MNIST's training split, its last 5,000 digits held out; SHA-256 of pixels and labels ${metadata['data_sha256']} |
| made by | \`npm run train -- ${name}\`, seed ${metadata['seed']}, ${metadata['date']} |
| file | SHA-256 ${report.weights.sha256} |

${text.describe(JSON.parse(metadata['recipe']!) as Recipe)}

Confusion, labels down, answers across:

${confusionTable(report.confusion)}

${text.limits}
`;
}

function confusionTable(confusion: readonly (readonly number[])[]): string {
  const digits = confusion.map((_, digit) => digit);
  return [
    `| | ${digits.join(' | ')} |`,
    `| --- |${' ---: |'.repeat(digits.length)}`,
    ...confusion.map(
      (row, label) => `| **${label}** | ${row.map((count) => (count === 0 ? '' : count)).join(' | ')} |`,
    ),
  ].join('\n');
}

function robustnessTable(measured: readonly Measured[]): string {
  return [
    `| | as they are | ${columns.map(({ heading }) => heading).join(' | ')} |`,
    `| --- |${' ---: |'.repeat(1 + columns.length)}`,
    ...measured.map(({ name, report }) => {
      const accuracies = [report.runs[0]!.accuracy, ...columns.map((column) => accuracyAt(report, column))];
      const cells = accuracies.map((accuracy) => (100 * accuracy).toFixed(2));
      return `| \`${basename(name)}\` | ${cells.join(' | ')} |`;
    }),
  ].join('\n');
}

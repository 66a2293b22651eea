/** The record of an evaluation as text. */
import type { EvalReport } from '../commands/eval.js';
import type { Paint } from '../paint.js';
import { t } from '../text.js';
import { formatCount, formatMilliseconds, formatPercent } from './numbers.js';
import { formatTable } from './table.js';

export interface EvaluationView {
  readonly confusion: boolean;
  /** How many mistakes to list; undefined: none. */
  readonly errors: number | undefined;
}

export function formatEvaluation(report: EvalReport, view: EvaluationView, paint: Paint): string {
  const { weights, dataset } = report;
  const parts = [
    `${paint.bold(weights.name)}  ${weights.layers.join('-')}, ${weights.activations.join(', ')}  ` +
      t`(${formatCount(weights.parameters)} parameters)`,
    `${t`${nameSet(dataset)}, ${formatCount(dataset.count)} images`}  ${paint.dim(dataset.path)}`,
    '',
    formatRuns(report, paint),
    '',
    paint.dim(formatTiming(report)),
  ];
  if (view.confusion) parts.push('', formatConfusion(report.confusion, paint));
  if (report.misclassified && view.errors !== undefined) {
    parts.push(
      '',
      formatMisclassified(report.misclassified, report.runs[0]!.count - report.runs[0]!.correct),
    );
  }
  return parts.join('\n');
}

/** `mnist test`, or the user's pictures by the name of their folder. */
export function nameSet({ name, split, path }: EvalReport['dataset']): string {
  return split === 'own' ? t`the pictures in ${path.split(/[/\\]/).at(-1)}` : `${name} ${split}`;
}

function formatTiming({ timing, kernel, threads }: EvalReport): string {
  const weights = formatMilliseconds(timing.loadWeightsMs);
  const data = formatMilliseconds(timing.loadDataMs);
  const all = formatMilliseconds(timing.totalMs);
  return threads === 1
    ? t`weights read in ${weights}, data in ${data}; ${all} in all; kernel ${kernel}`
    : t`weights read in ${weights}, data in ${data}; ${all} in all; kernel ${kernel}, ${threads} threads`;
}

function formatRuns({ runs }: EvalReport, paint: Paint): string {
  const heading = [t`batch`, t`correct`, t`accuracy`, t`loss`, t`forward`, t`images/s`];
  const rows = runs.map((run) => [
    formatCount(run.batchSize),
    t`${formatCount(run.correct)} of ${formatCount(run.count)}`,
    formatPercent(run.accuracy),
    run.loss === null ? '–' : run.loss.toFixed(4),
    formatMilliseconds(run.timing.forwardMs),
    formatCount(run.timing.imagesPerSecond),
  ]);
  const [head = '', ...body] = formatTable([heading, ...rows]).split('\n');
  return [paint.dim(head), ...body].join('\n');
}

/** Rows are the labels, columns the answers. */
function formatConfusion(confusion: readonly (readonly number[])[], paint: Paint): string {
  const digits = confusion.map((_, digit) => String(digit));
  const table = formatTable([
    ['', ...digits],
    ...confusion.map((row, label) => [String(label), ...row.map((n) => (n === 0 ? '·' : String(n)))]),
  ]);
  return `${paint.bold(t`confusion`)}  ${paint.dim(t`rows: label, columns: answer`)}\n${table}`;
}

function formatMisclassified(misclassified: NonNullable<EvalReport['misclassified']>, total: number): string {
  if (total === 0) return t`no mistakes`;
  const lines = misclassified.map(
    ({ index, source = `[${index}]`, label, digit, confidence }) =>
      `  ${source}  ${t`label ${label}, read as ${digit} (${formatPercent(confidence, 1)})`}`,
  );
  return [t`${formatCount(misclassified.length)} of ${formatCount(total)} mistakes`, ...lines].join('\n');
}

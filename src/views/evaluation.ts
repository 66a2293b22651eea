/** The record of an evaluation as text: what was run on what, how much was right, how fast it was, which digits are hard. */
import type { EvalReport } from '../commands/eval.js';
import type { Paint } from '../paint.js';
import { t } from '../text.js';
import { appendBars } from './bar.js';
import { formatCount, formatMilliseconds, formatPercent } from './numbers.js';
import type { Screen } from './screen.js';
import { formatTable } from './table.js';
import { wrap } from './width.js';

export function formatEvaluation(report: EvalReport, screen: Screen): string {
  const { weights, dataset } = report;
  const { paint, columns } = screen;
  const network =
    `${paint.bold(weights.name)}  ${weights.layers.join('-')}, ${weights.activations.join(', ')}  ` +
    t`(${formatCount(weights.parameters)} parameters)`;
  return [
    wrap(network, columns),
    `${t`${nameSet(dataset)}, ${formatCount(dataset.count)} images`}  ${paint.dim(dataset.path)}`,
    '',
    formatAccuracy(report, paint),
    '',
    formatRuns(report, screen),
    '',
    paint.dim(wrap(formatTiming(report), columns)),
  ].join('\n');
}

/** Once: it is the same at every batch size. */
function formatAccuracy({ runs }: EvalReport, paint: Paint): string {
  const { accuracy, correct, count, interval, loss } = runs[0]!;
  const of = t`${formatCount(correct)} of ${formatCount(count)}`;
  const rows = [
    [t`accuracy`, `${paint.bold(formatPercent(accuracy))}  ${of}`],
    [t`95 % interval`, t`${formatPercent(interval.low)} to ${formatPercent(interval.high)}`],
    ...(loss === null ? [] : [[t`loss`, loss.toFixed(4)]]),
  ];
  return formatTable(
    rows.map(([name, value]) => [paint.dim(name!), value!]),
    [0, 1],
  );
}

/** A row for each batch size; several are compared by bars. */
function formatRuns({ runs }: EvalReport, screen: Screen): string {
  const heading = [t`batch`, t`forward`, t`images/s`];
  const rows = runs.map(({ batchSize, timing }) => [
    formatCount(batchSize),
    formatMilliseconds(timing.forwardMs),
    formatCount(timing.imagesPerSecond),
  ]);
  const [head = '', ...body] = formatTable([heading, ...rows]).split('\n');
  const speeds = runs.map(({ timing }) => timing.imagesPerSecond);
  const shares = speeds.map((speed) => speed / Math.max(...speeds));
  const lines = runs.length > 1 ? appendBars(body, shares, screen) : body;
  return [screen.paint.dim(head), ...lines].join('\n');
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

/** Rows are the labels, columns the answers. */
export function formatConfusion({ confusion }: EvalReport, { paint, columns, unicode }: Screen): string {
  const none = paint.dim(unicode ? '·' : '.');
  const cell = (count: number, isRight: boolean): string => {
    if (count === 0) return none;
    return isRight ? paint.green(String(count)) : String(count);
  };
  const table = formatTable([
    ['', ...confusion.map((_, digit) => paint.dim(String(digit)))],
    ...confusion.map((row, label) => [
      paint.dim(String(label)),
      ...row.map((count, digit) => cell(count, digit === label)),
    ]),
  ]);
  const note = t`rows: label, columns: answer`;
  return `${wrap(`${paint.bold(t`confusion`)}  ${paint.dim(note)}`, columns)}\n${table}`;
}

/** A row for each digit. */
export function formatClasses({ classes }: EvalReport, { paint, columns }: Screen): string {
  const share = (value: number | null): string => (value === null ? '-' : formatPercent(value));
  const table = formatTable([
    [t`digit`, t`images`, t`precision`, t`recall`, 'F1'].map((name) => paint.dim(name)),
    ...classes.map(({ label, support, precision, recall, f1 }) => [
      String(label),
      formatCount(support),
      share(precision),
      share(recall),
      share(f1),
    ]),
  ]);
  const note = t`precision: right among the answers, recall: found among the images`;
  return `${wrap(`${paint.bold(t`by digit`)}  ${paint.dim(note)}`, columns)}\n${table}`;
}

/** The record of a file of weights as text. */
import type { BundledRecord } from '../commands/inspect.js';
import type { Inspection, TensorRecord } from '../model/inspect.js';
import type { Paint } from '../paint.js';
import { t } from '../text.js';
import { formatHistogram } from './histogram.js';
import { formatCount } from './numbers.js';
import { formatTable } from './table.js';

export function formatInspection(inspection: Inspection, paint: Paint): string {
  const { name, path, format, bytes, sha256, metadata, tensors, globals } = inspection;
  const parts = [
    `${paint.bold(name)}  ${t`${format}, ${formatCount(bytes)} bytes`}  ${paint.dim(path ?? t`bundled`)}`,
    paint.dim(`SHA-256 ${sha256}`),
    '',
    formatNetwork(inspection, paint),
  ];
  const remarks = Object.entries(metadata);
  if (remarks.length > 0) parts.push('', section(t`metadata`, remarks.map(([key, value]) => [key, oneLine(value)]), paint)); // prettier-ignore
  if (globals && globals.length > 0) {
    const rows = globals.map(({ name: global, offset, allowed }) => [
      global,
      t`at offset ${offset}` + (allowed ? '' : `  ${paint.red(t`refused: it could run code`)}`),
    ]);
    parts.push('', section(t`globals of the pickle (nothing is run)`, rows, paint));
  }
  if (tensors.length > 0) parts.push('', formatTensors(tensors, paint));
  for (const tensor of tensors) {
    if (tensor.histogram) parts.push('', `${paint.bold(tensor.name)}`, formatHistogram(tensor.histogram));
  }
  return parts.join('\n');
}

function formatNetwork({ network, why }: Inspection, paint: Paint): string {
  if (!network) return `${paint.yellow(t`no network`)}  ${oneLine(why ?? '')}`;
  const { layers, activations, parameters } = network;
  return t`network ${layers.join('-')}, ${activations.join(', ')}  (${formatCount(parameters)} parameters)`;
}

function section(title: string, rows: readonly (readonly string[])[], paint: Paint): string {
  const body = formatTable(rows, [0, 1])
    .split('\n')
    .map((line) => `  ${line}`);
  return [paint.dim(title), ...body].join('\n');
}

function formatTensors(tensors: readonly TensorRecord[], paint: Paint): string {
  const heading = [
    t`tensor`,
    t`shape`,
    t`type`,
    t`order`,
    t`min`,
    t`max`,
    t`mean`,
    t`std`,
    t`non-finite`,
    'SHA-256',
  ];
  const rows = tensors.map(({ name, shape, dtype, order, min, max, mean, std, nonFinite, sha256 }) => [
    name,
    shape.join('×') || t`scalar`,
    dtype,
    order,
    ...[min, max, mean, std].map(formatValue),
    nonFinite === 0 ? '–' : formatCount(nonFinite),
    `${sha256.slice(0, 12)}…`,
  ]);
  const [head = '', ...body] = formatTable([heading, ...rows], [0, 2]).split('\n');
  return [paint.dim(head), ...body].join('\n');
}

function formatValue(value: number | null): string {
  if (value === null) return '–';
  const size = Math.abs(value);
  return value === 0 || (size >= 1e-4 && size < 1e6) ? value.toFixed(4) : value.toExponential(2);
}

/** Text of a file must not move the cursor or colour the terminal. */
function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}

export function formatBundled(bundled: readonly BundledRecord[], paint: Paint): string {
  const heading = [t`name`, t`layers`, t`activations`, t`parameters`, t`bytes`, t`about`];
  const rows = bundled.map(({ name, layers, activations, parameters, bytes, metadata }) => [
    name,
    layers.join('-'),
    activations.join(', '),
    formatCount(parameters),
    formatCount(bytes),
    oneLine(metadata['description'] ?? metadata['accuracy'] ?? ''),
  ]);
  const [head = '', ...body] = formatTable([heading, ...rows], [0, 1, 2, 5]).split('\n');
  return [paint.dim(head), ...body].join('\n');
}

/** `mnn inspect`: what a file of weights holds, and what network it is; the bundled networks with `--list`. */
import { resolve } from 'node:path';
import type { ActivationName } from '../engine/activation.js';
import type { FilterSet } from '../image/filter-sheet.js';
import type { Network } from '../engine/network.js';
import { ShapeError, UsageError } from '../errors.js';
import { bundledNames } from '../model/bundled.js';
import { inspectWeights, type Inspection, type NetworkRecord } from '../model/inspect.js';
import { readWeightsFile } from '../model/load.js';
import type { Terminal } from '../terminal.js';
import { t } from '../text.js';
import { formatBundled, formatInspection } from '../views/inspection.js';

export interface InspectCommandOptions {
  readonly list?: boolean;
  readonly histogram?: boolean;
  readonly filters?: boolean;
  readonly out?: string;
  readonly activation?: ActivationName;
  readonly transpose?: boolean;
}

export interface InspectReport extends Inspection {
  readonly command: 'inspect';
}

/** A bundled network, as `--list` tells of it. */
export interface BundledRecord extends NetworkRecord {
  readonly name: string;
  readonly format: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Columns of a histogram: odd, so that zero has its own in a symmetric distribution. */
const BINS = 61;

export async function inspectCommand(
  nameOrPath: string | undefined,
  options: InspectCommandOptions,
  terminal: Terminal,
): Promise<number> {
  if (options.out !== undefined && !options.filters)
    throw new UsageError(t`--out goes with --filters`, t`mnn inspect book --filters --out filters.png`);
  if (options.list) return listBundled(terminal);
  if (nameOrPath === undefined)
    throw new UsageError(
      t`a file or the name of a bundled network is missing`,
      t`mnn inspect --list shows the names`,
    );
  const { inspection, network } = await inspectWeights(readWeightsFile(nameOrPath), {
    activation: options.activation,
    transpose: options.transpose,
    bins: options.histogram ? BINS : undefined,
    note: (line) => terminal.remark(line),
  });
  const report: InspectReport = { command: 'inspect', ...inspection };
  for (const { name, allowed } of report.globals ?? []) {
    if (!allowed) terminal.warn(t`${nameOrPath} asks for ${name}, which could run code; it is not loaded here, do not load it elsewhere`); // prettier-ignore
  }
  const filters = options.filters ? await filtersOf(network, report) : undefined;
  if (terminal.json) terminal.writeJson(report);
  else terminal.write(formatInspection(report, terminal.paint));
  if (filters) await showFilters(filters, options.out, terminal);
  return 0;
}

async function listBundled(terminal: Terminal): Promise<number> {
  const bundled: BundledRecord[] = [];
  for (const name of bundledNames()) {
    const { inspection } = await inspectWeights(readWeightsFile(name), {});
    const { format, bytes, sha256, metadata, network } = inspection;
    if (network) bundled.push({ name, format, bytes, sha256, ...network, metadata });
  }
  if (terminal.json) terminal.writeJson({ command: 'inspect', bundled });
  else terminal.write(formatBundled(bundled, terminal.paint));
  return 0;
}

/** @throws {ShapeError} where the first layer does not see pictures */
async function filtersOf(network: Network | null, { why, name }: InspectReport): Promise<FilterSet> {
  if (!network) throw new ShapeError(t`no filters to show: ${why ?? t`${name} holds no network`}`);
  return (await import('../image/filter-sheet.js')).layerFilters(network.layers[0]!);
}

/** Into the terminal, or as a picture into a file. With `--json` stdout has the record only. */
async function showFilters(filters: FilterSet, out: string | undefined, terminal: Terminal): Promise<void> {
  if (out === undefined) {
    if (terminal.json) return;
    const { formatFilters } = await import('../views/filters.js');
    terminal.write(`\n${formatFilters(filters, terminal.columns, terminal.paint)}`);
    return;
  }
  const { filterSheet } = await import('../image/filter-sheet.js');
  const { encodeGreyPng } = await import('../image/png.js');
  const { replaceFile } = await import('./replace-file.js');
  const { pixels, width, height } = filterSheet(filters);
  await replaceFile(resolve(out), encodeGreyPng(pixels, width, height));
  terminal.note(
    t`${filters.filters.length} filters written to ${out}: ${width}×${height} pixels, grey is no weight`,
  );
}

/** `mnn predict`: the digits in the user's own pictures, one result a picture, in the order asked for. */
import { selectKernel } from '../engine/kernel/select.js';
import { UsageError } from '../errors.js';
import { contactSheet } from '../image/contact-sheet.js';
import type { Seen } from '../image/prepare.js';
import { prepareAll } from '../image/prepare-all.js';
import type { Mask, Plane } from '../image/raster.js';
import type { Invert } from '../image/segment.js';
import { listSources } from '../image/sources.js';
import { loadModel } from '../model/load.js';
import { loadStrangeness } from '../model/subspaces.js';
import { createReader, type Reader } from '../predict.js';
import {
  answerDigit,
  answerRow,
  type AnswerOptions,
  type Reading,
  type RowReading,
} from '../read-picture.js';
import { errorRecord, type Terminal } from '../terminal.js';
import { t } from '../text.js';
import { formatReading, formatRow } from '../views/prediction.js';
import { replaceFile } from './replace-file.js';

export interface PredictOptions {
  readonly weights: string;
  /** The weights are stored as (out, in). */
  readonly transpose?: boolean;
  readonly top?: number;
  readonly show?: boolean;
  readonly explain?: boolean;
  /** Where the contact sheet of the stages goes. */
  readonly out?: string;
  readonly multi?: boolean;
  readonly invert: Invert;
  readonly raw?: boolean;
  readonly minConfidence?: number;
}

/** Pictures from which on a bar is worth its place. */
const MANY = 50;

/** Rows of a contact sheet at most: more than one can look through. */
const SHEET_ROWS = 100;

export async function predictCommand(
  targets: readonly string[],
  options: PredictOptions,
  terminal: Terminal,
): Promise<number> {
  checkOptions(options);
  const model = await loadModel(options.weights, {
    transpose: options.transpose,
    note: (line) => terminal.remark(line),
  });
  const reader = createReader(await selectKernel(), model.network, options.weights);
  const strangeness = await loadStrangeness();
  const sheet: (readonly (Plane | Mask)[])[] = [];
  const sources = await listSources(targets);
  const progress =
    sources.length < MANY ? undefined : await terminal.progress(t`reading pictures`, sources.length);
  let done = 0;
  let failures = 0;
  const { invert, multi, raw, out } = options;
  const keepStages = out !== undefined;
  for await (const prepared of prepareAll(sources, { invert, multi, raw, keepStages })) {
    const { name } = prepared.source;
    try {
      if (!prepared.digits) throw prepared.error;
      readOne(name, prepared.digits, reader, { ...options, strangeness }, terminal);
      const seen = prepared.digits.map(({ pixels }) => asMask(pixels));
      if (keepStages && sheet.length < SHEET_ROWS) sheet.push([...prepared.stages, ...seen]);
    } catch (failure) {
      failures++;
      writeFailure(name, failure, terminal);
    }
    progress?.update(++done);
    await terminal.drain();
  }
  progress?.stop(t`read ${done - failures} of ${done} pictures`);
  if (out !== undefined && sheet.length > 0) await writeSheet(out, sheet, terminal);
  return failures > 0 ? 1 : 0;
}

function checkOptions({ explain, out, multi, raw }: PredictOptions): void {
  if (out !== undefined && !explain) {
    throw new UsageError(t`--out writes the stages that --explain tells of`, t`add --explain`);
  }
  if (multi && raw)
    throw new UsageError(t`--multi and --raw do not go together: --raw takes one digit as it is`);
}

/** Reads and reports one picture. */
function readOne(
  source: string,
  digits: readonly [Seen, ...Seen[]],
  reader: Reader,
  options: PredictOptions & AnswerOptions,
  terminal: Terminal,
): void {
  if (options.multi) writeRow(source, answerRow(source, digits, reader, options), options, terminal);
  else writeReading(source, answerDigit(source, digits[0], reader, options), options, terminal);
}

function asMask(pixels: Uint8Array): Mask {
  return { width: 28, height: 28, data: pixels };
}

function writeReading(source: string, reading: Reading, options: PredictOptions, terminal: Terminal): void {
  if (terminal.json) return terminal.writeJson({ source, ...recordOf(reading, options) });
  terminal.write(formatReading(source, reading, options, terminal.paint));
  for (const warning of reading.warnings) terminal.warn(`${source}: ${warning}`);
}

function writeRow(source: string, row: RowReading, options: PredictOptions, terminal: Terminal): void {
  if (terminal.json) {
    const { text, digits } = row;
    return terminal.writeJson({ source, text, digits: digits.map((digit) => recordOf(digit, options)) });
  }
  terminal.write(formatRow(source, row, options, terminal.paint));
  for (const { box, warnings } of row.digits) {
    for (const warning of warnings) terminal.warn(t`${source} at ${box.join(',')}: ${warning}`);
  }
}

/** What `--json` says of one digit. */
function recordOf(reading: Reading, { show, explain }: PredictOptions): Record<string, unknown> {
  const {
    digit,
    confidence,
    probabilities,
    inverted,
    box,
    pixels,
    warnings,
    steadiness,
    strangeness,
    steps,
  } = reading;
  return {
    digit,
    confidence,
    probabilities,
    inverted,
    box,
    steadiness,
    strangeness,
    ...(warnings.length > 0 ? { warnings } : {}),
    ...(explain ? { steps: steps ?? null } : {}),
    ...(show ? { pixels: Array.from(pixels) } : {}),
  };
}

/** To stderr; with `--json` also in the place of the result. */
function writeFailure(source: string, failure: unknown, terminal: Terminal): void {
  terminal.error(failure);
  if (!terminal.json) return;
  terminal.writeJson({ source, error: errorRecord(failure) });
}

async function writeSheet(
  path: string,
  rows: readonly (readonly (Plane | Mask)[])[],
  terminal: Terminal,
): Promise<void> {
  const { pixels, width, height } = contactSheet(rows);
  const { encodeGreyPng } = await import('../image/png.js');
  await replaceFile(path, encodeGreyPng(pixels, width, height));
  terminal.note(
    rows.length === 1 ? t`${path}: the stages` : t`${path}: the stages of ${rows.length} pictures`,
  );
}

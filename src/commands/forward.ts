/** `mnn forward`: one forward pass with vectors as given or one digit; each A and Z, and what the pixels said, on request. */
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { checkReadable, readStandardInput } from '../bounded.js';
import { array, formatShape, type NdArray, type Nested } from '../engine/array.js';
import type { LayerTrace } from '../engine/network.js';
import { argmax } from '../engine/reduction.js';
import { FormatError, IoError, MnnError, ShapeError, UsageError } from '../errors.js';
import { explainAnswer, type Explanation } from '../explain.js';
import { loadModel } from '../model/load.js';
import type { Terminal } from '../terminal.js';
import { t } from '../text.js';
import { formatAnswer, formatExplanation } from '../views/explanation.js';
import { formatTrace } from '../views/trace.js';
import { loadDigits, type DigitImage, type DigitSource } from './digits.js';

export interface ForwardOptions extends DigitSource {
  /** Default: three-layer; book where the input is an image. */
  readonly weights?: string;
  /** The weights are stored as (out, in). */
  readonly transpose?: boolean;
  /** Numbers, the path of a JSON file, or `-` for JSON on standard input. */
  readonly input: readonly number[] | string;
  /** An index of the data set, or the path of a picture, in the place of `input`. */
  readonly image?: string;
  readonly trace?: boolean;
  readonly explain?: boolean;
  /** Where the explanation goes as a picture. */
  readonly out?: string;
}

export interface ForwardRecord {
  readonly command: 'forward';
  /** (batch, out) */
  readonly outputs: Nested;
  readonly trace?: readonly { layer: number; activation: string; a: Nested; z: Nested }[];
  /** Where the input is a digit. */
  readonly image?: { readonly source: string; readonly label: number | null; readonly prediction: number };
  /** Of the winning logit; `contributions` row by row. */
  readonly explanation?: {
    readonly method: 'gradient × input';
    readonly digit: number;
    readonly logit: number;
    readonly contributions: readonly number[];
  };
}

export async function forwardCommand(options: ForwardOptions, terminal: Terminal): Promise<number> {
  checkOptions(options);
  const { weights = options.image === undefined ? 'three-layer' : 'book' } = options;
  const { network } = await loadModel(weights, {
    transpose: options.transpose,
    note: (line) => terminal.remark(line),
  });
  const digit = options.image === undefined ? undefined : await readDigit(options.image, options);
  const x = digit ? array(Array.from(digit.pixels, (pixel) => pixel / 255)) : await readInput(options.input);
  if (x.shape.at(-1) !== network.inputSize) {
    throw new ShapeError(
      t`the input has shape ${formatShape(x.shape)}; ${weights} takes ${network.inputSize} values a row`,
      t`give ${network.inputSize} numbers, as in --input ${new Array(Math.min(network.inputSize, 4)).fill('0.5').join(',')}`,
    );
  }
  const trace = network.trace(x);
  const explanation = options.explain ? explainAnswer(network, x) : undefined;
  if (terminal.json) terminal.writeJson(record(trace, options.trace ?? false, digit, explanation));
  else {
    terminal.write(options.trace ? formatTrace(network, x, trace) : String(trace.at(-1)!.z));
    if (digit) terminal.write(formatAnswer(digit, trace.at(-1)!.z));
    if (digit && explanation)
      terminal.write(`\n${formatExplanation(digit.pixels, explanation, terminal.paint)}`);
  }
  if (digit && explanation && options.out !== undefined)
    await writeExplanation(resolve(options.out), digit, explanation, terminal);
  return 0;
}

function checkOptions({ image, explain, out }: ForwardOptions): void {
  if (explain && image === undefined)
    throw new UsageError(t`--explain goes with --image`, 'mnn forward --image 0 --explain');
  if (out !== undefined && !explain)
    throw new UsageError(t`--out goes with --explain`, 'mnn forward --image 0 --explain --out why.png');
}

async function readDigit(target: string, source: DigitSource): Promise<DigitImage> {
  const [digit, ...others] = await loadDigits([target], source);
  if (others.length > 0) throw new UsageError(t`--image takes one digit, not the range ${target}`);
  return digit!;
}

async function writeExplanation(
  path: string,
  { pixels }: DigitImage,
  { digit, contributions }: Explanation,
  terminal: Terminal,
): Promise<void> {
  const [{ explanationSheet }, { encodeColourPng }, { replaceFile }] = await Promise.all([
    import('../image/explanation-sheet.js'),
    import('../image/png.js'),
    import('./replace-file.js'),
  ]);
  const sheet = explanationSheet(pixels, contributions);
  await replaceFile(path, encodeColourPng(sheet.pixels, sheet.width, sheet.height));
  terminal.note(t`${path}: red spoke for ${digit}, blue against it`);
}

function record(
  trace: readonly LayerTrace[],
  withTrace: boolean,
  digit: DigitImage | undefined,
  explanation: Explanation | undefined,
): ForwardRecord {
  const layers = trace.map(({ layer, activation, a, z }) => ({ layer, activation, a: rows(a), z: rows(z) }));
  const { z } = trace.at(-1)!;
  return {
    command: 'forward',
    outputs: layers.at(-1)!.z,
    ...(withTrace ? { trace: layers } : {}),
    ...(digit ? { image: { source: digit.source, label: digit.label, prediction: argmax(z) } } : {}),
    ...(explanation
      ? {
          explanation: {
            method: 'gradient × input',
            ...explanation,
            contributions: Array.from(explanation.contributions),
          },
        }
      : {}),
  };
}

/** A single vector as a batch of one, so that readers of the JSON meet one form. */
function rows(values: NdArray): Nested {
  return values.ndim === 1 ? [values.toArray() as number[]] : values.toArray();
}

async function readInput(input: readonly number[] | string): Promise<NdArray> {
  if (typeof input !== 'string') return array(input);
  const source = input === '-' ? t`standard input` : input;
  const text = await readText(input, source);
  let values: unknown;
  try {
    values = JSON.parse(text);
  } catch (cause) {
    throw new FormatError(t`${source} is not JSON: ${(cause as Error).message}`, jsonHint(), { cause });
  }
  if (!isVectorOrBatch(values))
    throw new FormatError(t`${source} holds no vector and no list of vectors`, jsonHint());
  return array(values);
}

function jsonHint(): string {
  return t`write a vector as [1.0, 0.5], a batch as [[1.0, 0.5], [0.2, 0.8]]`;
}

/** Beyond this many bytes the input is no list of vectors. */
const MAX_BYTES = 1 << 28;

async function readText(input: string, source: string): Promise<string> {
  if (input === '-') return new TextDecoder().decode(await readStandardInput(MAX_BYTES));
  try {
    checkReadable(await stat(input), source, MAX_BYTES);
    return await readFile(input, 'utf8');
  } catch (cause) {
    if (cause instanceof MnnError) throw cause;
    throw new IoError(
      t`cannot read ${source}: ${(cause as Error).message}`,
      t`numbers go straight in, as in --input 1.0,0.5`,
      { cause },
    );
  }
}

function isVectorOrBatch(value: unknown): value is Nested {
  const isVector = (v: unknown): boolean =>
    Array.isArray(v) && v.length > 0 && v.every((x) => typeof x === 'number' && Number.isFinite(x));
  return isVector(value) || (Array.isArray(value) && value.length > 0 && value.every(isVector));
}

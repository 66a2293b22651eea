/** `mnn forward`: one forward pass with vectors as given, and each A and Z on request. */
import { readFile, stat } from 'node:fs/promises';
import { checkReadable, readStandardInput } from '../bounded.js';
import { array, formatShape, type NdArray, type Nested } from '../engine/array.js';
import type { LayerTrace } from '../engine/network.js';
import { FormatError, IoError, MnnError, ShapeError } from '../errors.js';
import { loadModel } from '../model/load.js';
import type { Terminal } from '../terminal.js';
import { t } from '../text.js';
import { formatTrace } from '../views/trace.js';

export interface ForwardOptions {
  readonly weights: string;
  /** The weights are stored as (out, in). */
  readonly transpose?: boolean;
  /** Numbers, the path of a JSON file, or `-` for JSON on standard input. */
  readonly input: readonly number[] | string;
  readonly trace?: boolean;
}

export interface ForwardRecord {
  readonly command: 'forward';
  /** (batch, out) */
  readonly outputs: Nested;
  readonly trace?: readonly { layer: number; activation: string; a: Nested; z: Nested }[];
}

export async function forwardCommand(options: ForwardOptions, terminal: Terminal): Promise<number> {
  const { network } = await loadModel(options.weights, {
    transpose: options.transpose,
    note: (line) => terminal.remark(line),
  });
  const x = await readInput(options.input);
  if (x.shape.at(-1) !== network.inputSize) {
    throw new ShapeError(
      t`the input has shape ${formatShape(x.shape)}; ${options.weights} takes ${network.inputSize} values a row`,
      t`give ${network.inputSize} numbers, as in --input ${new Array(Math.min(network.inputSize, 4)).fill('0.5').join(',')}`,
    );
  }
  const trace = network.trace(x);
  if (terminal.json) terminal.writeJson(record(trace, options.trace ?? false));
  else terminal.write(options.trace ? formatTrace(network, x, trace) : String(trace.at(-1)!.z));
  return 0;
}

function record(trace: readonly LayerTrace[], withTrace: boolean): ForwardRecord {
  const layers = trace.map(({ layer, activation, a, z }) => ({ layer, activation, a: rows(a), z: rows(z) }));
  return { command: 'forward', outputs: layers.at(-1)!.z, ...(withTrace ? { trace: layers } : {}) };
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

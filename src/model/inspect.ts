/**
 * A file of weights → a record of all that it holds: tensors with their statistics, the network that they form or the
 * reason why they form none, and for pickles the globals that they ask for. Nothing in the file is trusted or run.
 */
import { createHash } from 'node:crypto';
import type { ActivationName } from '../engine/activation.js';
import type { Network } from '../engine/network.js';
import { MnnError, UnsafeError } from '../errors.js';
import { encodeElements } from '../formats/elements.js';
import type { GlobalRecord } from '../formats/pickle.js';
import { readTensorFile, surveyGlobals } from '../formats/read.js';
import type { Tensor, TensorFile, WeightFormat } from '../formats/tensor.js';
import { bindNetwork, type BindOptions } from './bind.js';
import { readBeside, type WeightsFile } from './load.js';
import { histogram, statistics, type Histogram, type Statistics } from './statistics.js';

export interface TensorRecord extends Statistics {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  /** As stored. */
  readonly order: 'C' | 'F';
  /** Of the values as float32 (or float64 where they need it), row-major, little-endian: the same in every format. */
  readonly sha256: string;
  readonly histogram?: Histogram;
}

export interface NetworkRecord {
  readonly layers: readonly number[];
  readonly activations: readonly ActivationName[];
  readonly parameters: number;
}

export interface Inspection {
  readonly name: string;
  /** null for a bundled network. */
  readonly path: string | null;
  readonly format: WeightFormat;
  readonly bytes: number;
  readonly sha256: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: readonly TensorRecord[];
  /** null where the tensors form no network; `why` tells. */
  readonly network: NetworkRecord | null;
  readonly why?: string;
  /** What a pickle asks to import, and whether that is allowed here. */
  readonly globals?: readonly GlobalRecord[];
}

export interface InspectOptions extends BindOptions {
  /** With the distribution of every tensor, in so many bins. */
  readonly bins?: number | undefined;
}

/** @throws {MnnError} when the file is of another kind or damaged; an unsafe pickle is described, without its tensors */
export async function inspectWeights(
  weights: WeightsFile,
  options: InspectOptions,
): Promise<{ inspection: Inspection; network: Network | null }> {
  const { name, path, sha256, bytes } = weights;
  const head = { name, path, bytes: bytes.length, sha256 };
  const globals = await surveyGlobals(bytes, name);
  const survey = globals && { globals };
  let file: TensorFile;
  try {
    file = await readTensorFile(bytes, name, readBeside(weights));
  } catch (error) {
    if (!(error instanceof UnsafeError)) throw error;
    const unsafe = {
      format: 'pickle',
      metadata: {},
      tensors: [],
      network: null,
      why: error.message,
    } as const;
    return { inspection: { ...head, ...unsafe, ...survey }, network: null };
  }
  const tensors = file.tensors.map((tensor) => describeTensor(tensor, options.bins));
  const understood = understand(file, name, options);
  const { format, metadata } = file;
  if (typeof understood === 'string') {
    return {
      inspection: { ...head, format, metadata, tensors, network: null, why: understood, ...survey },
      network: null,
    };
  }
  const { sizes: layers, activations, parameters } = understood;
  const network = { layers, activations, parameters };
  return { inspection: { ...head, format, metadata, tensors, network, ...survey }, network: understood };
}

/** The network, or why there is none. */
function understand(file: TensorFile, name: string, options: InspectOptions): Network | string {
  try {
    return bindNetwork(file, name, options);
  } catch (error) {
    if (error instanceof MnnError) return error.message;
    throw error;
  }
}

function describeTensor({ name, shape, dtype, order, data }: Tensor, bins: number | undefined): TensorRecord {
  return {
    name,
    shape,
    dtype,
    order,
    ...statistics(data),
    sha256: createHash('sha256').update(encodeElements(data)).digest('hex'),
    ...(bins === undefined ? {} : { histogram: histogram(data, bins) }),
  };
}

/** Bytes of any readable kind → tensors. Each reader is loaded when a file asks for it. */
import { gunzipSync } from 'node:zlib';
import { FormatError, LimitError } from '../errors.js';
import type { GlobalRecord } from './pickle.js';
import { sniff } from './sniff.js';
import type { TensorFile, WeightFormat } from './tensor.js';

type Reader = (bytes: Uint8Array, source: string) => TensorFile;

const READERS: Readonly<Record<Exclude<WeightFormat, 'gguf' | 'tfjs'>, () => Promise<Reader>>> = {
  safetensors: async () => (await import('./safetensors.js')).readSafetensors,
  pickle: async () => (await import('./pickle.js')).readPickle,
  npz: async () => (await import('./npz.js')).readNpz,
  npy: async () => (await import('./npy.js')).readNpy,
  onnx: async () => (await import('./onnx.js')).readOnnx,
  json: async () => (await import('./json.js')).readJson,
};

/** What a gzipped file may unpack to. */
const MAX_UNPACKED_BYTES = 2 ** 30;

/**
 * Tells the format by content, unwraps gzip, and reads.
 * @param source the file's name, for errors
 * @throws {MnnError} for a file of another kind, a damaged or an unsafe one
 */
export async function readTensorFile(bytes: Uint8Array, source: string): Promise<TensorFile> {
  const format = sniff(bytes, source);
  if (format === 'gzip') return readTensorFile(gunzip(bytes, source), source);
  const load = (READERS as Partial<Record<WeightFormat, () => Promise<Reader>>>)[format];
  if (!load) throw new FormatError(`${source} is a file of kind ${format}, which is not read yet`);
  return (await load())(bytes, source);
}

/** The globals that a pickle asks for, whether they are allowed or not; undefined for a file of another format. */
export async function surveyGlobals(bytes: Uint8Array, source: string): Promise<GlobalRecord[] | undefined> {
  const format = sniff(bytes, source);
  if (format === 'gzip') return surveyGlobals(gunzip(bytes, source), source);
  return format === 'pickle' ? (await import('./pickle.js')).surveyPickle(bytes, source) : undefined;
}

function gunzip(bytes: Uint8Array, source: string): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED_BYTES });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      throw new LimitError(`${source} unpacks to more than ${MAX_UNPACKED_BYTES} bytes`, undefined, {
        cause,
      });
    }
    throw new FormatError(`${source} is gzipped, and damaged: ${message}`, undefined, { cause });
  }
}

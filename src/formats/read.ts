/** Bytes of any readable kind → tensors. Each reader is loaded when a file asks for it. */
import { FormatError, LimitError } from '../errors.js';
import { t } from '../text.js';
import type { GlobalRecord } from './pickle.js';
import { sniff } from './sniff.js';
import type { TensorFile, WeightFormat } from './tensor.js';
import type { ReadBeside } from './tfjs.js';

type Reader = (bytes: Uint8Array, source: string, readBeside: ReadBeside) => TensorFile | Promise<TensorFile>;

const READERS: Readonly<Record<WeightFormat, () => Promise<Reader>>> = {
  safetensors: async () => (await import('./safetensors.js')).readSafetensors,
  pickle: async () => (await import('./pickle.js')).readPickle,
  npz: async () => (await import('./npz.js')).readNpz,
  npy: async () => (await import('./npy.js')).readNpy,
  onnx: async () => (await import('./onnx.js')).readOnnx,
  gguf: async () => (await import('./gguf.js')).readGguf,
  tfjs: async () => (await import('./tfjs.js')).readTfjs,
  json: async () => (await import('./json.js')).readJson,
};

/** What a gzipped file may unpack to. */
const MAX_UNPACKED_BYTES = 2 ** 30;

/** A file that stands alone: standard input, or bytes in memory. */
const nothingBeside: ReadBeside = (name) =>
  Promise.reject(new FormatError(t`the weights are in ${name}, and there is no folder to look for it`));

/**
 * Tells the format by content, unwraps gzip, and reads.
 * @param source the file's name, for errors
 * @param readBeside reads a file that lies beside it, where the format has several
 * @throws {MnnError} for a file of another kind, a damaged or an unsafe one
 */
export async function readTensorFile(
  bytes: Uint8Array,
  source: string,
  readBeside: ReadBeside = nothingBeside,
): Promise<TensorFile> {
  const format = sniff(bytes, source);
  if (format === 'gzip') return readTensorFile(gunzip(bytes, source), source, readBeside);
  return (await READERS[format]())(bytes, source, readBeside);
}

/** The globals that a pickle asks for, whether they are allowed or not; undefined for a file of another format. */
export async function surveyGlobals(bytes: Uint8Array, source: string): Promise<GlobalRecord[] | undefined> {
  const format = sniff(bytes, source);
  if (format === 'gzip') return surveyGlobals(gunzip(bytes, source), source);
  return format === 'pickle' ? (await import('./pickle.js')).surveyPickle(bytes, source) : undefined;
}

function gunzip(bytes: Uint8Array, source: string): Uint8Array {
  // Not imported above: few files are packed.
  const { gunzipSync } = process.getBuiltinModule('node:zlib');
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED_BYTES });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      throw new LimitError(t`${source} unpacks to more than ${MAX_UNPACKED_BYTES} bytes`, undefined, {
        cause,
      });
    }
    throw new FormatError(t`${source} is gzipped, and damaged: ${message}`, undefined, { cause });
  }
}

/**
 * A bundled name or a path → bytes → format by content → a network that is ready to run. Files are read synchronously: they are
 * local, and the way to the thread pool and back takes longer than the reading.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Network } from '../engine/network.js';
import { IoError, MnnError, NotFoundError } from '../errors.js';
import { readTensorFile } from '../formats/read.js';
import type { WeightFormat } from '../formats/tensor.js';
import { checkReadable } from '../bounded.js';
import { nearest } from '../nearest.js';
import { bindNetwork, type BindOptions } from './bind.js';
import { bundledNetworks } from './bundled.js';
import { t } from '../text.js';

/** A network and where it came from. */
export interface Model {
  /** As it was asked for: a bundled name or a path. */
  readonly name: string;
  /** null for a bundled network. */
  readonly path: string | null;
  /** What the file turned out to be. */
  readonly format: WeightFormat;
  /** Of the file, in hexadecimal; computed when it is asked for. */
  readonly sha256: string;
  /** Ready to run. */
  readonly network: Network;
  /** What the file says of itself, as text. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** How named tensors become layers, where the file leaves it open. */
export type LoadOptions = BindOptions;

/** A file of weights, read and not yet understood as a network. */
export interface WeightsFile {
  readonly name: string;
  /** null for a bundled network. */
  readonly path: string | null;
  /** Computed when it is asked for. */
  readonly sha256: string;
  readonly bytes: Uint8Array;
}

/** Larger files are no networks for this program. */
const MAX_FILE_BYTES = 2 ** 29;

/**
 * Reads a network, from the package or from a file of any of the formats, told by content.
 * @param nameOrPath a bundled name (`book`), or the path of a file (`./book`)
 * @throws {NotFoundError} when there is neither
 * @throws {MnnError} when the file cannot be read, or holds no network
 */
export async function loadModel(nameOrPath: string, options: LoadOptions = {}): Promise<Model> {
  return parseModel(readWeightsFile(nameOrPath), options);
}

/** Bytes → a network. Errors as for `loadModel`, but for those of finding the file. */
export async function parseModel(weights: WeightsFile, options: LoadOptions): Promise<Model> {
  const { name, path, bytes } = weights;
  const file = await readTensorFile(bytes, name, readBeside(weights));
  const network = bindNetwork(file, name, options);
  return {
    name,
    path,
    format: file.format,
    get sha256() {
      return weights.sha256;
    },
    network,
    metadata: file.metadata,
  };
}

/**
 * Reads a network from the bytes of a file in any of the formats, told by content.
 * @param source names the bytes in errors
 * @throws {MnnError} when they hold no network
 */
export async function readWeights(
  bytes: Uint8Array,
  source = t`the weights`,
  options: LoadOptions = {},
): Promise<Pick<Model, 'format' | 'network' | 'metadata'>> {
  const file = await readTensorFile(bytes, source);
  return { format: file.format, network: bindNetwork(file, source, options), metadata: file.metadata };
}

/** Finds a file of weights and reads its bytes. Parameters and errors as for `loadModel`. */
export function readWeightsFile(nameOrPath: string): WeightsFile {
  const bundled = bundledNetworks().get(nameOrPath);
  const path = bundled ?? resolve(nameOrPath);
  const bytes = readBounded(path, nameOrPath);
  return {
    name: nameOrPath,
    path: bundled === undefined ? path : null,
    get sha256() {
      // Not imported above: loading it costs two milliseconds.
      return process.getBuiltinModule('node:crypto').createHash('sha256').update(bytes).digest('hex');
    },
    bytes,
  };
}

/** Reads what lies in the same folder, by its plain name. */
export function readBeside({ path, name }: WeightsFile): (file: string) => Uint8Array {
  return (file) => readBounded(join(dirname(path ?? name), file), join(dirname(name), file));
}

function readBounded(path: string, name: string): Uint8Array {
  try {
    checkReadable(statSync(path), name, MAX_FILE_BYTES);
    return readFileSync(path);
  } catch (cause) {
    if (cause instanceof MnnError) throw cause;
    throw readFailure(path, name, cause as NodeJS.ErrnoException);
  }
}

function readFailure(path: string, name: string, cause: NodeJS.ErrnoException): MnnError {
  if (cause.code !== 'ENOENT' && cause.code !== 'ENOTDIR') {
    return new IoError(t`cannot read ${path}: ${cause.message}`, undefined, { cause });
  }
  const bundled = [...bundledNetworks().keys()];
  const near = nearest(basename(path), listFolder(dirname(path))).map((file) => join(dirname(name), file));
  const suggestions = [...nearest(name, bundled), ...near];
  return new NotFoundError(
    t`no such file: ${path}, and no bundled network is called ${name}`,
    suggestions.length > 0
      ? t`did you mean ${suggestions.slice(0, 3).join(t` or `)}?`
      : t`bundled are ${bundled.join(', ')}; the book’s sample_weight.pkl is in ch03/ of its repository (oreilly-japan/deep-learning-from-scratch)`,
    { cause },
  );
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

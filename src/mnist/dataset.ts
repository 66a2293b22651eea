/**
 * Finds the two IDX files of a split and reads them: folders → images (N, rows, columns) and labels (N,).
 * Pixels go straight from the file into memory that the caller gives (a session's input), all or a part at a time, and stay
 * uint8. Files are read synchronously: they are local, and the way to the thread pool and back takes longer than the reading.
 * Fetching files is not done here, see fetch.ts.
 */
import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync, type Stats } from 'node:fs';
import { join, resolve } from 'node:path';
import { packageRoot } from '../package-root.js';
import { idxHeaderLength, readIdx, readIdxHeader } from '../formats/idx.js';
import {
  DataMissingError,
  FormatError,
  IoError,
  NotFoundError,
  ShapeError,
  TruncatedError,
} from '../errors.js';
import { userDataFolder } from './data-folder.js';
import { checkReadable } from '../bounded.js';
import { candidateNames } from './file-names.js';
import { DATASETS, type DatasetName, type Split } from './spec.js';
import { latin1Text } from '../latin1.js';
import { t } from '../text.js';

/** A split of a data set, pixels as stored. */
export interface Dataset {
  /** Which data set it is. */
  readonly name: DatasetName;
  /** Which part of it. */
  readonly split: Split;
  /** How many images there are. */
  readonly count: number;
  /** Of an image: 28. */
  readonly rows: number;
  /** Of an image: 28. */
  readonly columns: number;
  /** (count, rows × columns), 0 background to 255 ink. */
  readonly pixels: Uint8Array;
  /** (count,), the digits 0–9. */
  readonly labels: Uint8Array;
  /** The folder that the files were found in. */
  readonly path: string;
}

/** A set whose pixels are read when they are wanted. */
export interface OpenDataset extends Omit<Dataset, 'pixels'> {
  /**
   * Reads whole images, as many as `target` takes.
   * @param first the first one's number
   */
  readPixels(first: number, target: Uint8Array): void;
  /** Closes the file. */
  close(): void;
}

/** Which split is read, and from where. */
export interface SplitOptions {
  /** Default: `mnist`. */
  readonly dataset?: DatasetName | undefined;
  /** Default: `test`, which comes with the package; `train` wants `mnn fetch-mnist` first. */
  readonly split?: Split | undefined;
  /** `--data-dir`; then `MNN_DATA_DIR`, the user's data folder and the bundled files are looked through. */
  readonly dataDir?: string | undefined;
}

/** The same, and what it is read into. */
export interface DatasetOptions extends SplitOptions {
  /** Gives the memory that `count` images of `size` pixels are read into. Default: a new array. */
  readonly allocate?: ((count: number, size: number) => Uint8Array) | undefined;
}

/**
 * Reads a split from the first folder that holds both of its files, raw or gzipped.
 * @throws {DataMissingError} when no folder has it
 * @throws {NotFoundError} when the folder that was named is not there, or holds just one of the two files
 * @throws {FormatError | TruncatedError | ShapeError} when a file is not what it should be; each names the file
 */
export async function loadDataset(options: DatasetOptions = {}): Promise<Dataset> {
  const { allocate = (count, size) => new Uint8Array(count * size) } = options;
  const { readPixels, close, ...set } = openDataset(options);
  try {
    const size = set.rows * set.columns;
    const pixels = allocate(set.count, size).subarray(0, set.count * size);
    readPixels(0, pixels);
    return { ...set, pixels };
  } finally {
    close();
  }
}

/** Finds a split, checks the headers of its files and reads the labels. Errors as for `loadDataset`. */
export function openDataset({ dataset = 'mnist', split = 'test', dataDir }: SplitOptions = {}): OpenDataset {
  const files = findSplit(dataset, split, dataDir);
  const labels = readLabels(files.labels);
  const images = openIdx(files.images, 3);
  const [count, rows, columns] = images.shape as [number, number, number];
  if (count !== labels.length) {
    images.close();
    throw withFetchHint(
      new ShapeError(
        t`${files.images} holds ${count} images, ${files.labels} ${labels.length} labels: they do not belong together`,
      ),
    );
  }
  return {
    name: dataset,
    split,
    count,
    rows,
    columns,
    labels,
    path: files.folder,
    readPixels: (first, target) => images.read(first * rows * columns, target),
    close: () => images.close(),
  };
}

function readLabels(path: string): Uint8Array {
  const file = openIdx(path, 1);
  try {
    const labels = new Uint8Array(file.shape[0]!);
    file.read(0, labels);
    const index = labels.findIndex((label) => label > 9);
    if (index >= 0)
      throw new FormatError(t`${path}: label ${labels[index]} at index ${index} is not a digit from 0 to 9`);
    return labels;
  } finally {
    file.close();
  }
}

interface SplitFiles {
  readonly folder: string;
  readonly images: string;
  readonly labels: string;
}

function findSplit(dataset: DatasetName, split: Split, dataDir: string | undefined): SplitFiles {
  const { splits, torchvisionFolder } = DATASETS[dataset];
  const { images, labels } = splits[split];
  if (dataDir !== undefined) checkFolder(dataDir, t`give the folder that holds the IDX files by --data-dir`);
  const folders = dataFolders(dataset, dataDir);
  for (const folder of folders) {
    for (const place of [folder, join(folder, torchvisionFolder)]) {
      const imagesFile = findFile(place, images.name);
      const labelsFile = findFile(place, labels.name);
      if (imagesFile && labelsFile) return { folder: place, images: imagesFile, labels: labelsFile };
      if (folder === dataDir && (imagesFile || labelsFile)) {
        const missing = imagesFile ? labels.name : images.name;
        throw new NotFoundError(
          t`${missing} is missing in ${place}, beside ${imagesFile ?? labelsFile}`,
          t`${fetchCommand(dataset, split)} --data-dir ${quote(folder)} brings it`,
        );
      }
    }
  }
  throw new DataMissingError(
    t`the ${split} split of ${dataset} is in none of ${folders.join(', ')}`,
    t`${fetchCommand(dataset, split)} brings it; files that you have elsewhere are found by --data-dir`,
  );
}

/** The folders that are looked through, in this order. */
function dataFolders(dataset: DatasetName, dataDir: string | undefined): string[] {
  const fromUser = [dataDir, process.env['MNN_DATA_DIR']].filter(
    (folder) => folder !== undefined && folder !== '',
  );
  const own = userDataFolder(dataset, process.env, process.platform);
  const bundled = dataset === 'mnist' ? [join(packageRoot, 'data')] : [];
  return [...(fromUser as string[]), own, ...bundled];
}

function checkFolder(folder: string, hint: string): void {
  const stats = statOf(folder);
  if (!stats) throw new NotFoundError(t`there is no folder ${resolve(folder)}`, hint);
  if (!stats.isDirectory()) throw new NotFoundError(t`${resolve(folder)} is not a folder`, hint);
}

/** @throws {LimitError} for a pipe or a device of that name */
function findFile(folder: string, name: string): string | undefined {
  for (const candidate of candidateNames(name)) {
    const path = join(folder, candidate);
    const found = statOf(path);
    if (!found || found.isDirectory()) continue;
    checkReadable(found, path, Infinity);
    return path;
  }
  return undefined;
}

/** undefined for what is not there, or lies in a folder that may not be entered. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** An IDX file whose header is checked. */
interface OpenIdx {
  readonly shape: readonly number[];
  /** Fills `target` with data from `offset` on. */
  read(offset: number, target: Uint8Array): void;
  close(): void;
}

/** Opens a file, raw or gzipped as its first bytes tell. */
function openIdx(path: string, axes: number): OpenIdx {
  const file = openFile(path);
  try {
    const head = new Uint8Array(idxHeaderLength(axes));
    const start = head.subarray(0, readSync(file, head, 0, head.length, 0));
    if (start[0] === 0x1f && start[1] === 0x8b) {
      checkReadable(fstatSync(file), path, MAX_UNPACKED);
      const unpacked = unpackIdx(readFileSync(file), axes, path);
      closeSync(file);
      return unpacked;
    }
    refuseMarkup(start, path);
    const { shape, offset: dataOffset } = readIdxHeader(start, fstatSync(file).size, axes, path);
    return {
      shape,
      read: (offset, target) => readFully(file, target, dataOffset + offset, path),
      close: () => closeSync(file),
    };
  } catch (error) {
    closeSync(file);
    throw withFetchHint(error);
  }
}

function openFile(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw new IoError(t`cannot read ${path}: ${(cause as Error).message}`, t`check who may read the file`, {
      cause,
    });
  }
}

function readFully(file: number, target: Uint8Array, position: number, path: string): void {
  for (let done = 0; done < target.length;) {
    const bytesRead = readSync(file, target, done, target.length - done, position + done);
    if (bytesRead === 0)
      throw withFetchHint(
        new TruncatedError(t`${path} ended while it was read, ${done} of ${target.length} bytes in`),
      );
    done += bytesRead;
  }
}

function unpackIdx(compressed: Uint8Array, axes: number, path: string): OpenIdx {
  let bytes: Uint8Array;
  try {
    // Not imported above: few sets are packed.
    bytes = process.getBuiltinModule('node:zlib').gunzipSync(compressed, { maxOutputLength: MAX_UNPACKED });
  } catch (cause) {
    throw gzipError(path, compressed.length, cause as NodeJS.ErrnoException);
  }
  const { shape, data } = readIdx(bytes, axes, path);
  return {
    shape,
    read: (offset, target) => target.set(data.subarray(offset, offset + target.length)),
    close: () => undefined,
  };
}

/** Ten times the largest set known: what unpacks to more is not a set of digits. */
const MAX_UNPACKED = 1 << 29;

function gzipError(path: string, length: number, cause: NodeJS.ErrnoException): Error {
  if (cause.code === 'Z_BUF_ERROR') {
    return new TruncatedError(
      t`${path} is truncated: the gzip data ends too early, after ${length} bytes`,
      undefined,
      { cause },
    );
  }
  return new FormatError(t`${path} is corrupt: ${cause.message}`, undefined, { cause });
}

function refuseMarkup(start: Uint8Array, path: string): void {
  const text = latin1Text(start).trimStart();
  if (text.startsWith('<')) {
    throw new FormatError(
      t`${path} is an HTML page, not a gzip or IDX file: a server's error page saved under this name`,
    );
  }
}

/** The same error, saying how to get good files. */
function withFetchHint(error: unknown): unknown {
  const kind = [FormatError, TruncatedError, ShapeError].find((kind) => error instanceof kind);
  if (!kind || (error as FormatError).hint !== undefined) return error;
  return new kind((error as Error).message, t`mnn fetch-mnist --force brings whole, verified files`, {
    cause: error,
  });
}

function fetchCommand(dataset: DatasetName, split: Split): string {
  return `mnn fetch-mnist${dataset === 'mnist' ? '' : ` --dataset ${dataset}`} --split ${split}`;
}

function quote(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path}'`;
}

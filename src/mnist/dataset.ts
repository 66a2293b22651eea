/**
 * Finds the two IDX files of a split and reads them: folders → images (N, rows, columns) and labels (N,).
 * Pixels go straight from the file into memory that the caller gives (a session's input) and stay uint8.
 * Fetching files is not done here, see fetch.ts.
 */
import { open, readFile, stat, type FileHandle } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { packageRoot } from '../package-root.js';
import { idxHeaderLength, readIdx, readIdxHeader, type IdxArray } from '../formats/idx.js';
import {
  DataMissingError,
  FormatError,
  IoError,
  NotFoundError,
  ShapeError,
  TruncatedError,
} from '../errors.js';
import { t } from '../text.js';
import { userDataFolder } from './data-folder.js';
import { candidateNames } from './file-names.js';
import { DATASETS, type DatasetName, type Split } from './spec.js';

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

/** Which split is read, from where and into what. */
export interface DatasetOptions {
  /** Default: `mnist`. */
  readonly dataset?: DatasetName | undefined;
  /** Default: `test`, which comes with the package; `train` wants `mnn fetch-mnist` first. */
  readonly split?: Split | undefined;
  /** `--data-dir`; then `MNN_DATA_DIR`, the user's data folder and the bundled files are looked through. */
  readonly dataDir?: string | undefined;
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
  const {
    dataset = 'mnist',
    split = 'test',
    allocate = (count, size) => new Uint8Array(count * size),
  } = options;
  const files = await findSplit(dataset, split, options.dataDir);
  const labels = await readIdxFile(files.labels, 1, (shape) => new Uint8Array(shape[0]!));
  const images = await readIdxFile(files.images, 3, ([count, rows, columns]) => {
    checkCounts(files, count!, labels.data.length);
    return allocate(count!, rows! * columns!);
  });
  checkLabels(labels.data, files.labels);
  const [count, rows, columns] = images.shape as [number, number, number];
  return {
    name: dataset,
    split,
    count,
    rows,
    columns,
    pixels: images.data,
    labels: labels.data,
    path: files.folder,
  };
}

interface SplitFiles {
  readonly folder: string;
  readonly images: string;
  readonly labels: string;
}

async function findSplit(
  dataset: DatasetName,
  split: Split,
  dataDir: string | undefined,
): Promise<SplitFiles> {
  const { splits, torchvisionFolder } = DATASETS[dataset];
  const { images, labels } = splits[split];
  if (dataDir !== undefined)
    await checkFolder(dataDir, t`give the folder that holds the IDX files by --data-dir`);
  const folders = dataFolders(dataset, dataDir);
  for (const folder of folders) {
    for (const place of [folder, join(folder, torchvisionFolder)]) {
      const [imagesFile, labelsFile] = await Promise.all([
        findFile(place, images.name),
        findFile(place, labels.name),
      ]);
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

async function checkFolder(folder: string, hint: string): Promise<void> {
  const stats = await stat(folder).catch(() => undefined);
  if (!stats) throw new NotFoundError(t`there is no folder ${resolve(folder)}`, hint);
  if (!stats.isDirectory()) throw new NotFoundError(t`${resolve(folder)} is not a folder`, hint);
}

async function findFile(folder: string, name: string): Promise<string | undefined> {
  for (const candidate of candidateNames(name)) {
    const path = join(folder, candidate);
    const stats = await stat(path).catch(() => undefined);
    if (stats?.isFile()) return path;
  }
  return undefined;
}

/** Reads one file, raw or gzipped as its first bytes tell, into the memory that `allocate` gives for its shape. */
async function readIdxFile(
  path: string,
  axes: number,
  allocate: (shape: readonly number[]) => Uint8Array,
): Promise<IdxArray> {
  const file = await open(path).catch((cause: NodeJS.ErrnoException) => {
    throw new IoError(t`cannot read ${path}: ${cause.message}`, t`check who may read the file`, { cause });
  });
  try {
    const { size } = await file.stat();
    const head = new Uint8Array(idxHeaderLength(axes));
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    const start = head.subarray(0, bytesRead);
    if (start[0] === 0x1f && start[1] === 0x8b) return await readGzipped(path, axes, allocate);
    refuseMarkup(start, path);
    const { shape, offset, length } = readIdxHeader(start, size, axes, path);
    const data = allocate(shape).subarray(0, length);
    await readFully(file, data, offset, path);
    return { shape, data };
  } catch (error) {
    throw withFetchHint(error);
  } finally {
    await file.close();
  }
}

async function readFully(file: FileHandle, data: Uint8Array, offset: number, path: string): Promise<void> {
  for (let done = 0; done < data.length;) {
    const { bytesRead } = await file.read(data, done, data.length - done, offset + done);
    if (bytesRead === 0)
      throw new TruncatedError(t`${path} ended while it was read, ${done} of ${data.length} bytes in`);
    done += bytesRead;
  }
}

async function readGzipped(
  path: string,
  axes: number,
  allocate: (shape: readonly number[]) => Uint8Array,
): Promise<IdxArray> {
  const [{ gunzipSync }, compressed] = await Promise.all([import('node:zlib'), readFile(path)]);
  let bytes: Uint8Array;
  try {
    bytes = gunzipSync(compressed, { maxOutputLength: MAX_UNPACKED });
  } catch (cause) {
    throw gzipError(path, compressed.length, cause as NodeJS.ErrnoException);
  }
  const { shape, data } = readIdx(bytes, axes, path);
  const target = allocate(shape).subarray(0, data.length);
  target.set(data);
  return { shape, data: target };
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
  const text = new TextDecoder('latin1').decode(start).trimStart();
  if (text.startsWith('<')) {
    throw new FormatError(
      t`${path} is an HTML page, not a gzip or IDX file: a server's error page saved under this name`,
    );
  }
}

function checkCounts(files: SplitFiles, images: number, labels: number): void {
  if (images === labels) return;
  throw withFetchHint(
    new ShapeError(
      t`${files.images} holds ${images} images, ${files.labels} ${labels} labels: they do not belong together`,
    ),
  );
}

function checkLabels(labels: Uint8Array, path: string): void {
  const index = labels.findIndex((label) => label > 9);
  if (index >= 0)
    throw new FormatError(t`${path}: label ${labels[index]} at index ${index} is not a digit from 0 to 9`);
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

/** Files that are on this machine already: whole and in their place, or packed, elsewhere, under another unpacker's name. */
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataMissingError, IoError, MnnError, NotFoundError } from '../../errors.js';
import { t } from '../../text.js';
import { candidatePaths } from '../file-names.js';
import type { DatasetSpec, FileSpec } from '../spec.js';
import { diskError, isDiskError } from './disk.js';
import type { Job } from './job.js';
import { readReceipt } from './receipt.js';
import { Receiver } from './receiver.js';
import { relabel } from './relabel.js';
import { Verifier, type Verified } from './verify.js';

/**
 * Checks a file in its place; reads all of it, changes nothing.
 * @returns undefined where there is none
 * @throws {MnnError} the reason why it is not the published file
 */
export async function verifyInstalled(file: FileSpec, folder: string): Promise<Verified | undefined> {
  const path = join(folder, file.name);
  if (!(await isFile(path))) return undefined;
  return verifyFile(path, file, file.sha256 ?? (await readReceipt(folder, file)));
}

/** Takes away a file that is not what its name says. */
export async function removeInstalled(file: FileSpec, folder: string): Promise<void> {
  try {
    await rm(join(folder, file.name), { force: true });
  } catch (cause) {
    throw diskError(t`cannot remove the damaged ${file.name} in ${folder}`, cause);
  }
}

/** @throws {NotFoundError} when there is no such folder */
export async function checkFolder(folder: string): Promise<void> {
  const stats = await stat(folder).catch(() => undefined);
  if (stats?.isDirectory()) return;
  throw new NotFoundError(
    stats ? t`${folder} is not a folder` : t`there is no folder ${folder}`,
    t`give the folder that holds the .gz or raw files by --from`,
  );
}

/** A file of the user's, and how it was recognised. */
export interface Found extends Verified {
  readonly path: string;
}

/**
 * Checks the first file that a reader of the folder would take: raw or packed, in any layout.
 * @throws {DataMissingError} when there is none @throws {MnnError} the reason why it is not the published file
 */
export async function verifyAnywhere(file: FileSpec, dataset: DatasetSpec, folder: string): Promise<Found> {
  const [path] = await existing(candidatePaths(folder, file.name, dataset.torchvisionFolder));
  if (path === undefined) {
    const { message } = notFound(file, folder);
    throw new DataMissingError(message, t`mnn fetch-mnist --dataset ${dataset.name} brings it`);
  }
  return { path, ...(await verifyFile(path, file, file.sha256 ?? (await readReceipt(folder, file)))) };
}

/**
 * Installs a file from a folder of the user's: the first that is there and whole, raw or packed.
 * @throws {NotFoundError} when there is none @throws {MnnError} what is wrong with the first that is there
 */
export async function installLocal(
  file: FileSpec,
  dataset: DatasetSpec,
  from: string,
  job: Job,
): Promise<Found> {
  const target = join(job.folder, file.name);
  const paths = candidatePaths(from, file.name, dataset.torchvisionFolder).filter((path) => path !== target);
  let failure: unknown = notFound(file, from);
  for (const path of await existing(paths)) {
    try {
      return { path, ...(await install(path, file, job)) };
    } catch (error) {
      if (!(error instanceof MnnError) || error instanceof IoError) throw error;
      failure = error;
    }
  }
  throw failure;
}

async function install(path: string, file: FileSpec, job: Job): Promise<Verified> {
  const receiver = await Receiver.create(file, job.folder);
  try {
    const total = (await stat(path)).size;
    for await (const chunk of read(path, job.signal)) {
      await receiver.write(chunk);
      job.notify({ kind: 'progress', file: file.name, source: path, received: receiver.received, total });
    }
    return await receiver.finish();
  } catch (error) {
    throw error instanceof IoError ? error : relabel(error, path);
  } finally {
    await receiver.discard();
  }
}

async function verifyFile(path: string, file: FileSpec, sha256: string | undefined): Promise<Verified> {
  const verifier = new Verifier(file, sha256);
  try {
    for await (const chunk of verifier.verify(read(path))) void chunk;
    return verifier.verified;
  } catch (error) {
    throw error instanceof IoError ? error : relabel(error, path);
  }
}

async function* read(path: string, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Uint8Array>;
    signal?.throwIfAborted();
  } catch (cause) {
    throw isDiskError(cause) ? diskError(t`cannot read ${path}`, cause) : cause;
  }
}

async function existing(paths: readonly string[]): Promise<string[]> {
  const there = await Promise.all(paths.map(isFile));
  return paths.filter((_, i) => there[i]);
}

/** @throws {IoError} when a folder or something else is in its place, or nobody may look */
async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) return false;
    throw diskError(t`cannot read ${path}`, cause);
  }
}

function notFound({ name }: FileSpec, folder: string): NotFoundError {
  return new NotFoundError(t`there is no ${name} in ${folder}, raw or .gz`);
}

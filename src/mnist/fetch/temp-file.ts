/**
 * Files that are whole or absent: written under a temporary name in the folder that they belong to, flushed, and renamed
 * only when all is well. A run that is killed leaves a temporary file at most; the next run takes it away.
 *
 * A temporary name tells who writes it: `.mnn-<machine>-<process>-<random>-<name>.part`.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { t } from '../../text.js';
import { diskError } from './disk.js';

const PATTERN = /^\.mnn-([0-9a-f]{8})-(\d+)-.+\.part$/;
const DAY_MS = 86_400_000;

function machineTag(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
}

function temporaryName(name: string): string {
  return `.mnn-${machineTag()}-${process.pid}-${randomBytes(4).toString('hex')}-${name}.part`;
}

export class TempFile {
  readonly #folder: string;
  readonly #path: string;
  readonly #handle: FileHandle;

  private constructor(folder: string, path: string, handle: FileHandle) {
    this.#folder = folder;
    this.#path = path;
    this.#handle = handle;
  }

  /** @throws {IoError} when the folder cannot be made or written in */
  static async create(folder: string, name: string): Promise<TempFile> {
    const path = join(folder, temporaryName(name));
    try {
      await mkdir(folder, { recursive: true });
      return new TempFile(folder, path, await open(path, 'wx'));
    } catch (cause) {
      throw diskError(t`cannot write in ${folder}`, cause);
    }
  }

  async write(chunk: Uint8Array): Promise<void> {
    try {
      for (let done = 0; done < chunk.length;) {
        done += (await this.#handle.write(chunk, done)).bytesWritten;
      }
    } catch (cause) {
      throw diskError(t`cannot write in ${this.#folder}`, cause);
    }
  }

  /** Makes the file what `name` stands for, in one step, once all of it is on the disk. */
  async commit(name: string): Promise<void> {
    try {
      await this.#handle.sync();
      await this.#handle.close();
      await rename(this.#path, join(this.#folder, name));
      await syncFolder(this.#folder);
    } catch (cause) {
      throw diskError(t`cannot write ${name} in ${this.#folder}`, cause);
    }
  }

  async discard(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await rm(this.#path, { force: true }).catch(() => undefined);
  }
}

/** A temporary folder within `folder`, with the same promise. */
export async function createTempFolder(folder: string, name: string): Promise<string> {
  const path = join(folder, temporaryName(name));
  try {
    await mkdir(path, { recursive: true });
    return path;
  } catch (cause) {
    throw diskError(t`cannot write in ${folder}`, cause);
  }
}

/**
 * Takes away what runs that were killed have left: those of processes that are gone, and whatever a day has not touched.
 * A file that cannot be taken away does no harm.
 */
export async function removeStale(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  await Promise.all(
    names.map(async (name) => {
      const [, machine, process] = PATTERN.exec(name) ?? [];
      if (machine === undefined) return;
      const path = join(folder, name);
      const orphaned = machine === machineTag() && !isAlive(Number(process));
      if (orphaned || (await isOld(path))) {
        await rm(path, { recursive: true, force: true }).catch(() => undefined);
      }
    }),
  );
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function isOld(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined);
  return stats !== undefined && Date.now() - stats.mtimeMs > DAY_MS;
}

/** A rename lasts only once its folder is on the disk. Some systems (Windows) neither need nor allow it. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

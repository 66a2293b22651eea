/**
 * Brings the files of a data set into a folder. For each one: is it there and whole? does the user have it packed? which
 * mirror gives it? A file is either absent or verified, whatever happens meanwhile; fetch/receiver.ts sees to that.
 */
import { resolve } from 'node:path';
import { IoError, MnnError, UsageError } from '../errors.js';
import { t } from '../text.js';
import { userDataFolder } from './data-folder.js';
import type { FetchedFile, FetchEvent, Job } from './fetch/job.js';
import {
  checkFolder,
  installLocal,
  removeInstalled,
  verifyAnywhere,
  verifyInstalled,
} from './fetch/local.js';
import { openMirrors, type Mirror } from './fetch/mirrors.js';
import { allFailed, together, type Failure } from './fetch/relabel.js';
import { removeStale } from './fetch/temp-file.js';
import type { Verified } from './fetch/verify.js';
import { DATASETS, type DatasetName, type DatasetSpec, type FileSpec, type Split } from './spec.js';

export type { FetchedFile, FetchEvent } from './fetch/job.js';

/** What is fetched, from where and whereto. */
export interface FetchOptions {
  /** Default: `mnist`. */
  readonly dataset?: DatasetName | undefined;
  /** Default: `all`. */
  readonly split?: Split | 'all' | undefined;
  /** Default: `MNN_DATA_DIR`, else the user's data folder. Made where it is missing. */
  readonly dataDir?: string | undefined;
  /** Addresses of folders that hold the `.gz` files, and `npm`. Default: those of the data set. */
  readonly mirrors?: readonly string[] | undefined;
  /** A folder that files are taken from instead, raw or packed. */
  readonly from?: string | undefined;
  /** Fetches also what is there and whole. */
  readonly force?: boolean | undefined;
  /** Only checks what is there; changes nothing. */
  readonly verify?: boolean | undefined;
  /** How long a server may keep silent. Default: 30. */
  readonly timeoutSeconds?: number | undefined;
  /** Tries after the first, at each address. Default: 3. */
  readonly retries?: number | undefined;
  /** The wait before the second try; each further one is twice as long. Default: 500. */
  readonly retryWaitMs?: number | undefined;
  /** Ends it; what is not whole by then is taken away. */
  readonly signal?: AbortSignal | undefined;
  /** Is told how it goes. */
  readonly onProgress?: ((event: FetchEvent) => void) | undefined;
}

/** What became of a fetch. */
export interface FetchReport {
  /** Which data set it was. */
  readonly dataset: DatasetName;
  /** The folder that the files are in, absolute. */
  readonly dataDir: string;
  /** One for each file asked for. */
  readonly files: readonly FetchedFile[];
}

/**
 * Fetches, checks and installs the files of a data set.
 * @throws {NetworkError | FormatError | ChecksumError | TruncatedError | LimitError} when no source gave a file; lists all
 * @throws {IoError} when the folder cannot be written in
 * @throws the signal's reason when it was aborted
 */
export async function fetchMnist(options: FetchOptions = {}): Promise<FetchReport> {
  const { dataset: name = 'mnist', split = 'all' } = options;
  const dataset = DATASETS[name];
  const dataDir = fetchFolder(name, options.dataDir);
  const job: Job = {
    folder: dataDir,
    timeoutMs: (options.timeoutSeconds ?? 30) * 1000,
    retries: options.retries ?? 3,
    firstWaitMs: options.retryWaitMs ?? 500,
    signal: options.signal ?? new AbortController().signal,
    notify: options.onProgress ?? (() => undefined),
  };
  const run = new Run(dataset, job, options);
  try {
    if (options.from !== undefined) await checkFolder(resolve(options.from));
    if (!options.verify) await removeStale(dataDir);
    return { dataset: name, dataDir, files: await run.all(filesOf(dataset, split)) };
  } finally {
    await run.close();
  }
}

/** The folder that files are put in: the one given, `MNN_DATA_DIR`, or the user's data folder; absolute. */
export function fetchFolder(dataset: DatasetName, dataDir?: string): string {
  const { env, platform } = process;
  return resolve(dataDir ?? (env['MNN_DATA_DIR'] || userDataFolder(dataset, env, platform)));
}

function filesOf({ splits }: DatasetSpec, split: Split | 'all'): FileSpec[] {
  const wanted: readonly Split[] = split === 'all' ? ['test', 'train'] : [split];
  return wanted.flatMap((name) => [splits[name].images, splits[name].labels]);
}

/** What was done for a file, before it is timed and told of. */
type Outcome = Verified & Pick<FetchedFile, 'status' | 'source'>;

class Run {
  readonly #dataset: DatasetSpec;
  readonly #job: Job;
  readonly #options: FetchOptions;
  /** The first is asked first; one that fails goes to the end. */
  readonly #mirrors: Mirror[];

  constructor(dataset: DatasetSpec, job: Job, options: FetchOptions) {
    this.#dataset = dataset;
    this.#job = job;
    this.#options = options;
    this.#mirrors = openMirrors(dataset, options.mirrors);
  }

  /** @throws at the first file that no mirror gives; where files are on this machine, after all have been looked at */
  async all(files: readonly FileSpec[]): Promise<FetchedFile[]> {
    const records: FetchedFile[] = [];
    const failures: MnnError[] = [];
    const isLocal = this.#options.verify || this.#options.from !== undefined;
    for (const file of files) {
      if (failures.length > 0 && !isLocal) {
        this.#tell(failed(file, 0));
        continue;
      }
      const start = performance.now();
      const elapsed = (): number => Math.round(performance.now() - start);
      try {
        const record = { name: file.name, ...(await this.#one(file)), ms: elapsed() };
        records.push(record);
        this.#tell(record);
      } catch (error) {
        if (!(error instanceof MnnError)) throw error;
        this.#tell(failed(file, elapsed(), error));
        if (!speaksAgainstSource(error)) throw error;
        failures.push(error);
      }
    }
    if (failures.length > 0) throw together(failures);
    return records;
  }

  async close(): Promise<void> {
    for (const mirror of this.#mirrors) await mirror.close();
  }

  #tell(record: FetchedFile): void {
    this.#job.notify({ kind: 'file', record });
  }

  async #one(file: FileSpec): Promise<Outcome> {
    const { from, force, verify } = this.#options;
    this.#job.signal.throwIfAborted();
    if (verify) {
      const { path, ...verified } = await verifyAnywhere(file, this.#dataset, this.#job.folder);
      return { ...verified, status: 'present', source: path };
    }
    const present = await this.#present(file);
    if (present && !force) return { ...present, status: 'present', source: null };
    if (from !== undefined) return this.#fromFolder(file, resolve(from));
    return (force ? undefined : await this.#fromPacked(file)) ?? this.#fromMirrors(file);
  }

  /** A packed file beside its place is a help where it is whole, and no hindrance where it is not. */
  async #fromPacked(file: FileSpec): Promise<Outcome | undefined> {
    try {
      return await this.#fromFolder(file, this.#job.folder);
    } catch (error) {
      if (speaksAgainstSource(error)) return undefined;
      throw error;
    }
  }

  /** What is there already. A file that is not what its name says is taken away at once. */
  async #present(file: FileSpec): Promise<Verified | undefined> {
    const { folder } = this.#job;
    try {
      return await verifyInstalled(file, folder);
    } catch (error) {
      if (!speaksAgainstSource(error)) throw error;
      await this.#refuseOtherSet(file);
      await removeInstalled(file, folder);
      this.#job.notify({ kind: 'removed', file: file.name, reason: error.message });
      return undefined;
    }
  }

  /** The sets name their files alike: one must not take another's away. @throws {UsageError} */
  async #refuseOtherSet({ name }: FileSpec): Promise<void> {
    const { folder } = this.#job;
    for (const other of Object.values(DATASETS).filter((set) => set !== this.#dataset)) {
      const file = filesOf(other, 'all').find((candidate) => candidate.name === name);
      const found = file && (await verifyInstalled(file, folder).catch(() => undefined));
      if (!found) continue;
      throw new UsageError(
        t`${folder} holds the ${name} of ${other.name}, which ${this.#dataset.name} would replace`,
        t`--data-dir FOLDER, or MNN_DATA_DIR, gives each data set a folder of its own`,
      );
    }
  }

  async #fromFolder(file: FileSpec, folder: string): Promise<Outcome> {
    const { path, ...verified } = await installLocal(file, this.#dataset, folder, this.#job);
    return { ...verified, status: 'unpacked', source: path };
  }

  async #fromMirrors(file: FileSpec): Promise<Outcome> {
    const failures: Failure[] = [];
    const order = [...this.#mirrors];
    for (const [i, mirror] of order.entries()) {
      const source = mirror.locate(file);
      try {
        return { ...(await mirror.fetch(file, this.#job)), status: 'downloaded', source };
      } catch (error) {
        this.#job.signal.throwIfAborted();
        if (!speaksAgainstSource(error)) throw error;
        failures.push({ source, error });
        this.#mirrors.push(this.#mirrors.shift()!);
        const next = order[i + 1]?.locate(file);
        if (next !== undefined)
          this.#job.notify({ kind: 'fallback', file: file.name, source, reason: error.message, next });
      }
    }
    throw allFailed(file.name, failures);
  }
}

function failed({ name }: FileSpec, ms: number, error?: MnnError): FetchedFile {
  const reason = error ? { code: error.code, message: error.message } : undefined;
  return {
    name,
    status: 'failed',
    bytes: 0,
    sha256: null,
    source: null,
    ms,
    ...(reason ? { error: reason } : {}),
  };
}

/** Whether another source may do better: not so where the disk or the user's own settings are at fault. */
function speaksAgainstSource(error: unknown): error is MnnError {
  return error instanceof MnnError && !(error instanceof IoError || error instanceof UsageError);
}

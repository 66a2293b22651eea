/**
 * Threads that prepare pictures (pool-worker.ts), so that all cores work on many of them: preprocessing is plain
 * JavaScript and takes longer than decoding, which the decoder does in threads of its own. Each picture goes to the
 * thread with the fewest at hand. A thread that fails or ends makes every picture of the pool fail; nothing waits for ever.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { InternalError, NoDigitError, ShapeError } from '../errors.js';
import { packageRoot } from '../package-root.js';
import { currentCatalogue, language, t, type Catalogue } from '../text.js';
import type { Picture, PrepareOptions, Seen } from './prepare.js';

/** What a thread is told, once at its start and then for each picture. */
export interface Setup {
  readonly catalogue: Catalogue;
  readonly language: string;
}
export interface Order {
  readonly id: number;
  readonly picture: Picture;
  readonly options: PrepareOptions;
}

/** What comes back: the digits, or an error in plain data. */
export interface Answer {
  readonly id: number;
  readonly digits?: [Seen, ...Seen[]];
  readonly error?: { readonly code: string; readonly message: string; readonly hint: string | undefined };
}

export interface Pool {
  /** Why nothing more can be prepared: a thread died. */
  readonly failure: Error | undefined;
  /** As `prepare`, in one of the threads. `observe` cannot be asked for. @throws {InternalError} when a thread died */
  prepare(picture: Picture, options: Omit<PrepareOptions, 'observe'>): Promise<[Seen, ...Seen[]]>;
  /** Ends the threads; what is still at hand fails. */
  close(): Promise<void>;
}

export function createPool(
  threads: number,
  workerPath = join(packageRoot, 'dist', 'picture-worker.cjs'),
): Pool {
  return new WorkerPool(threads, workerPath);
}

interface Waiting {
  resolve(digits: [Seen, ...Seen[]]): void;
  reject(error: Error): void;
}

interface Thread {
  readonly worker: Worker;
  /** Pictures at hand, by their order's number. */
  readonly waiting: Map<number, Waiting>;
}

class WorkerPool implements Pool {
  readonly #threads: readonly Thread[];
  #orders = 0;
  #failure: Error | undefined;

  constructor(threads: number, path: string) {
    const workerData: Setup = { catalogue: currentCatalogue(), language: language() };
    this.#threads = Array.from({ length: threads }, () => {
      const worker = new Worker(path, { workerData });
      const thread: Thread = { worker, waiting: new Map() };
      worker.on('message', (answer: Answer) => settle(thread, answer));
      worker.on('error', (cause) => this.#fail(t`a thread failed: ${cause.message}`, cause));
      worker.on('exit', (status) =>
        this.#fail(t`a thread ended before its work was done, with exit status ${status}`),
      );
      return thread;
    });
  }

  get failure(): Error | undefined {
    return this.#failure;
  }

  prepare(picture: Picture, options: PrepareOptions): Promise<[Seen, ...Seen[]]> {
    if (this.#failure) return Promise.reject(this.#failure);
    const thread = this.#threads.reduce((a, b) => (b.waiting.size < a.waiting.size ? b : a));
    const order: Order = { id: this.#orders++, picture, options };
    return new Promise((resolve, reject) => {
      thread.waiting.set(order.id, { resolve, reject });
      thread.worker.postMessage(order);
    });
  }

  async close(): Promise<void> {
    this.#fail(t`the threads that prepare pictures are closed`);
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  #fail(message: string, cause?: Error): void {
    if (this.#failure) return;
    this.#failure = new InternalError(message, undefined, { cause });
    for (const { waiting } of this.#threads) {
      for (const { reject } of waiting.values()) reject(this.#failure);
      waiting.clear();
    }
  }
}

function settle({ waiting }: Thread, { id, digits, error }: Answer): void {
  const { resolve, reject } = waiting.get(id)!;
  waiting.delete(id);
  if (digits) resolve(digits);
  else reject(revive(error!));
}

/** An error of `prepare` loses its class between threads. */
function revive({ code, message, hint }: NonNullable<Answer['error']>): Error {
  if (code === 'E_NO_DIGIT') return new NoDigitError(message, hint);
  if (code === 'E_SHAPE') return new ShapeError(message, hint);
  return new InternalError(message, hint);
}

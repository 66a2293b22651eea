/**
 * A session whose rows several threads work through: this one and workers (team-worker.ts), in one shared memory. Each takes the
 * next portion of rows from a counter until there are none, so it does not matter when a worker is ready: one that still starts
 * takes part later or not at all, and a team is never slower than this thread alone.
 */
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { InternalError } from '../../errors.js';
import { packageRoot } from '../../package-root.js';
import { t } from '../../text.js';
import type { Network } from '../network.js';
import type { SessionOptions, Team } from './kernel.js';
import { takePortions, type Assignment, type Job } from './portions.js';
import { createMemory, openSession } from './simd.js';

/** @param threads at least 2; this thread is one of them */
export function createTeam(
  module: WebAssembly.Module,
  network: Network,
  options: SessionOptions,
  threads: number,
  workerPath = join(packageRoot, 'dist', 'team-worker.cjs'),
): Team {
  const { memory, placement, exports } = createMemory(module, network, { ...options, threads });
  const [own, ...others] = placement.workspaces.map(({ session }) => session);
  const run = (first: number, count: number): void => exports.run(own!, first, count);
  const session = openSession(memory.buffer, placement, network, options, run);
  const crew = new Crew(
    others.map((theirs) => ({ module, memory, session: theirs })),
    workerPath,
  );
  return {
    ...session,
    threads,
    async runAll(count, batchSize) {
      if (count > session.capacity)
        throw new RangeError(t`${count} rows of a session for ${session.capacity}`);
      const job: Job = { control: new SharedArrayBuffer(8), count, batchSize };
      crew.start(job);
      takePortions(job, run);
      await crew.finish(job);
    },
    close: () => crew.close(),
  };
}

/** The workers of a team. One that fails or ends makes the job at hand, and every later one, fail. */
class Crew {
  readonly #workers: readonly Worker[];
  #failure: Error | undefined;
  #closed = false;
  /** Called when a worker says that it has done its part, or has failed. */
  #wake: () => void = () => undefined;

  constructor(assignments: readonly Assignment[], path: string) {
    // Not imported above: loading it costs a millisecond, and most runs have one thread.
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    this.#workers = assignments.map((workerData) => {
      const worker = new Worker(path, { workerData });
      worker.on('message', () => this.#wake());
      worker.on('error', (cause) => this.#fail(`a thread failed: ${cause.message}`, cause));
      worker.on('exit', (code) =>
        this.#fail(`a thread ended before its work was done, with exit status ${code}`),
      );
      // The program may end while they wait for work.
      worker.unref();
      return worker;
    });
  }

  start(job: Job): void {
    if (this.#failure) throw this.#failure;
    for (const worker of this.#workers) {
      worker.ref();
      worker.postMessage(job);
    }
  }

  /** Waits until none of them is at work on a portion of the job. */
  async finish({ control }: Job): Promise<void> {
    const busy = new Int32Array(control).subarray(1);
    while (Atomics.load(busy, 0) > 0 && !this.#failure) {
      await new Promise<void>((resume) => (this.#wake = resume));
    }
    for (const worker of this.#workers) worker.unref();
    if (this.#failure) throw this.#failure;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #fail(message: string, cause?: Error): void {
    if (this.#closed) return;
    this.#failure ??= new InternalError(message, t`try --threads 1`, { cause });
    this.#wake();
  }
}

/** How the threads of a team share rows: what a job is, and what each of them does about it. */

/** What a worker is given at its start. */
export interface Assignment {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** The session record with its own workspace. */
  readonly session: number;
}

/** Rows 0 … count − 1. */
export interface Job {
  /** Two int32: the next row that nobody has taken, and how many workers are at work. */
  readonly control: SharedArrayBuffer;
  readonly count: number;
  readonly batchSize: number;
}

/** Rows that are taken at a time, about: long enough that taking costs nothing, short enough that all end together. */
const PORTION = 128;

/** Takes portions of whole batches, or parts of long ones, until there are none. */
export function takePortions(
  { control, count, batchSize }: Job,
  run: (first: number, count: number) => void,
): void {
  const next = new Int32Array(control);
  const batch = Math.min(batchSize, PORTION);
  const portion = Math.ceil(PORTION / batch) * batch;
  for (;;) {
    const start = Atomics.add(next, 0, portion);
    const end = Math.min(start + portion, count);
    if (start >= end) return;
    for (let first = start; first < end; first += batch) run(first, Math.min(batch, end - first));
  }
}

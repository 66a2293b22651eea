/**
 * The interface between the program and what multiplies for it. A kernel packs a network's weights once; a session
 * holds buffers made once, so that running a batch allocates nothing.
 */
import { t } from '../../text.js';
import type { Network } from '../network.js';

/** The kernels that there are; all agree with `reference`, which is in plain loops. */
export type KernelName = 'reference' | 'simd' | 'relaxed-simd';

/** How large a session is, and what it takes. */
export interface SessionOptions {
  /** How many rows the buffers hold. */
  readonly capacity: number;
  /** uint8 rows are divided by 255 on the way in; float32 rows are taken as they are. Default: uint8. */
  readonly input?: 'uint8' | 'float32';
}

/** What multiplies: packs a network's weights for the machine and runs batches through them. */
export interface Kernel {
  /** Which one it is. */
  readonly name: KernelName;
  /**
   * Packs the weights and makes the buffers.
   * @throws {LimitError} when they would take more memory than there can be.
   */
  createSession(network: Network, options: SessionOptions): Session;
  /** The same for several threads, where the kernel can. */
  createTeam?(network: Network, options: SessionOptions, threads: number): Team;
}

/** Rows in, probabilities and predictions out, in the kernel's own memory: fill `input`, run, read the outputs. */
export interface Session {
  /** How many rows the buffers hold. */
  readonly capacity: number;
  /** (capacity, in): uint8 pixels, or float32 values where the session was made for them. */
  readonly input: Uint8Array | Float32Array;
  /** (capacity, out): the last layer's Z, which are probabilities after softmax. */
  readonly outputs: Float32Array;
  /** (capacity,): where each row of `outputs` is largest. */
  readonly predictions: Int32Array;
  /** One batch: computes rows `first` … `first + count − 1`. @throws {RangeError} outside the capacity. */
  run(first: number, count: number): void;
}

/** A session whose rows several threads work through; `run` is still this thread's alone. */
export interface Team extends Session {
  /** How many there are, this one among them. */
  readonly threads: number;
  /**
   * Rows 0 … count − 1 in batches.
   * @throws {InternalError} when a thread ends before its work is done.
   */
  runAll(count: number, batchSize: number): Promise<void>;
  /** Ends the threads. (A program that ends need not call it.) */
  close(): Promise<void>;
}

/** @throws {RangeError} when the rows asked for are not all within the capacity. */
export function checkRows(session: Session, first: number, count: number): void {
  if (
    !(Number.isInteger(first) && Number.isInteger(count) && first >= 0 && count >= 0) ||
    first + count > session.capacity
  ) {
    throw new RangeError(t`rows ${first} to ${first + count - 1} of a session for ${session.capacity}`);
  }
}

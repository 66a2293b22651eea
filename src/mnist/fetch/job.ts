/** What the parts of a fetch share: the folder, the limits, the user's wish to end, and a way to tell how it goes. */
import type { ErrorCode } from '../../errors.js';

export interface Job {
  /** Where the files go. */
  readonly folder: string;
  /** How long a server may keep silent. */
  readonly timeoutMs: number;
  /** Tries after the first one, at each address. */
  readonly retries: number;
  /** The wait before the second try; the next ones are twice as long each. */
  readonly firstWaitMs: number;
  readonly signal: AbortSignal;
  notify(event: FetchEvent): void;
}

/** How a fetch goes. */
export type FetchEvent =
  /** Bytes have arrived. `total` is what the server promised, or else the size of the raw file. */
  | { kind: 'progress'; file: string; source: string; received: number; total: number }
  /** A try broke off and is repeated. */
  | { kind: 'retry'; file: string; source: string; reason: string }
  /** A source is given up for the next one. */
  | { kind: 'fallback'; file: string; source: string; reason: string; next: string }
  /** A file of the folder is not what it should be, and is taken away. */
  | { kind: 'removed'; file: string; reason: string }
  /** A file is done with, one way or the other. */
  | { kind: 'file'; record: FetchedFile };

/** What became of one file. */
export interface FetchedFile {
  /** Of the raw file: `train-images-idx3-ubyte`. */
  readonly name: string;
  /** `downloaded` from a server, `unpacked` from a file that the user had, `present` and whole already, or `failed`. */
  readonly status: 'downloaded' | 'unpacked' | 'present' | 'failed';
  /** Of the raw file. */
  readonly bytes: number;
  /** Of the raw file, in hexadecimal; null where there is none. */
  readonly sha256: string | null;
  /** An address, `npm:name@version`, a path, or null. */
  readonly source: string | null;
  /** How long it took, in milliseconds. */
  readonly ms: number;
  /** Why it failed. */
  readonly error?: {
    /** Of the error's class. */
    readonly code: ErrorCode;
    /** In words. */
    readonly message: string;
  };
}

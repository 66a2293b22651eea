/**
 * Standard output and standard error. Node's streams for them take 3 ms to be made, so they are made where they are needed: for a
 * terminal, which has a width, for errors and for notes. Results go into files and pipes by the system's own write.
 */
import { fstatSync, writeSync } from 'node:fs';

type OnError = (error: NodeJS.ErrnoException) => void;

const FILE = 1;

class StandardOutput {
  /** Told when what is written cannot go anywhere. */
  onError: OnError | undefined;
  #isDirect: boolean | undefined;
  #stream: NodeJS.WriteStream | undefined;

  write(text: string): void {
    if (!this.#writesDirectly()) {
      this.#open().write(text);
      return;
    }
    let rest: Uint8Array = Buffer.from(text);
    try {
      while (rest.length > 0) rest = rest.subarray(writeSync(FILE, rest));
    } catch (error) {
      const cause = error as NodeJS.ErrnoException;
      if (cause.code !== 'EAGAIN') {
        this.onError?.(cause);
        return;
      }
      // A pipe whose other end makes writers come back later, which the stream does.
      this.#isDirect = false;
      this.#open().write(rest);
    }
  }

  get isTerminal(): boolean {
    return !this.#writesDirectly() && this.#open().isTTY;
  }

  /** The width of the terminal; 80 where there is none. */
  get columns(): number {
    return (this.isTerminal && this.#open().columns) || 80;
  }

  /** Characters or bytes that are yet to be taken. */
  get pending(): number {
    return this.#stream?.writableLength ?? 0;
  }

  /** Waits, where a reader is slow, until it has taken most of them: else they would pile up in memory. */
  async drain(): Promise<void> {
    const stream = this.#stream;
    if (stream?.writableNeedDrain) await new Promise((resume) => stream.once('drain', resume));
  }

  #writesDirectly(): boolean {
    return (this.#isDirect ??= isFileOrPipe());
  }

  #open(): NodeJS.WriteStream {
    this.#stream ??= process.stdout.on('error', (error) => this.onError?.(error));
    return this.#stream;
  }
}

/** The one that the process has. */
export const standardOutput = new StandardOutput();

let errorStream: NodeJS.WriteStream | undefined;

export function standardError(): NodeJS.WriteStream {
  // That nobody can be told is no error.
  errorStream ??= process.stderr.on('error', () => undefined);
  return errorStream;
}

/** Whether the process may end without cutting off what was written. */
export function isWritten(): boolean {
  return standardOutput.pending === 0 && !errorStream?.writableLength;
}

/** Windows' pipes are left to their stream. */
function isFileOrPipe(): boolean {
  const kind = fstatSync(FILE);
  return kind.isFile() || (process.platform !== 'win32' && (kind.isFIFO() || kind.isSocket()));
}

/**
 * Where the bytes of one file arrive, from whichever source: unpacked, checked, hashed and written on the way, and
 * installed at the end. It is pushed into, so that a download may break off and go on from where it stopped.
 */
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { LimitError } from '../../errors.js';
import { t } from '../../text.js';
import type { FileSpec } from '../spec.js';
import { writeReceipt } from './receipt.js';
import { TempFile } from './temp-file.js';
import { Verifier, type Verified } from './verify.js';

/** Gzip adds little to what it cannot compress; anything beyond this is no gzip of the file. */
const OVERHEAD = 1 << 20;

export class Receiver {
  /** Bytes that have arrived, packed or not. */
  received = 0;
  readonly #file: FileSpec;
  readonly #folder: string;
  readonly #target: TempFile;
  readonly #verifier: Verifier;
  readonly #input = new PassThrough();
  readonly #written: Promise<void>;
  /** Set once nothing more is read: what still comes is dropped. */
  #over = false;

  private constructor(file: FileSpec, folder: string, target: TempFile) {
    this.#file = file;
    this.#folder = folder;
    this.#target = target;
    this.#verifier = new Verifier(file);
    this.#input.on('error', () => undefined);
    this.#written = this.#consume().finally(() => (this.#over = true));
    this.#written.catch(() => undefined);
  }

  /** @throws {IoError} when the folder cannot be written in */
  static async create(file: FileSpec, folder: string): Promise<Receiver> {
    return new Receiver(file, folder, await TempFile.create(folder, file.name));
  }

  async #consume(): Promise<void> {
    for await (const chunk of this.#verifier.verify(this.#input)) await this.#target.write(chunk);
  }

  /** Takes the next bytes. @throws what the check or the disk have against those before */
  async write(chunk: Uint8Array): Promise<void> {
    this.received += chunk.length;
    if (this.received > this.#file.bytes + OVERHEAD) {
      throw new LimitError(
        t`it goes on after ${this.received.toLocaleString('en-US')} bytes, more than the file can have`,
      );
    }
    if (this.#over) return this.#written;
    if (!this.#input.write(chunk)) await Promise.race([once(this.#input, 'drain'), this.#written]);
  }

  /** All is there: installs the file under its name. @throws what the check or the disk have against it */
  async finish(): Promise<Verified> {
    this.#input.end();
    await this.#written;
    const { verified } = this.#verifier;
    if (this.#file.sha256 === undefined) await writeReceipt(this.#folder, this.#file, verified.sha256);
    await this.#target.commit(this.#file.name);
    return verified;
  }

  /** Leaves nothing behind. Does no harm after `finish`. */
  async discard(): Promise<void> {
    this.#input.destroy();
    await this.#written.catch(() => undefined);
    await this.#target.discard();
  }
}

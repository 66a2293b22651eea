/**
 * Checks raw IDX bytes while they pass: the header as soon as it is there, the size as soon as it is exceeded, the checksum
 * at the end. Pure but for the hash; comes after unpack.ts and before the file is written.
 */
import { createHash } from 'node:crypto';
import { ChecksumError, FormatError, LimitError, TruncatedError } from '../../errors.js';
import { t } from '../../text.js';
import type { FileSpec } from '../spec.js';
import { Unpacker } from './unpack.js';

type Bytes = AsyncIterable<Uint8Array>;

/** What a file has been recognised by. */
export interface Verified {
  readonly bytes: number;
  /** SHA-256 of the raw file. */
  readonly sha256: string;
}

/** The raw bytes of a stream that is gzipped or not; ends well only if they are those of `file`. */
export class Verifier {
  readonly #file: FileSpec;
  readonly #sha256: string | undefined;
  readonly #unpacker = new Unpacker();
  #verified: Verified | undefined;

  /** @param sha256 of the raw file; stands in for the one of the table where that has none */
  constructor(file: FileSpec, sha256 = file.sha256) {
    this.#file = file;
    this.#sha256 = sha256;
  }

  /** The result, once `verify` has ended. */
  get verified(): Verified {
    if (!this.#verified) throw new Error(`${this.#file.name} is not verified yet`);
    return this.#verified;
  }

  /**
   * @throws {FormatError} as soon as the bytes are seen to be something else
   * @throws {LimitError} as soon as they are more than the file has
   * @throws {TruncatedError} when they end before it does
   * @throws {ChecksumError} when they are not the published ones
   */
  async *verify(source: Bytes): AsyncGenerator<Uint8Array> {
    const { bytes } = this.#file;
    const hash = createHash('sha256');
    const header = new HeaderCheck(this.#file);
    let length = 0;
    for await (const chunk of this.#unpacker.unpack(source)) {
      header.update(chunk);
      length += chunk.length;
      if (length > bytes) throw new LimitError(t`it unpacks to more than the ${grouped(bytes)} bytes wanted`);
      hash.update(chunk);
      yield chunk;
    }
    header.end();
    if (length < bytes)
      throw new TruncatedError(t`it ends after ${grouped(length)} of ${grouped(bytes)} bytes`);
    const digest = hash.digest('hex');
    this.#compare(digest);
    this.#verified = { bytes, sha256: digest };
  }

  /** The SHA-256 decides, so that a mirror may compress anew; the `.gz` file's MD5 where nothing better is known. */
  #compare(digest: string): void {
    const sha256 = this.#sha256;
    if (sha256 !== undefined) {
      if (digest === sha256) return;
      throw new ChecksumError(t`it is not the published file: its SHA-256 is ${digest}, not ${sha256}`);
    }
    const { gzipMd5 } = this.#unpacker;
    if (gzipMd5 === this.#file.gzipMd5) return;
    throw new ChecksumError(
      gzipMd5 === undefined
        ? t`it cannot be checked, as only the checksum of the .gz file is published, and this one is unpacked`
        : t`it is not the published file: the MD5 of the .gz file is ${gzipMd5}, not ${this.#file.gzipMd5}`,
    );
  }
}

/** Compares the first bytes with the header that the file must have. */
class HeaderCheck {
  readonly #wanted: Buffer;
  readonly #shape: readonly number[];
  #seen = Buffer.alloc(0);

  constructor({ shape }: FileSpec) {
    this.#shape = shape;
    this.#wanted = Buffer.alloc(4 + 4 * shape.length);
    this.#wanted.writeUInt32BE(0x0800 + shape.length);
    shape.forEach((length, axis) => this.#wanted.writeUInt32BE(length, 4 + 4 * axis));
  }

  update(chunk: Uint8Array): void {
    if (this.#seen.length >= this.#wanted.length) return;
    // A little more than the header: enough to tell what else it is.
    this.#seen = Buffer.concat([this.#seen, chunk.subarray(0, 64)]);
    if (this.#seen.length >= this.#wanted.length) this.#check();
  }

  /** The stream is over: what is shorter than a header is checked as far as it goes. */
  end(): void {
    if (this.#seen.length > 0 && this.#seen.length < this.#wanted.length) this.#check();
  }

  #check(): void {
    const seen = this.#seen.subarray(0, this.#wanted.length);
    if (seen.equals(this.#wanted.subarray(0, seen.length))) return;
    const text = this.#seen
      .toString('latin1')
      .replace(/^\xef\xbb\xbf/, '')
      .trimStart();
    if (text.startsWith('<'))
      throw new FormatError(
        t`it is an HTML page, not a gzip or IDX file: an error or login page, most likely`,
      );
    const axes = this.#shape.length;
    if (seen.length === this.#wanted.length && seen.readUInt32BE() === 0x0800 + axes) {
      const shape = this.#shape.map((_, axis) => seen.readUInt32BE(4 + 4 * axis));
      throw new FormatError(t`it holds ${shape.join('×')} bytes where ${this.#shape.join('×')} are wanted`);
    }
    const start = seen.subarray(0, 4).toString('hex');
    const wanted = this.#wanted.subarray(0, 4).toString('hex');
    throw new FormatError(
      t`it is neither gzip nor IDX of ${axes} dimensions: it starts with ${start}, not ${wanted}`,
    );
  }
}

function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

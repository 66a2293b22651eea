/**
 * Gzip or not, as the bytes themselves tell: servers and proxies unpack `.gz` files on the way, or pack them once more
 * (`Content-Encoding: gzip`), so that neither name nor header can be trusted. First station of what arrives; verify.ts is
 * the next. Streams: holds no more than a few chunks.
 */
import { createHash } from 'node:crypto';
import { Readable, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { FormatError, TruncatedError } from '../../errors.js';
import { t } from '../../text.js';

type Bytes = AsyncIterable<Uint8Array>;

/** The file's own gzip, and one more around it. */
const MAX_LAYERS = 2;

export class Unpacker {
  /** MD5 of the innermost gzip file, once all of it has passed; undefined where nothing was packed. */
  gzipMd5: string | undefined;

  /**
   * Takes off as many layers of gzip as there are.
   * @throws {TruncatedError} when the gzip data ends too early
   * @throws {FormatError} when it is damaged
   */
  unpack(source: Bytes): AsyncGenerator<Uint8Array> {
    return this.#unpack(source, MAX_LAYERS);
  }

  async *#unpack(source: Bytes, layers: number): AsyncGenerator<Uint8Array> {
    const { head, all } = await peek(source, 2);
    const packed = head[0] === 0x1f && head[1] === 0x8b;
    yield* packed && layers > 0 ? this.#unpack(gunzip(this.#hashed(all)), layers - 1) : all;
  }

  /** An outer layer ends before the one inside it, so that the innermost has the last word. */
  async *#hashed(source: Bytes): AsyncGenerator<Uint8Array> {
    this.gzipMd5 = undefined;
    const md5 = createHash('md5');
    for await (const chunk of source) {
      md5.update(chunk);
      yield chunk;
    }
    this.gzipMd5 = md5.digest('hex');
  }
}

async function* gunzip(source: Bytes): AsyncGenerator<Uint8Array> {
  const input = Readable.from(source, { objectMode: false });
  const unpacked = pipeline(input, createGunzip({ chunkSize: 1 << 16 }), () => undefined);
  try {
    yield* unpacked as AsyncIterable<Uint8Array>;
  } catch (cause) {
    throw gzipError(cause as NodeJS.ErrnoException);
  }
}

function gzipError(cause: NodeJS.ErrnoException): Error {
  if (cause.code === 'Z_BUF_ERROR')
    return new TruncatedError(t`the gzip data ends too early`, undefined, { cause });
  if (cause.code?.startsWith('Z_'))
    return new FormatError(t`the gzip data is damaged (${cause.message})`, undefined, { cause });
  return cause;
}

/** The first bytes (fewer where there are no more), and all of the stream with them. */
async function peek(source: Bytes, count: number): Promise<{ head: Uint8Array; all: Bytes }> {
  const iterator = source[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array(0);
  let done: boolean | undefined = false;
  while (head.length < count && !done) {
    const next = await iterator.next();
    done = next.done;
    if (!next.done) head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  return { head, all: prepend(head, iterator) };
}

async function* prepend(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/**
 * One file from one address: tries that are repeated with growing waits, and that go on by Range where the one before broke
 * off. What a server sends goes into a Receiver, which checks it on the way.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { IoError, MnnError, TruncatedError } from '../../errors.js';
import { t } from '../../text.js';
import type { FileSpec } from '../spec.js';
import { withoutUser } from './address.js';
import type { Answer, HttpClient } from './http.js';
import type { Job } from './job.js';
import { BrokenOffError, isTransient, StatusError } from './network-error.js';
import { Receiver } from './receiver.js';
import type { Verified } from './verify.js';
import { Watchdog } from './watchdog.js';

/** A server that wants more patience than this is passed over. */
const MAX_WAIT_MS = 30_000;

/** @throws {MnnError} the reason of the last try */
export async function download(client: HttpClient, url: URL, file: FileSpec, job: Job): Promise<Verified> {
  const { default: pRetry } = await import('p-retry');
  const transfer = new Transfer(client, url, file, job);
  try {
    return await pRetry(() => transfer.attempt(), {
      retries: job.retries,
      minTimeout: job.firstWaitMs,
      factor: 2,
      maxTimeout: MAX_WAIT_MS,
      randomize: true,
      signal: job.signal,
      shouldRetry: ({ error }) => isWorthRetrying(error),
      onFailedAttempt: async ({ error, retriesLeft }) => {
        if (retriesLeft === 0 || !isWorthRetrying(error)) return;
        job.notify({ kind: 'retry', file: file.name, source: withoutUser(url.href), reason: error.message });
        const wait = error instanceof StatusError ? (error.retryAfterMs ?? 0) : 0;
        await sleep(wait, undefined, { signal: job.signal });
      },
    });
  } finally {
    await transfer.discard();
  }
}

function isWorthRetrying(error: unknown): boolean {
  if (error instanceof StatusError && (error.retryAfterMs ?? 0) > MAX_WAIT_MS) return false;
  return isTransient(error);
}

/** What is there of a file between two tries. */
class Transfer {
  readonly #client: HttpClient;
  readonly #url: URL;
  readonly #file: FileSpec;
  readonly #job: Job;
  #receiver: Receiver | undefined;
  /** Tells this version of the file from others: a strong ETag or the date of the last change. */
  #validator: string | undefined;
  #total: number | undefined;
  #resumed = false;
  /** Whether the server told where the body ends; else a cut connection looks like the end. */
  #framed = true;

  constructor(client: HttpClient, url: URL, file: FileSpec, job: Job) {
    this.#client = client;
    this.#url = url;
    this.#file = file;
    this.#job = job;
  }

  async attempt(): Promise<Verified> {
    const { timeoutMs, signal } = this.#job;
    const watchdog = new Watchdog(timeoutMs, signal);
    try {
      // Made first: a folder that cannot be written in is found out before anybody is asked for anything.
      this.#receiver ??= await Receiver.create(this.#file, this.#job.folder);
      const answer = await this.#client.get(this.#url, this.#rangeHeaders(), watchdog.signal);
      this.#framed = 'content-length' in answer.headers || 'transfer-encoding' in answer.headers;
      const receiver = await this.#receiverFor(answer);
      await this.#receive(answer, receiver, watchdog);
      return await receiver.finish();
    } catch (error) {
      throw await this.#afterFailure(error);
    } finally {
      watchdog.stop();
    }
  }

  async discard(): Promise<void> {
    await this.#receiver?.discard();
    this.#receiver = undefined;
  }

  #rangeHeaders(): Record<string, string> {
    const received = this.#receiver?.received ?? 0;
    if (received === 0 || this.#validator === undefined) return {};
    return { range: `bytes=${received}-`, 'if-range': this.#validator };
  }

  /** The receiver to go on with, or a new one where the answer starts anew. */
  async #receiverFor(answer: Answer): Promise<Receiver> {
    const { received } = this.#receiver!;
    this.#resumed = answer.status === 206;
    if (this.#resumed) {
      const [, start, total] =
        /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(answer.headers['content-range'] ?? '') ?? [];
      const goesOn =
        Number(start) === received &&
        (total === '*' || this.#total === undefined || Number(total) === this.#total);
      const sameVersion = validatorOf(answer) === undefined || validatorOf(answer) === this.#validator;
      if (goesOn && sameVersion) return this.#receiver!;
      await this.discard();
      throw new BrokenOffError(t`it does not go on where the try before broke off`);
    }
    if (received > 0) {
      await this.discard();
      this.#receiver = await Receiver.create(this.#file, this.#job.folder);
    }
    this.#validator = validatorOf(answer);
    this.#total = contentLength(answer);
    return this.#receiver!;
  }

  async #receive(answer: Answer, receiver: Receiver, watchdog: Watchdog): Promise<void> {
    const { name, bytes } = this.#file;
    const source = withoutUser(this.#url.href);
    for await (const chunk of answer.body) {
      watchdog.saw(chunk.length);
      await receiver.write(chunk);
      this.#job.notify({
        kind: 'progress',
        file: name,
        source,
        received: receiver.received,
        total: this.#total ?? bytes,
      });
    }
  }

  /** Keeps what came, if a range can be asked for next; else starts anew. @returns the error to tell of */
  async #afterFailure(error: unknown): Promise<unknown> {
    if (error instanceof StatusError && error.status === 416) {
      await this.discard();
      return new BrokenOffError(error.message, undefined, { cause: error });
    }
    const brokenOff = isTransient(error);
    if (!brokenOff || this.#validator === undefined) await this.discard();
    if (brokenOff || !(error instanceof MnnError) || error instanceof IoError) return error;
    if (error instanceof TruncatedError && !this.#framed)
      return new BrokenOffError(t`the connection was cut: ${error.message}`, undefined, { cause: error });
    // Two halves that do not fit: the whole may be right.
    if (this.#resumed) return new BrokenOffError(error.message, error.hint, { cause: error });
    return error;
  }
}

function validatorOf({ headers }: Answer): string | undefined {
  const { etag } = headers;
  if (etag !== undefined && !etag.startsWith('W/')) return etag;
  return headers['last-modified'];
}

function contentLength({ headers }: Answer): number | undefined {
  const length = headers['content-length'];
  return length === undefined ? undefined : Number(length);
}

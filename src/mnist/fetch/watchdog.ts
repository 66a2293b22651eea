/**
 * Ends a try that gets nowhere: no byte for the time allowed (no connection, no answer, silence), or so few that it will
 * never end (a server that drips).
 */
import { NetworkError } from '../../errors.js';
import { t } from '../../text.js';

/** A modem manages seven times as much. */
const MIN_BYTES_PER_SECOND = 1024;

export class Watchdog {
  readonly #aborter = new AbortController();
  readonly #silence: NodeJS.Timeout;
  readonly #timeoutMs: number;
  #drip: NodeJS.Timeout | undefined;
  readonly signal: AbortSignal;
  #bytes = 0;

  /** @param parent the user's own wish to end */
  constructor(timeoutMs: number, parent: AbortSignal) {
    this.signal = AbortSignal.any([this.#aborter.signal, parent]);
    this.#timeoutMs = timeoutMs;
    this.#silence = setTimeout(() => this.#abort(t`nothing came for ${timeoutMs / 1000} s`), timeoutMs);
  }

  #abort(message: string): void {
    this.#aborter.abort(new StallError(message));
  }

  /** Bytes of the body have come. */
  saw(bytes: number): void {
    this.#bytes += bytes;
    this.#silence.refresh();
    this.#drip ??= setInterval(() => this.#checkRate(), this.#timeoutMs);
  }

  #checkRate(): void {
    const bytes = this.#bytes;
    const seconds = this.#timeoutMs / 1000;
    this.#bytes = 0;
    if (bytes < MIN_BYTES_PER_SECOND * seconds) this.#abort(t`only ${bytes} bytes came in ${seconds} s`);
  }

  stop(): void {
    clearTimeout(this.#silence);
    clearInterval(this.#drip);
  }
}

export class StallError extends NetworkError {}

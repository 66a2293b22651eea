/** What goes wrong on the network, in words; what may go better a second time; and what mends the rest. */
import { STATUS_CODES } from 'node:http';
import { isNativeError } from 'node:util/types';
import { MnnError, NetworkError } from '../../errors.js';
import { t } from '../../text.js';
import { StallError } from './watchdog.js';

const REASONS: Readonly<Record<string, () => string>> = {
  ENOTFOUND: () => t`the host is not known`,
  EAI_AGAIN: () => t`the name of the host could not be looked up`,
  ECONNREFUSED: () => t`the connection was refused`,
  ECONNRESET: () => t`the connection was cut`,
  ECONNABORTED: () => t`the connection was cut`,
  EPIPE: () => t`the connection was cut`,
  ETIMEDOUT: () => t`no connection came about`,
  EHOSTUNREACH: () => t`the host cannot be reached`,
  ENETUNREACH: () => t`the network cannot be reached`,
  ENETDOWN: () => t`the network is down`,
  HPE_INVALID_EOF_STATE: () => t`the connection was cut`,
};

const TRANSIENT = new Set([
  'EAI_AGAIN',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'HPE_INVALID_EOF_STATE',
]);

/** OpenSSL's words for a certificate that does not lead to a known authority. */
const UNKNOWN_ISSUER =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_UNTRUSTED)$/;
const OTHER_CERTIFICATE = /^(CERT_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/;

/** A server that answers something other than the file. */
export class StatusError extends NetworkError {
  readonly status: number;
  /** How long the server asks to wait. */
  readonly retryAfterMs: number | undefined;

  /** @param proxy where that is what answered */
  constructor(status: number, proxy?: string, retryAfterMs?: number) {
    const name = STATUS_CODES[status];
    super(through(proxy, name ? t`HTTP status ${status} (${name})` : t`HTTP status ${status}`));
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** A try that broke off for a reason that says nothing against the next one. */
export class BrokenOffError extends NetworkError {}

/**
 * An error of a request in words.
 * @param proxy that the request went through, as it may be to blame
 */
export function networkError(error: unknown, proxy: string | undefined): unknown {
  if (error instanceof StallError)
    return new StallError(through(proxy, error.message), undefined, { cause: error });
  if (error instanceof MnnError || !isNativeError(error)) return error;
  const code = codeOf(error);
  if (UNKNOWN_ISSUER.test(code)) {
    return new NetworkError(
      through(proxy, t`the certificate is signed by an authority that is not known (${code})`),
      t`where a company’s proxy signs, NODE_EXTRA_CA_CERTS=/path/to/its-ca.pem makes its authority known`,
      { cause: error },
    );
  }
  if (OTHER_CERTIFICATE.test(code)) {
    return new NetworkError(
      through(proxy, t`no safe connection: ${error.message} (${code})`),
      t`check the clock of this machine and the address; NODE_EXTRA_CA_CERTS=/path/to/ca.pem adds an authority`,
      { cause: error },
    );
  }
  return new NetworkError(through(proxy, REASONS[code]?.() ?? error.message), undefined, { cause: error });
}

export function isTransient(error: unknown): boolean {
  if (error instanceof BrokenOffError || error instanceof StallError) return true;
  if (error instanceof StatusError) return error.status >= 500 || [408, 425, 429].includes(error.status);
  return error instanceof NetworkError && TRANSIENT.has(codeOf(error.cause));
}

/** Names the proxy that a request went through. */
function through(proxy: string | undefined, what: string): string {
  return proxy === undefined ? what : t`${what}, by way of the proxy ${proxy}`;
}

/** Of an error, or of the first one below it that has a code: Node wraps some. */
function codeOf(error: unknown): string {
  for (let at = error; isNativeError(at); at = at.cause ?? (at as AggregateError).errors?.[0]) {
    const { code } = at as NodeJS.ErrnoException;
    if (typeof code === 'string') return code;
  }
  return '';
}

/**
 * One request for one file: redirects, proxies, certificates, status. What comes is handed on as it is, packed or not.
 * Trying again, and going on where a try broke off, is download.ts.
 */
import type { Dispatcher } from 'undici';
import { NetworkError } from '../../errors.js';
import { readVersion } from '../../version.js';
import { networkError, StatusError } from './network-error.js';
import { proxySetting, withoutUser } from './proxy.js';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
}

type Headers = Readonly<Record<string, string>>;

const MAX_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];

/** Keeps connections open between files, through the proxy of the environment where it names one. */
export class HttpClient {
  #dispatcher: Dispatcher | undefined;

  /**
   * @param signal ends the request and its body
   * @returns status 200, or 206 where a range was asked for
   * @throws {NetworkError} in every other case
   */
  async get(url: URL, headers: Headers, signal: AbortSignal): Promise<Answer> {
    let at = url;
    for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
      const answer = await this.#request(at, headers, signal);
      if (!REDIRECTS.includes(answer.status)) return checkStatus(answer, headers);
      at = await redirectTarget(at, answer);
    }
    throw new NetworkError(`it redirects more than ${MAX_REDIRECTS} times`);
  }

  async close(): Promise<void> {
    await this.#dispatcher?.destroy();
  }

  async #request(url: URL, headers: Headers, signal: AbortSignal): Promise<Answer> {
    const { request } = await import('undici');
    const proxy = proxySetting(url, process.env);
    try {
      this.#dispatcher ??= await createDispatcher();
      const answer = await request(withoutUser(url.href), {
        dispatcher: this.#dispatcher,
        signal,
        headers: { ...standardHeaders(url), ...headers },
      });
      return {
        status: answer.statusCode,
        headers: Object.fromEntries(
          Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
        ),
        body: inWords(answer.body, signal, proxy),
      };
    } catch (error) {
      throw networkError(signal.aborted ? signal.reason : error, proxy);
    }
  }
}

/** Certificates are checked whatever NODE_TLS_REJECT_UNAUTHORIZED says. How long to wait is the caller's decision. */
async function createDispatcher(): Promise<Dispatcher> {
  const { EnvHttpProxyAgent } = await import('undici');
  const tls = { rejectUnauthorized: true, timeout: 0 };
  return new EnvHttpProxyAgent({
    connect: tls,
    requestTls: tls,
    proxyTls: tls,
    proxyTunnel: false,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

function standardHeaders(url: URL): Headers {
  const { username, password } = url;
  const user = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  return {
    'user-agent': `mnn-cli/${readVersion()}`,
    accept: '*/*',
    'accept-encoding': 'identity',
    ...(username === '' ? {} : { authorization: `Basic ${user.toString('base64')}` }),
  };
}

async function* inWords(
  body: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
  proxy: string | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw networkError(signal.aborted ? signal.reason : error, proxy);
  }
}

async function checkStatus(answer: Answer, headers: Headers): Promise<Answer> {
  const { status } = answer;
  if (status === 200 || (status === 206 && 'range' in headers)) return answer;
  await drop(answer);
  const wait = answer.headers['retry-after'];
  throw new StatusError(status, wait === undefined ? undefined : retryAfterMs(wait, Date.now()));
}

/** `Retry-After` is a number of seconds or a date. */
export function retryAfterMs(value: string, now: number): number | undefined {
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

async function redirectTarget(from: URL, answer: Answer): Promise<URL> {
  await drop(answer);
  const { location } = answer.headers;
  if (location === undefined || !URL.canParse(location, from.href))
    throw new NetworkError(`HTTP status ${answer.status} without an address to go to`);
  const target = new URL(location, from);
  if (!['http:', 'https:'].includes(target.protocol))
    throw new NetworkError(`it redirects to ${target.protocol} (only http and https are followed)`);
  return target;
}

/** The body of an answer that is of no use: not read, so that it cannot be long. */
async function drop(answer: Answer): Promise<void> {
  await answer.body[Symbol.asyncIterator]().return?.();
}

/**
 * One request for one file: redirects, proxies, certificates, status. What comes is handed on as it is, packed or not.
 * Trying again, and going on where a try broke off, is download.ts.
 *
 * Node's own client, as it holds a server back while the disk is busy and still ends well when the server hangs up. (undici 7
 * ends the whole process then: nodejs/undici#5360.)
 */
import { request as requestHttp, type Agent, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { NetworkError } from '../../errors.js';
import { t } from '../../text.js';
import { readVersion } from '../../version.js';
import { Agents } from './agents.js';
import { networkError, StatusError } from './network-error.js';
import { withoutUser } from './address.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: AsyncIterable<Uint8Array>;
}

type Headers = Readonly<Record<string, string>>;

const MAX_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];

/** Keeps connections open between files, through the proxies of the environment where it names any. */
export class HttpClient {
  readonly #agents = new Agents();

  /**
   * @param signal ends the request and its body
   * @returns status 200, or 206 where a range was asked for
   * @throws {NetworkError} in every other case
   */
  async get(url: URL, headers: Headers, signal: AbortSignal): Promise<Answer> {
    let at = url;
    for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
      const { agent, proxy } = await this.#agents.for(at);
      const wanted = { ...standardHeaders(at), ...headers };
      const answer = await send(at, agent, wanted, signal).catch((error: unknown) => {
        throw networkError(signal.aborted ? signal.reason : error, proxy);
      });
      const { statusCode: status = 0 } = answer;
      if (status === 200 || (status === 206 && 'range' in headers))
        return { status, headers: flatten(answer.headers), body: inWords(answer, signal, proxy) };
      // The body of an answer that is of no use is not read: it may have no end.
      answer.destroy();
      if (!REDIRECTS.includes(status)) throw statusError(answer, proxy);
      at = redirectTarget(at, answer);
    }
    throw new NetworkError(t`it redirects more than ${MAX_REDIRECTS} times`);
  }

  /** Ends all connections. */
  close(): void {
    this.#agents.destroy();
  }
}

function send(url: URL, agent: Agent, headers: Headers, signal: AbortSignal): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const options = {
    agent,
    headers,
    signal,
    // Certificates are checked whatever NODE_TLS_REJECT_UNAUTHORIZED says, and for this host also through a proxy.
    rejectUnauthorized: true,
    checkServerIdentity: (_: string, certificate: PeerCertificate) => checkServerIdentity(host, certificate),
  };
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    // A request that has no connection yet does not tell that it was ended.
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    request(withoutUser(url.href), options, resolve).on('error', reject).end();
  });
}

function standardHeaders({ username, password }: URL): Headers {
  const user = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  return {
    'user-agent': `mnn-cli/${readVersion()}`,
    accept: '*/*',
    'accept-encoding': 'identity',
    ...(username === '' ? {} : { authorization: `Basic ${user.toString('base64')}` }),
  };
}

function flatten(headers: IncomingMessage['headers']): Headers {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

/** The body; what breaks it off is told in words. */
async function* inWords(
  body: IncomingMessage,
  signal: AbortSignal,
  proxy: string | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    yield* body as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw networkError(signal.aborted ? signal.reason : error, proxy);
  }
}

function statusError({ statusCode = 0, headers }: IncomingMessage, proxy: string | undefined): StatusError {
  const wait = headers['retry-after'];
  return new StatusError(
    statusCode,
    statusCode === 407 ? proxy : undefined,
    wait === undefined ? undefined : retryAfterMs(wait, Date.now()),
  );
}

/** `Retry-After` is a number of seconds or a date. @returns undefined where it is neither */
function retryAfterMs(value: string, now: number): number | undefined {
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

function redirectTarget(from: URL, { statusCode, headers }: IncomingMessage): URL {
  const { location } = headers;
  if (location === undefined || !URL.canParse(location, from.href))
    throw new NetworkError(t`HTTP status ${statusCode} without an address to go to`);
  const target = new URL(location, from);
  if (!['http:', 'https:'].includes(target.protocol))
    throw new NetworkError(t`it redirects to ${target.protocol} (only http and https are followed)`);
  return target;
}

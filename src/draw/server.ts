/**
 * A server of files that are in memory, for this machine alone. It listens on the loopback address, answers only who
 * calls it by that (a page elsewhere whose name is made to point here does not), and has nothing but the files it was
 * given: no path ever reaches the disk.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IoError } from '../errors.js';
import { t } from '../text.js';
import type { PageFile } from './page-files.js';

const ADDRESS = '127.0.0.1';

/** The page loads from here alone, runs no script that is not a file of it, and is shown in no other. */
const SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': SECURITY_POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

export interface Server {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * @param port 0 for any that is free
 * @throws {IoError} when it cannot listen there
 */
export async function serve(files: ReadonlyMap<string, PageFile>, port: number): Promise<Server> {
  const server = createServer((request, response) => answer(request, response, files, hosts()));
  const hosts = (): readonly string[] => {
    const { port } = server.address() as AddressInfo;
    return [`${ADDRESS}:${port}`, `localhost:${port}`];
  };
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(listenError(port, cause)));
    server.listen(port, ADDRESS, resolve);
  });
  return {
    url: `http://${hosts()[0]}/`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function listenError(port: number, cause: NodeJS.ErrnoException): IoError {
  const message =
    cause.code === 'EADDRINUSE'
      ? t`port ${port} is taken: another program listens there`
      : t`cannot listen on port ${port}: ${cause.message}`;
  return new IoError(message, t`--port 0 takes one that is free`, { cause });
}

function answer(
  { method = '', url = '', headers: { host = '' } }: IncomingMessage,
  response: ServerResponse,
  files: ReadonlyMap<string, PageFile>,
  hosts: readonly string[],
): void {
  if (!hosts.includes(host.toLowerCase())) return refuse(response, 421, 'not a name of this server');
  if (method !== 'GET' && method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return refuse(response, 405, 'GET and HEAD alone');
  }
  const [path = ''] = url.split('?');
  const file = files.get(path === '/' ? 'index.html' : path.slice(1));
  if (!file) return refuse(response, 404, 'no such file');
  send(response, 200, file.type, file.content);
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  send(response, status, 'text/plain; charset=utf-8', new TextEncoder().encode(`${reason}\n`));
}

/** Node leaves the content out where the method is HEAD. */
function send(response: ServerResponse, status: number, type: string, content: Uint8Array): void {
  response.writeHead(status, { ...HEADERS, 'Content-Type': type, 'Content-Length': content.length });
  response.end(content);
}

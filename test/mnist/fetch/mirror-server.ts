/**
 * A mirror on the loopback interface that behaves as the test says, and the real test split to serve from it: the bundled
 * files, compressed anew, which is what a mirror may do.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createRawServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const data = fileURLToPath(new URL('../../../data/', import.meta.url));

export const IMAGES = 't10k-images-idx3-ubyte';
export const LABELS = 't10k-labels-idx1-ubyte';

export interface TestFile {
  readonly raw: Buffer;
  readonly gz: Buffer;
}

function testFile(name: string): TestFile {
  const raw = readFileSync(data + name);
  return { raw, gz: gzipSync(raw, { level: 1 }) };
}

export const FILES: Readonly<Record<string, TestFile>> = {
  [IMAGES]: testFile(IMAGES),
  [LABELS]: testFile(LABELS),
};

/** One request, as the behaviour of a test sees it. */
export interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The file that is asked for. */
  readonly name: string;
  readonly file: TestFile;
  /** How many times this file was asked for before. */
  readonly before: number;
}

export interface Mirror {
  readonly url: string;
  /** Requests so far: the file, and the Range if there was one. */
  readonly requests: { readonly name: string; readonly range: string | undefined; readonly at: number }[];
  close(): Promise<void>;
}

type Behaviour = (visit: Visit) => void;

/** What a good mirror does. */
export const serveFile: Behaviour = ({ response, file }) => {
  response.setHeader('Content-Length', file.gz.length);
  response.end(file.gz);
};

/** Answers requests for known files by `behaviour`, all others by 404. */
export async function startMirror(
  behaviour: Behaviour = serveFile,
  tls?: { readonly key: string; readonly cert: string },
): Promise<Mirror> {
  const requests: Mirror['requests'] = [];
  const listener: RequestListener = (request, response) => {
    const name = /([^/]+)\.gz(\?.*)?$/.exec(request.url ?? '')?.[1] ?? '';
    const file = FILES[name];
    const before = requests.filter((earlier) => earlier.name === name).length;
    requests.push({ name, range: request.headers.range, at: Date.now() });
    if (file) behaviour({ request, response, name, file, before });
    else response.writeHead(404).end();
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  return { ...(await listen(server, tls ? 'https' : 'http')), requests };
}

/** A server below HTTP: `behaviour` writes to the socket what it likes, once a request has come. */
export async function startRawServer(behaviour: (socket: Socket, request: string) => void): Promise<Mirror> {
  const requests: Mirror['requests'] = [];
  const server = createRawServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      requests.push({ name: '', range: undefined, at: Date.now() });
      behaviour(socket, bytes.toString('latin1'));
    });
  });
  return { ...(await listen(server, 'http')), requests };
}

async function listen(server: Server, scheme: string): Promise<Pick<Mirror, 'url' | 'close'>> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${scheme}://127.0.0.1:${port}/mnist/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Serves the files of a folder, gzipped and by their names alone, on this machine: a mirror of a data set, and a proxy to one. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';

export async function serveFiles(folder: string): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    const path = join(folder, basename(new URL(request.url!, 'http://localhost').pathname, '.gz'));
    if (existsSync(path)) response.end(gzipSync(readFileSync(path), { level: 1 }));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}

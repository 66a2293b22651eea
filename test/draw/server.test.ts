/** The server of the drawing page, asked as an attacker's page or program would ask it. */
import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PageFile } from '../../src/draw/page-files.js';
import { serve, type Server } from '../../src/draw/server.js';
import { IoError } from '../../src/errors.js';

const files = new Map<string, PageFile>([
  ['index.html', { type: 'text/html; charset=utf-8', content: new TextEncoder().encode('<p>hello</p>') }],
  ['page.js', { type: 'text/javascript; charset=utf-8', content: new TextEncoder().encode('1;') }],
]);

let server: Server;
beforeAll(async () => {
  server = await serve(files, 0);
});
afterAll(() => server.close());

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Sends the path as it is: `fetch` would tidy it up first. */
async function ask(
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { port } = new URL(server.url);
  return await new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('files', () => {
  it('are those that it was given, with their types', async () => {
    expect(await ask('/')).toMatchObject({
      status: 200,
      body: '<p>hello</p>',
      headers: { 'content-type': 'text/html; charset=utf-8', 'content-length': '12' },
    });
    expect(await ask('/?lang=ja')).toMatchObject({ status: 200, body: '<p>hello</p>' });
    expect(await ask('/page.js')).toMatchObject({ status: 200, body: '1;' });
  });

  it('are told of without their content by HEAD', async () => {
    const { status, headers, body } = await ask('/page.js', { method: 'HEAD' });
    expect([status, headers['content-length'], body]).toEqual([200, '2', '']);
  });

  it.each(['/package.json', '/../package.json', '/%2e%2e/package.json', '//etc/passwd', '/constructor', '*'])(
    'are no others: %s',
    async (path) => {
      expect((await ask(path)).status).toBe(404);
    },
  );
});

it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is not allowed', async (method) => {
  const { status, headers } = await ask('/', { method });
  expect([status, headers['allow']]).toEqual([405, 'GET, HEAD']);
});

describe('the host that is asked for', () => {
  it('may be localhost', async () => {
    const { port } = new URL(server.url);
    expect((await ask('/', { headers: { host: `LocalHost:${port}` } })).status).toBe(200);
  });

  it.each(['attacker.example', 'attacker.example:80', '127.0.0.1', '127.0.0.1.attacker.example', '[::1]:1'])(
    'may not be %s, as after DNS rebinding',
    async (host) => {
      expect(await ask('/', { headers: { host } })).toMatchObject({
        status: 421,
        body: 'not a name of this server\n',
      });
    },
  );
});

it('every answer forbids scripts, frames and loads from elsewhere', async () => {
  for (const { headers } of [await ask('/'), await ask('/none')]) {
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    const policy = String(headers['content-security-policy']).split('; ');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy.join()).not.toMatch(/unsafe-inline|'unsafe-eval'|\*|https?:/);
  }
});

it('is not reached by this machine’s other addresses', async () => {
  const { port } = new URL(server.url);
  const outer = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4');
  for (const { address } of outer) await expect(fetch(`http://${address}:${port}/`)).rejects.toThrow();
  expect(new URL(server.url).hostname).toBe('127.0.0.1');
});

it('says that a port is taken, and what to do', async () => {
  const { port } = new URL(server.url);
  const error = await serve(files, Number(port)).catch((failure: unknown) => failure as IoError);
  expect(error).toBeInstanceOf(IoError);
  expect(error).toMatchObject({
    code: 'E_IO',
    message: `port ${port} is taken: another program listens there`,
    hint: expect.stringContaining('--port 0'),
  });
});

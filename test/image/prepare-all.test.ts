/** Many pictures: prepared by threads as by one, in order; and what happens when a thread dies. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { FormatError, InternalError, NoDigitError, NotFoundError } from '../../src/errors.js';
import { createPool, type Pool } from '../../src/image/pool.js';
import { prepareAll, type Prepared } from '../../src/image/prepare-all.js';
import type { Picture } from '../../src/image/prepare.js';
import { listSources, type MissingSource, type Source } from '../../src/image/sources.js';
import { setCatalogue } from '../../src/text.js';

const folder = mkdtempSync(join(tmpdir(), 'mnn-many-'));
afterAll(() => rmSync(folder, { recursive: true }));

const pools: Pool[] = [];
afterEach(async () => {
  setCatalogue({}, 'en');
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

/** White paper with a black bar of a width, or blank. */
function paper(bar: number): Picture {
  const [width, height] = [60, 60];
  const pixels = new Uint8Array(width * height).fill(255);
  for (let y = 10; y < 50; y++) pixels.fill(0, y * width + 20, y * width + 20 + bar);
  return { source: `bar ${bar}`, pixels, width, height, channels: 1, fullWidth: width, fullHeight: height };
}

async function writePictures(): Promise<void> {
  for (let bar = 0; bar < 9; bar++) {
    const { pixels, width, height } = paper(bar);
    await sharp(pixels, { raw: { width, height, channels: 1 } })
      .png()
      .toFile(join(folder, `${bar}.png`));
  }
  writeFileSync(join(folder, '5.png'), 'no picture');
}

async function collect(threads: number): Promise<Prepared<Source | MissingSource>[]> {
  const all: Prepared<Source | MissingSource>[] = [];
  for await (const prepared of prepareAll(await listSources([folder, 'missing.png']), { threads }))
    all.push(prepared);
  return all;
}

describe('prepareAll', () => {
  it('gives by threads what it gives by one, in the order of the sources', async () => {
    await writePictures();
    const one = await collect(1);
    const several = await collect(2);
    expect(several).toEqual(one);
    expect(several.map(({ error }) => error?.constructor)).toEqual([
      NoDigitError,
      ...[1, 2, 3, 4].map(() => undefined),
      FormatError,
      ...[6, 7, 8].map(() => undefined),
      NotFoundError,
    ]);
    expect((several[0]!.error as Error).message).toContain('0.png: there is no digit');
  }, 30_000);
});

describe('a pool of threads', () => {
  const open = (threads: number, path?: string): Pool => {
    const pool = createPool(threads, path);
    pools.push(pool);
    return pool;
  };
  const write = (name: string, code: string): string => {
    writeFileSync(join(folder, name), code);
    return join(folder, name);
  };

  it('tells errors in the language of the program', async () => {
    setCatalogue({ 'there is no digit: the picture is blank': '白紙' }, 'ja');
    await expect(open(1).prepare(paper(0), {})).rejects.toThrow('bar 0: 白紙');
  });

  it('fails with every picture at hand when a thread ends, and from then on', async () => {
    const pool = open(
      2,
      write('ends.cjs', "require('node:worker_threads').parentPort.on('message', () => process.exit(7))"),
    );
    const pictures = [paper(4), paper(5), paper(6)].map((picture) => pool.prepare(picture, {}));
    for (const { reason } of (await Promise.allSettled(pictures)) as PromiseRejectedResult[]) {
      expect(reason).toBeInstanceOf(InternalError);
      expect(reason.message).toContain('exit status 7');
    }
    await expect(pool.prepare(paper(4), {})).rejects.toThrow(InternalError);
    expect(pool.failure).toBeInstanceOf(InternalError);
  });

  it('fails with what is still at hand when it is closed', async () => {
    const pool = open(1);
    const picture = pool.prepare(paper(4), {});
    await Promise.all([expect(picture).rejects.toThrow('are closed'), pool.close()]);
  });

  it('fails when a thread cannot start', async () => {
    const pool = open(1, write('throws.cjs', "throw new RangeError('no memory')"));
    await expect(pool.prepare(paper(4), {})).rejects.toThrow('a thread failed: no memory');
  });
});

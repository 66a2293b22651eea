/** What arrives, in any pieces: unpacked, checked and installed, or refused; and files of which only the .gz's MD5 is known. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { verifyInstalled } from '../../../src/mnist/fetch/local.js';
import { Receiver } from '../../../src/mnist/fetch/receiver.js';
import type { Verified } from '../../../src/mnist/fetch/verify.js';
import type { FileSpec } from '../../../src/mnist/spec.js';
import { Bench, failure } from './bench.js';

const bench = new Bench();
const digest = (algorithm: string, bytes: Uint8Array): string =>
  createHash(algorithm).update(bytes).digest('hex');

/** Two images of 2×3 pixels. */
const raw = Buffer.from('00000803000000020000000200000003' + '0102030405060708090a0b0c', 'hex');
const gz = gzipSync(raw);
const packedAnew = gzipSync(raw, { level: 0 });
const onlyMd5: FileSpec = { name: 'images', shape: [2, 2, 3], bytes: 28, gzipMd5: digest('md5', gz) };
const known: FileSpec = { ...onlyMd5, sha256: digest('sha256', raw) };

async function receive(file: FileSpec, pieces: readonly Uint8Array[]): Promise<Verified> {
  const receiver = await Receiver.create(file, bench.folder);
  try {
    for (const piece of pieces) await receiver.write(piece);
    return await receiver.finish();
  } finally {
    await receiver.discard();
  }
}

function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return ends.map((end, i) => bytes.subarray(i === 0 ? 0 : ends[i - 1], end));
}

it('pieces of any size make the same file', async () => {
  const forms = [raw, gz, packedAnew, gzipSync(gz)];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...forms),
      fc.array(fc.nat(), { maxLength: 40 }),
      async (bytes, places) => {
        expect(await receive(known, cut(bytes, places))).toEqual({ bytes: 28, sha256: known.sha256 });
        expect(readFileSync(join(bench.folder, 'images')).equals(raw)).toBe(true);
      },
    ),
    { numRuns: 30 },
  );
  expect(readdirSync(bench.folder)).toEqual(['images']);
});

it('a flipped bit anywhere, in any form, is refused, or does no harm', async () => {
  const place = fc.nat({ max: 8 * gz.length - 1 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(raw, gz, packedAnew), place, async (bytes, bit) => {
      const bad = Buffer.from(bytes);
      bad[(bit >> 3) % bad.length]! ^= 1 << (bit & 7);
      // A gzip header has bits that mean nothing: its time, its system.
      await receive(known, [bad]).then(
        (verified) => expect(verified.sha256).toBe(known.sha256),
        (error: { code: string }) => expect(error.code).toMatch(/^E_(FORMAT|CHECKSUM|TRUNCATED|LIMIT)$/),
      );
      await expect(receive(onlyMd5, [bad])).rejects.toMatchObject({ code: expect.stringMatching(/^E_/) });
    }),
    { numRuns: 40 },
  );
});

describe('where only the MD5 of the .gz is published', () => {
  it('the published .gz is installed, with a receipt that sha256sum can read', async () => {
    await receive(onlyMd5, [gz]);
    expect(readdirSync(bench.folder).sort()).toEqual(['images', 'images.sha256']);
    expect(readFileSync(join(bench.folder, 'images.sha256'), 'utf8')).toBe(
      `${digest('sha256', raw)}  images\n`,
    );
  });

  it('it is, also where it was packed once more on the way', async () => {
    expect(await receive(onlyMd5, [gzipSync(gz)])).toEqual({ bytes: 28, sha256: digest('sha256', raw) });
  });

  it.each([
    ['packed anew', packedAnew, /MD5 of the \.gz file is [0-9a-f]{32}, not [0-9a-f]{32}/],
    ['unpacked', raw, /cannot be checked/],
  ])('one that was %s is refused', async (_, bytes, message) => {
    const error = await failure(receive(onlyMd5, [bytes]));
    expect(error).toMatchObject({ code: 'E_CHECKSUM', message: expect.stringMatching(message) });
    bench.expectNothingLeft();
  });

  it('the receipt tells later whether the file is still the same', async () => {
    await receive(onlyMd5, [gz]);
    expect(await verifyInstalled(onlyMd5, bench.folder)).toEqual({
      bytes: 28,
      sha256: digest('sha256', raw),
    });
    const other = Buffer.from(raw);
    other[20] = 99;
    writeFileSync(join(bench.folder, 'images'), other);
    expect((await failure(verifyInstalled(onlyMd5, bench.folder))).code).toBe('E_CHECKSUM');
  });

  it('without a receipt nothing vouches for a raw file', async () => {
    writeFileSync(join(bench.folder, 'images'), raw);
    expect((await failure(verifyInstalled(onlyMd5, bench.folder))).message).toMatch(/cannot be checked/);
  });
});

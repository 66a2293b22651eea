import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FormatError, MnnError, TruncatedError } from '../../src/errors.js';
import { readIdx, writeIdx } from '../../src/formats/idx.js';

/** 2 images of 2×3, by hand from the format's description. */
const images = Uint8Array.from([
  ...[0, 0, 0x08, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3],
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
]);
const withByte = (index: number, value: number): Uint8Array => {
  const bytes = images.slice();
  bytes[index] = value;
  return bytes;
};

describe('readIdx', () => {
  it('reads a file made by hand', () => {
    const { shape, data } = readIdx(images, 3, 'images');
    expect(shape).toEqual([2, 2, 3]);
    expect(Array.from(data)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it('reads back what writeIdx writes', () => {
    const dimension = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(fc.array(dimension, { minLength: 1, maxLength: 4 }), fc.integer(), (shape, seed) => {
        const data = Uint8Array.from(
          { length: shape.reduce((a, b) => a * b, 1) },
          (_, i) => (i * 31 + seed) & 255,
        );
        const read = readIdx(writeIdx({ shape, data }), shape.length, 'x');
        expect(read.shape).toEqual(shape);
        expect(Array.from(read.data)).toEqual(Array.from(data));
      }),
    );
  });

  it('tells an empty file, a cut header and cut data apart, with the counts', () => {
    expect(() => readIdx(new Uint8Array(0), 3, 'f')).toThrow(new TruncatedError('f is empty'));
    expect(() => readIdx(images.subarray(0, 9), 3, 'f')).toThrow(/within its header: 9 of 16/);
    expect(() => readIdx(images.subarray(0, 20), 3, 'f')).toThrow(
      /\(2, 2, 3\), 28 bytes in all; there are 20/,
    );
    expect(() => readIdx(images.subarray(0, 20), 3, 'f')).toThrow(TruncatedError);
  });

  it('refuses bytes behind the data', () => {
    expect(() => readIdx(Uint8Array.from([...images, 0]), 3, 'f')).toThrow(/longer .* there are 29/);
  });

  it('refuses another magic number, type or number of axes by name', () => {
    expect(() => readIdx(withByte(0, 0x1f), 3, 'f')).toThrow(/begins with 1f000803, not 00000803/);
    expect(() => readIdx(withByte(2, 0x0d), 3, 'f')).toThrow(/float32/);
    expect(() => readIdx(images, 1, 'f')).toThrow(/3 axes, not 1/);
  });

  it('does not believe a length beyond the file', () => {
    expect(() => readIdx(withByte(4, 0xff), 3, 'f')).toThrow(TruncatedError);
  });

  it('ends in a value or a typed error on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.integer({ min: 0, max: 27 }), (noise, at) => {
        const bytes = images.slice();
        bytes.set(noise.subarray(0, Math.min(noise.length, bytes.length - at)), at);
        for (const candidate of [noise, bytes]) {
          try {
            expect(readIdx(candidate, 3, 'f').data.length).toBe(candidate.length - 16);
          } catch (error) {
            if (!(error instanceof MnnError)) throw error;
            expect([FormatError, TruncatedError]).toContain(error.constructor);
          }
        }
      }),
    );
  });
});

import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { FormatError, TruncatedError } from '../../src/errors.js';
import { readTensorFile } from '../../src/formats/read.js';
import { sniff } from '../../src/formats/sniff.js';
import { writeSafetensors } from '../../src/formats/safetensors.js';
import { fixture, plain, SMALL_NETWORK, weightFiles } from './fixtures.js';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

describe('sniff', () => {
  it.each([
    ...weightFiles(/\.pkl$/).map((name) => [name, 'pickle']),
    ...weightFiles(/\.npz$/).map((name) => [name, 'npz']),
    ...weightFiles(/\.gz$/).map((name) => [name, 'gzip']),
  ])('knows %s as %s', (name, format) => {
    expect(sniff(fixture(`weights/${name}`), name)).toBe(format);
  });

  it('knows npy, safetensors and JSON', () => {
    expect(sniff(fixture('arrays/version1.npy'), 'f')).toBe('npy');
    expect(sniff(writeSafetensors([]), 'f')).toBe('safetensors');
    expect(sniff(bytes('\n {"format": 1}'), 'f')).toBe('json');
    expect(sniff(bytes('{"modelTopology": {}}'), 'f')).toBe('tfjs');
    expect(sniff(bytes('GGUF\x03\0\0\0'), 'f')).toBe('gguf');
  });

  it.each([
    ['version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n', /Git LFS pointer/, /git lfs pull/],
    ['\n<!DOCTYPE html><html></html>', /HTML page/, /Raw/],
    ['<html>', /HTML page/, /Raw/],
    ['\x89PNG\r\n\x1a\n', /PNG picture/, /weights are read from/],
    ['\xff\xd8\xff\xe0', /JPEG picture/, /weights/],
    ['RIFF\0\0\0\0WEBPVP8 ', /WebP picture/, /weights/],
    ['\0\0\x08\x03\0\0\x27\x10', /IDX file of the data set/, /--data-dir/],
    ['\x89HDF\r\n\x1a\n', /HDF5/, /numpy\.savez/],
    ['hello, world', /begins with 68 65 6c 6c 6f 2c .*hello, world/, /weights are read from/],
  ])('names what %j is', (text, message, hint) => {
    try {
      sniff(bytes(text), 'weights.pkl');
    } catch (error) {
      expect(error).toBeInstanceOf(FormatError);
      expect((error as FormatError).message).toMatch(/^weights\.pkl is /);
      expect((error as FormatError).message).toMatch(message);
      expect((error as FormatError).hint).toMatch(hint);
    }
    expect.assertions(4);
  });

  it('says so when a file is empty', () => {
    expect(() => sniff(new Uint8Array(0), 'f')).toThrow(new TruncatedError('f is empty'));
  });
});

describe('readTensorFile', () => {
  it('unwraps gzip around any format', async () => {
    const names = ['pickle4.pkl.gz'];
    const files = names.map((name) => fixture(`weights/${name}`));
    files.push(gzipSync(fixture('weights/npz-deflated.npz')));
    files.push(gzipSync(gzipSync(fixture('weights/pickle0-F.pkl'))));
    for (const file of files) expect(plain((await readTensorFile(file, 'f')).tensors)).toEqual(SMALL_NETWORK);
  });

  it('says that gzip is damaged', async () => {
    const whole = fixture('weights/pickle4.pkl.gz');
    await expect(readTensorFile(whole.subarray(0, 40), 'f')).rejects.toThrow(/f is gzipped, and damaged/);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ChecksumError, FormatError, LimitError, TruncatedError } from '../../src/errors.js';
import { readNpy } from '../../src/formats/npy.js';
import { readNpz } from '../../src/formats/npz.js';
import { readZip } from '../../src/formats/zip.js';
import {
  decodeAll,
  expectValueOrMnnError,
  fixture,
  mutate,
  plain,
  SMALL_NETWORK,
  weightFiles,
  type Mutation,
} from './fixtures.js';

const mutations = fc.array(
  fc.record<Mutation>({
    at: fc.nat(3000),
    kind: fc.constantFrom('flip', 'cut', 'byte', 'insert'),
    value: fc.nat(255),
  }),
  { minLength: 1, maxLength: 4 },
);

describe('readNpz', () => {
  it.each(weightFiles(/^npz-(?!unnamed|torch).*\.npz$/))('reads %s as NumPy wrote it', (name) => {
    expect(plain(readNpz(fixture(`weights/${name}`), name).tensors)).toEqual(SMALL_NETWORK);
  });

  it('keeps the names of arrays that were given none', () => {
    const { tensors } = readNpz(fixture('weights/npz-unnamed.npz'), 'f');
    expect(tensors.map(({ name }) => name)).toEqual(['arr_0', 'arr_1', 'arr_2', 'arr_3']);
  });

  it('finds a damaged byte by the CRC', () => {
    const bytes = fixture('weights/npz-little-f4-C.npz');
    const data = Buffer.from(bytes).indexOf('descr') + 130;
    bytes[data]! ^= 1;
    expect(() => readNpz(bytes, 'f')).toThrow(ChecksumError);
    expect(() => readNpz(bytes, 'f')).toThrow(/W1\.npy is damaged/);
  });

  it('does not believe a size, an offset or a count', () => {
    const bytes = fixture('weights/npz-deflated.npz');
    const view = new DataView(bytes.buffer);
    const end = bytes.length - 22;
    const directory = view.getUint32(end + 16, true);
    const lying = (offset: number, value: number): Uint8Array => {
      const copy = bytes.slice();
      new DataView(copy.buffer).setUint32(offset, value, true);
      return copy;
    };
    expect(() => readNpz(lying(directory + 24, 0x7fffffff), 'f')).toThrow(LimitError);
    expect(() => readNpz(lying(directory + 24, 0x00ffffff), 'f')).toThrow(/cannot be 16777215 bytes/);
    expect(() => readNpz(lying(directory + 24, 100), 'f')).toThrow(FormatError);
    expect(() => readNpz(lying(directory + 24, 0xffffffff), 'f')).toThrow(/lacks its zip64 field/);
    expect(() => readNpz(lying(directory + 42, 0x00ffffff), 'f')).toThrow(/should begin at offset 16777215/);
    expect(() => readNpz(lying(end + 8, 0xfffefffe), 'f')).toThrow(TruncatedError);
    expect(() => readNpz(bytes.subarray(0, bytes.length - 30), 'f')).toThrow(/no directory at its end/);
  });

  it('finds the directory behind a comment, and refuses what it cannot unpack', () => {
    const bytes = Buffer.from(fixture('weights/npz-little-f4-C.npz'));
    const end = bytes.length - 22;
    const directory = bytes.readUInt32LE(end + 16);
    const changed = (at: number, byte: number): Buffer => {
      const copy = Buffer.from(bytes);
      copy[at] = byte;
      return copy;
    };
    // As long as a comment can be.
    const commented = Buffer.concat([bytes, Buffer.alloc(0xffff, ' ')]);
    commented.writeUInt16LE(0xffff, end + 20);
    expect(plain(readNpz(commented, 'f').tensors)).toEqual(SMALL_NETWORK);
    expect(() => readNpz(changed(directory + 8, 1), 'f')).toThrow('f: W1.npy is encrypted');
    expect(() => readNpz(changed(directory + 10, 12), 'f')).toThrow(
      'f: W1.npy is packed by method 12; stored and deflated are read',
    );
    expect(() => readNpz(changed(0, 0), 'f')).toThrow('f: W1.npy should begin at offset 0, and does not');
    // Stored, so both sizes are the same: one of them, then both, are said to be larger than the file.
    expect(() => readNpz(changed(directory + 21, 0xff), 'f')).toThrow(
      /W1\.npy cannot be 176 bytes, packed into 65456/,
    );
    const both = changed(directory + 21, 0xff);
    both[directory + 25] = 0xff;
    expect(() => readNpz(both, 'f')).toThrow(/^f is truncated: W1\.npy ends at byte \d+ of \d+$/);
  });

  it('says what a zip holds that is no npz', () => {
    const bytes = fixture('weights/npz-little-f4-C.npz');
    const text = Buffer.from(bytes).toString('latin1').replaceAll('.npy', '.txt');
    expect(() => readNpz(Buffer.from(text, 'latin1'), 'f')).toThrow(/holds W1\.txt, b1\.txt/);
  });

  it('unpacks nothing before it is asked for', () => {
    const entries = readZip(fixture('weights/npz-deflated.npz'), 'f', 1000);
    expect(entries.map(({ name, size }) => [name, size])).toEqual([
      ['W1.npy', 176],
      ['b1.npy', 140],
      ['W2.npy', 152],
      ['b2.npy', 136],
    ]);
  });

  it('ends in a network or a typed error after any change', async () => {
    const files = weightFiles(/^npz-(deflated|streamed|zip64|little-f4)/).map((name) =>
      fixture(`weights/${name}`),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), mutations, (file, changes) =>
        expectValueOrMnnError(() => decodeAll(readNpz(changes.reduce(mutate, file), 'f'))),
      ),
      { numRuns: 2000 },
    );
  });
});

describe('readNpy', () => {
  it.each(['version1', 'version2', 'version3'])('reads %s.npy', (name) => {
    const { tensors } = readNpy(fixture(`arrays/${name}.npy`), 'f');
    expect(plain(tensors)).toEqual({ array: SMALL_NETWORK.W1 });
  });

  it('puts three axes in Fortran order right', () => {
    const [tensor] = readNpy(fixture('arrays/three-axes-F.npy'), 'f').tensors;
    expect(tensor).toMatchObject({ shape: [2, 3, 4], order: 'F' });
    expect(Array.from(tensor!.data)).toEqual(Array.from({ length: 24 }, (_, i) => i));
  });

  it('reads scalars and empty arrays', () => {
    expect(plain(readNpy(fixture('arrays/scalar.npy'), 'f').tensors)).toEqual({
      array: { shape: [], values: [2.5] },
    });
    expect(plain(readNpy(fixture('arrays/empty.npy'), 'f').tensors)).toEqual({
      array: { shape: [0, 3], values: [] },
    });
  });

  it.each([
    ['object', /object arrays are not read \(array array\)/],
    ['complex', /type <c8, which is not read/],
    ['structured', /structured type/],
  ])('refuses %s arrays', (name, message) => {
    expect(() => readNpy(fixture(`arrays/${name}.npy`), 'f')).toThrow(FormatError);
    expect(() => readNpy(fixture(`arrays/${name}.npy`), 'f')).toThrow(message);
  });

  it('holds the header against the bytes, with both numbers', () => {
    const bytes = fixture('arrays/version1.npy');
    expect(() => readNpy(bytes.subarray(0, bytes.length - 1), 'f')).toThrow(
      'f is truncated: array (4, 3) of float32 takes 48 bytes; there are 47',
    );
    expect(() => readNpy(Uint8Array.from([...bytes, 0]), 'f')).toThrow(/takes 48 bytes; there are 49/);
    expect(() => readNpy(bytes.subarray(0, 50), 'f')).toThrow(/should end at byte 128; there are 50/);
    expect(() => readNpy(bytes.subarray(0, 8), 'f')).toThrow(TruncatedError);
  });

  it('knows its beginning, and the versions that there are', () => {
    const changed = (at: number, byte: number): Uint8Array => {
      const bytes = fixture('arrays/version1.npy');
      bytes[at] = byte;
      return bytes;
    };
    for (const at of [0, 1, 5])
      expect(() => readNpy(changed(at, 0x20), 'f')).toThrow(/does not begin with \\x93NUMPY/);
    for (const version of [0, 4])
      expect(() => readNpy(changed(6, version), 'f')).toThrow(
        `is npy version ${version}.0; 1.0 to 3.0 are read`,
      );
    // Version 2 has four bytes for the header's length.
    expect(() => readNpy(fixture('arrays/version2.npy').subarray(0, 11), 'f')).toThrow(
      /ends within its header/,
    );
    expect(() => readNpy(fixture('arrays/version1.npy').subarray(0, 9), 'f')).toThrow(
      /ends within its first 10 bytes/,
    );
  });

  it('ends in an array or a typed error after any change', async () => {
    const files = ['version1', 'version2', 'version3', 'three-axes-F'].map((name) =>
      fixture(`arrays/${name}.npy`),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), mutations, (file, changes) =>
        expectValueOrMnnError(() => decodeAll(readNpy(changes.reduce(mutate, file), 'f'))),
      ),
      { numRuns: 2000 },
    );
  });
});

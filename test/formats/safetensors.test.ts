import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FormatError, LimitError, TruncatedError } from '../../src/errors.js';
import { readSafetensors, writeSafetensors } from '../../src/formats/safetensors.js';
import { bindNetwork } from '../../src/model/bind.js';
import { decodeAll, expectValueOrMnnError, fixture, mutate, plain, type Mutation } from './fixtures.js';

/** A file by hand: the header as given, then `data`. */
function file(header: unknown, data: readonly number[] = []): Uint8Array {
  const text =
    header instanceof Uint8Array
      ? header
      : new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

const read = (header: unknown, data?: readonly number[]) => readSafetensors(file(header, data), 'f');

describe('readSafetensors', () => {
  // The bytes are written out by hand from the definitions of the types.
  it.each([
    ['F32', [0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0], [1, -2.5], 'float32'],
    ['F64', [...[0, 0, 0, 0, 0, 0, 0xf0, 0x3f], ...[0, 0, 0, 0, 0, 0, 4, 0xc0]], [1, -2.5], 'float64'],
    ['F16', [0x00, 0x3c, 0x00, 0xc1], [1, -2.5], 'float16'],
    ['BF16', [0x80, 0x3f, 0x20, 0xc0], [1, -2.5], 'bfloat16'],
    ['I8', [1, 0xfe], [1, -2], 'int8'],
    ['U8', [1, 0xfe], [1, 254], 'uint8'],
    ['I16', [1, 0, 0xfe, 0xff], [1, -2], 'int16'],
    ['I32', [1, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff], [1, -2], 'int32'],
    ['I64', [...[1, 0, 0, 0, 0, 0, 0, 0], ...[0xfe, 255, 255, 255, 255, 255, 255, 255]], [1, -2], 'int64'],
    ['BOOL', [0, 1], [0, 1], 'bool'],
  ])('reads %s', (dtype, data, values, name) => {
    const header = { x: { dtype, shape: [2], data_offsets: [0, data.length] } };
    const { tensors } = read(header, data);
    expect(plain(tensors)).toEqual({ x: { shape: [2], values } });
    expect(tensors[0]!.dtype).toBe(name);
  });

  it('agrees with NumPy on float16: zeros, subnormals, extremes, infinities', () => {
    const { bits, values } = JSON.parse(Buffer.from(fixture('float16.json')).toString()) as { bits: number[]; values: string[] }; // prettier-ignore
    const data = bits.flatMap((half) => [half & 255, half >> 8]);
    const { tensors } = read(
      { x: { dtype: 'F16', shape: [bits.length], data_offsets: [0, data.length] } },
      data,
    );
    const expected = values.map((text) => Number(text.replace('inf', 'Infinity')));
    expect(Array.from(tensors[0]!.data)).toEqual(expected);
  });

  it.each(['float16', 'float32', 'float64', 'int8', 'int64'])(
    'reads %s as the safetensors library wrote it',
    (dtype) => {
      const file = readSafetensors(fixture(`safetensors/${dtype}.safetensors`), 'f');
      expect(new Set(file.tensors.map((tensor) => tensor.dtype))).toEqual(new Set([dtype]));
      const network = bindNetwork(file, 'f');
      expect(network.sizes).toEqual([4, 3, 2]);
      expect(network.activations).toEqual(['tanh', 'identity']);
      expect(Array.from(network.layers[0]!.weight.data)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    },
  );

  it('gives the metadata', () => {
    expect(read({ __metadata__: { layers: '2,1' } }).metadata).toEqual({ layers: '2,1' });
  });

  it('uses the bytes in place where they are aligned, and copies where not', () => {
    const bytes = writeSafetensors([{ name: 'W1', shape: [2], data: Float32Array.of(1, 2) }]);
    const [tensor] = readSafetensors(bytes, 'f').tensors;
    expect(tensor!.data.buffer).toBe(bytes.buffer);
    const shifted = new Uint8Array([0, ...bytes]).subarray(1);
    expect(Array.from(readSafetensors(shifted, 'f').tensors[0]!.data)).toEqual([1, 2]);
    const shiftedBuffer = Buffer.concat([Buffer.of(0), bytes]).subarray(1);
    expect(Array.from(readSafetensors(shiftedBuffer, 'f').tensors[0]!.data)).toEqual([1, 2]);
  });

  const entry = (offsets: unknown, shape: unknown = [1], dtype: unknown = 'F32') => ({ dtype, shape, data_offsets: offsets }); // prettier-ignore
  it.each([
    ['a header that is no JSON', '{x', [], FormatError, /header is not JSON/],
    ['a header that is no UTF-8', Buffer.from('{"\xff":1}', 'latin1'), [], FormatError, /header is not JSON/],
    ['a header that is no object', '[]', [], FormatError, /not a JSON object/],
    ['an unknown type', { x: entry([0, 4], [1], 'F8_E4M3') }, [0, 0, 0, 0], FormatError, /type F8_E4M3/],
    [
      'an entry without a shape',
      { x: { dtype: 'F32' } },
      [],
      FormatError,
      /x has no dtype, shape and data_offsets/,
    ],
    ['a negative length', { x: entry([0, 4], [-1]) }, [0, 0, 0, 0], FormatError, /as the format wants/],
    [
      'an end before the beginning',
      { x: entry([4, 0]) },
      [0, 0, 0, 0],
      FormatError,
      /ends at 0, before it begins at 4/,
    ],
    [
      'an end beyond the file',
      { x: entry([0, 8], [2]) },
      [0, 0, 0, 0],
      TruncatedError,
      /ends at byte 8 of the data, which has 4/,
    ],
    [
      'shape and length that differ',
      { x: entry([0, 4], [2]) },
      [0, 0, 0, 0],
      TruncatedError,
      /takes 8 bytes; there are 4/,
    ],
    [
      'a shape beyond all numbers',
      { x: entry([0, 4], [2 ** 40, 2 ** 40]) },
      [0, 0, 0, 0],
      FormatError,
      /impossible shape/,
    ],
    [
      'an overlap',
      { x: entry([0, 4]), y: entry([2, 6]) },
      [0, 0, 0, 0, 0, 0],
      FormatError,
      /y overlaps x: it begins at 2, not 4/,
    ],
    [
      'a gap',
      { x: entry([0, 4]), y: entry([5, 9]) },
      new Array(9).fill(0),
      FormatError,
      /y leaves a gap after x/,
    ],
    ['bytes left over', { x: entry([0, 4]) }, [0, 0, 0, 0, 0], FormatError, /1 bytes after the last tensor/],
    ['metadata that is no text', { __metadata__: { a: 1 } }, [], FormatError, /not text by name/],
  ])('refuses %s', (_title, header, data, type, message) => {
    // prettier-ignore
    expect(() => read(header, data)).toThrow(type);
    expect(() => read(header, data)).toThrow(message);
  });

  it('does not believe the length of the header', () => {
    const bytes = file({ x: 1 });
    const view = new DataView(bytes.buffer);
    view.setBigUint64(0, 1000n, true);
    expect(() => readSafetensors(bytes, 'f')).toThrow(/should end at byte 1008; the file has 15/);
    view.setBigUint64(0, 2n ** 63n, true);
    expect(() => readSafetensors(bytes, 'f')).toThrow(LimitError);
    expect(() => readSafetensors(bytes.subarray(0, 7), 'f')).toThrow(TruncatedError);
  });
});

describe('writeSafetensors', () => {
  it('is read back as it was, bit for bit', () => {
    const tensor = fc
      .record({ rows: fc.nat(4), columns: fc.nat(4), wide: fc.boolean(), name: fc.string({ maxLength: 8 }) })
      .chain(({ rows, columns, wide, name }) =>
        (wide ? fc.float64Array : fc.float32Array)({
          minLength: rows * columns,
          maxLength: rows * columns,
        }).map((data) => ({ name, shape: [rows, columns], data })),
      );
    fc.assert(
      fc.property(
        fc.uniqueArray(tensor, { selector: ({ name }) => name, maxLength: 5 }),
        fc.dictionary(fc.string(), fc.string()),
        (tensors, metadata) => {
          fc.pre(tensors.every(({ name }) => name !== '__metadata__'));
          const written = readSafetensors(writeSafetensors(tensors, metadata), 'f');
          expect(plain(written.tensors)).toEqual(
            plain(tensors.map((one) => ({ ...one, dtype: '', order: 'C' as const }))),
          );
          expect(Object.entries(written.metadata)).toEqual(Object.entries(metadata));
        },
      ),
    );
  });

  it('refuses a shape that does not hold the data, and a name twice', () => {
    const data = Float32Array.of(1, 2);
    expect(() => writeSafetensors([{ name: 'x', shape: [3], data }])).toThrow(/x \(3,\) with 2 elements/);
    const x = { name: 'x', shape: [2], data };
    expect(() => writeSafetensors([x, x])).toThrow(FormatError);
  });

  it('ends in a network or a typed error after any change', async () => {
    const whole = writeSafetensors(
      [
        { name: 'W1', shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
        { name: 'b1', shape: [3], data: Float64Array.of(1, 2, 3) },
      ],
      { activations: 'softmax' },
    );
    const mutation = fc.record<Mutation>({
      at: fc.nat(whole.length),
      kind: fc.constantFrom('flip', 'cut', 'byte', 'insert'),
      value: fc.nat(255),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), (changes) =>
        expectValueOrMnnError(() => decodeAll(readSafetensors(changes.reduce(mutate, whole), 'f'))),
      ),
      { numRuns: 2000 },
    );
  });
});

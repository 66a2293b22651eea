import { describe, expect, it } from '@jest/globals';
import { FormatError, LimitError, TruncatedError } from '../../src/errors.js';
import { readGguf } from '../../src/formats/gguf.js';
import { bindNetwork } from '../../src/model/bind.js';
import { fixture } from './fixtures.js';

const float32 = fixture('gguf/float32.gguf');

/** The file with a 32-bit number changed. */
function lying(offset: number, value: number): Uint8Array {
  const bytes = float32.slice();
  new DataView(bytes.buffer).setUint32(offset, value, true);
  return bytes;
}

describe('readGguf', () => {
  it.each([
    ['float32', 'float32'],
    ['float16', 'float16'],
  ])('reads what gguf-py wrote as %s, aligned in its own way', (name, dtype) => {
    const { tensors, metadata } = readGguf(fixture(`gguf/${name}.gguf`), 'f');
    expect(tensors.map(({ name, shape }) => [name, ...shape])).toEqual([
      ['fc1.weight', 3, 4],
      ['fc1.bias', 3],
      ['fc2.weight', 2, 3],
      ['fc2.bias', 2],
    ]);
    expect(tensors[0]!.dtype).toBe(dtype);
    expect(metadata).toMatchObject({
      'general.architecture': 'mnist-fc',
      'general.name': 'small',
      accuracy: '0.5',
    });
  });

  it('gives the network: turned, ReLU by the naming of PyTorch', () => {
    const network = bindNetwork(readGguf(float32, 'f'), 'f');
    expect(network.sizes).toEqual([4, 3, 2]);
    expect(network.activations).toEqual(['relu', 'softmax']);
    expect(Array.from(network.layers[0]!.weight.data)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(Array.from(network.layers[1]!.bias.data)).toEqual([7, 9]);
  });

  it('refuses quantised tensors by name', () => {
    expect(() => readGguf(fixture('gguf/quantised.gguf'), 'f')).toThrow(FormatError);
    expect(() => readGguf(fixture('gguf/quantised.gguf'), 'f')).toThrow(
      /fc1\.weight is quantised \(ggml type 8\)/,
    );
  });

  it('believes no count, length or offset', () => {
    expect(() => readGguf(lying(4, 1), 'f')).toThrow(/GGUF version 1; 2 and 3/);
    // The counts of tensors and of keys, the length of the first key.
    expect(() => readGguf(lying(8, 0xffffffff), 'f')).toThrow(TruncatedError);
    expect(() => readGguf(lying(16, 0xffffffff), 'f')).toThrow(TruncatedError);
    expect(() => readGguf(lying(28, 0x7fffffff), 'f')).toThrow(TruncatedError);
    const name = Buffer.from(float32).indexOf('fc1.weight');
    const axes = name + 'fc1.weight'.length;
    expect(() => readGguf(lying(axes, 5), 'f')).toThrow(LimitError);
    expect(() => readGguf(lying(axes + 4, 0x7fffffff), 'f')).toThrow(
      /fc1\.weight ends at byte .* of the data, which has/,
    );
    expect(() => readGguf(lying(axes + 24, 0x7fffffff), 'f')).toThrow(TruncatedError);
    // The last values are 7 and 9; what follows fills up the alignment.
    const end = Buffer.from(float32).lastIndexOf(Buffer.from(Float32Array.of(7, 9).buffer)) + 8;
    expect(readGguf(float32.subarray(0, end), 'f').tensors).toHaveLength(4);
    expect(() => readGguf(float32.subarray(0, end - 1), 'f')).toThrow(TruncatedError);
  });
});

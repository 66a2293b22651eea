import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { array } from '../../src/engine/array.js';
import { FormatError, MnnError } from '../../src/errors.js';
import { readOnnx } from '../../src/formats/onnx.js';
import { writeOnnx } from '../../src/formats/onnx-write.js';
import { Network } from '../../src/engine/network.js';
import { bindNetwork } from '../../src/model/bind.js';
import { decodeAll, expectValueOrMnnError, fixture, mutate, type Mutation } from './fixtures.js';

const expected = JSON.parse(Buffer.from(fixture('onnx/expected.json')).toString()) as Record<
  string,
  { x: number[][]; y: number[][]; layers: number }
>;
const names = readdirSync(fileURLToPath(new URL('../fixtures/onnx', import.meta.url)));
const read = (name: string) => readOnnx(fixture(`onnx/${name}.onnx`), `${name}.onnx`);

describe('readOnnx', () => {
  it.each(Object.keys(expected))('understands %s: what comes out is what onnx computes', (name) => {
    const { x, y, layers } = expected[name]!;
    const network = bindNetwork(read(name), name);
    expect(network.layers).toHaveLength(layers);
    const outputs = network.forward(x).toArray() as number[][];
    // The files hold float32, and onnx computes in it.
    for (const [i, row] of y.entries())
      expect(outputs[i]).toEqual(row.map((value) => expect.closeTo(value, 5)));
  });

  it('gives the weights as they are stored', () => {
    const { tensors, metadata } = read('gemm-transposed-weights');
    expect(tensors.map(({ name, shape, dtype }) => [name, shape.join('×'), dtype])).toEqual([
      ['W1', '3×4', 'float32'],
      ['b1', '3', 'float32'],
      ['W2', '2×3', 'float32'],
      ['b2', '2', 'float32'],
    ]);
    expect(metadata).toMatchObject({ producer: 'make-onnx.py', opset: '17' });
  });

  it('says that a network takes bytes', () => {
    for (const name of ['divides-by-255', 'takes-uint8'])
      expect(read(name).metadata['input']).toMatch(/0–255/);
    expect(read('normalised').metadata).not.toHaveProperty('input');
  });

  it.each([
    ['refused-conv', /the operator Conv is not read/],
    ['refused-axis', /Softmax works along axis 0/],
    ['refused-residual', /Add comes between an activation and the next layer/],
    ['refused-signal-twice', /Add wants a constant for "a1"/],
  ])('refuses %s by name, and still shows its tensors', (name, message) => {
    const file = read(name);
    expect(file.tensors.length).toBeGreaterThan(0);
    expect(() => bindNetwork(file, name)).toThrow(FormatError);
    expect(() => bindNetwork(file, name)).toThrow(message);
  });

  it('never looks for weights in other files', () => {
    expect(() => read('refused-external')).toThrow(/W1 lies in a file beside it/);
  });

  it('has a file for each of these tests', () => {
    const refused = names.filter((name) => name.startsWith('refused')).length;
    expect(names).toHaveLength(Object.keys(expected).length + refused + 1);
  });

  it('ends in a network or a typed error after any change', async () => {
    const files = names.filter((name) => name.endsWith('.onnx')).map((name) => fixture(`onnx/${name}`));
    const mutation = fc.record<Mutation>({
      at: fc.nat(1200),
      kind: fc.constantFrom('flip', 'cut', 'byte', 'insert'),
      value: fc.nat(255),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        (file, changes) =>
          expectValueOrMnnError(() => {
            const read = decodeAll(readOnnx(changes.reduce(mutate, file), 'f'));
            bindNetwork(read, 'f');
          }),
      ),
      { numRuns: 3000 },
    );
  });
});

describe('writeOnnx', () => {
  it('is read back as it was', () => {
    const weight = array([[1, -2], [0.5, 3]], 'float32'); // prettier-ignore
    const bias = array([0.25, -1], 'float32');
    const activations = ['sigmoid', 'relu', 'tanh', 'identity', 'softmax'] as const;
    const network = new Network(activations.map((activation) => ({ weight, bias, activation })));
    const file = readOnnx(writeOnnx(network, { labels: '0,1', name: 'small' }), 'f');
    const back = bindNetwork(file, 'f');
    expect(back.activations).toEqual(activations);
    expect(back.layers.map((layer) => layer.weight.toArray())).toEqual(
      activations.map(() => weight.toArray()),
    );
    expect(file.metadata).toMatchObject({ labels: '0,1' });
  });

  it('refuses the step function', () => {
    const step = new Network([{ weight: array([[1]]), bias: array([0]), activation: 'step' }]);
    expect(() => writeOnnx(step, {})).toThrow(MnnError);
  });
});

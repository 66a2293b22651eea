import { describe, expect, it } from '@jest/globals';
import { array, type Nested } from '../../src/engine/array.js';
import type { ActivationName } from '../../src/engine/activation.js';
import { Network, perceptron, type Layer } from '../../src/engine/network.js';
import { golden } from '../golden/golden.js';

const layer = (weight: Nested, bias: Nested, activation: ActivationName): Layer => ({
  weight: array(weight),
  bias: array(bias),
  activation,
});

const threeLayer = new Network([
  layer([[0.1, 0.3, 0.5], [0.2, 0.4, 0.6]], [0.1, 0.2, 0.3], 'sigmoid'), // prettier-ignore
  layer([[0.1, 0.4], [0.2, 0.5], [0.3, 0.6]], [0.1, 0.2], 'sigmoid'), // prettier-ignore
  layer([[0.1, 0.3], [0.2, 0.4]], [0.1, 0.2], 'identity'), // prettier-ignore
]);

describe('the three-layer network of §3.4', () => {
  it('gives 0.3168270764110298 and 0.6962790898619668 for (1.0, 0.5)', () => {
    expect(threeLayer.forward([1.0, 0.5]).toArray()).toEqual([0.3168270764110298, 0.6962790898619668]);
  });

  it('passes through the A and Z that NumPy finds', () => {
    const [first, second, third] = threeLayer.trace([1.0, 0.5]);
    const { a1, z1, a2, z2, a3 } = golden.threeLayer;
    const found = [first!.a, first!.z, second!.a, second!.z, third!.a, third!.z];
    [a1, z1, a2, z2, a3, a3].forEach((wanted, i) =>
      wanted.forEach((value, j) => expect(found[i]!.data[j]).toBeCloseTo(value, 15)),
    );
    expect(String(first!.a)).toBe('[0.3 0.7 1.1]');
  });

  it('treats a batch as its rows one by one', () => {
    const batch = [[1, 0.5], [-2, 3], [0, 0]]; // prettier-ignore
    expect(threeLayer.forward(batch).toArray()).toEqual(batch.map((x) => threeLayer.forward(x).toArray()));
    expect(threeLayer.forward(batch).shape).toEqual([3, 2]);
  });

  it('predicts where its outputs are largest', () => {
    expect(threeLayer.predict([1.0, 0.5]).item()).toBe(1);
    expect(threeLayer.predict([[1, 0.5], [0, 0]]).toArray()).toEqual([1, 1]); // prettier-ignore
  });

  it('counts what it predicts rightly, in batches of any size', () => {
    // Its second output is the larger one for each of these.
    const x = array([[1, 0.5], [0, 0], [2, 1]]); // prettier-ignore
    for (const batchSize of [1, 2, 3, 100])
      expect(threeLayer.evaluate(x, array([1, 0, 1]), { batchSize })).toEqual({
        count: 3,
        correct: 2,
        accuracy: 2 / 3,
      });
    expect(threeLayer.evaluate(x, array([1, 1, 1]))).toEqual({ count: 3, correct: 3, accuracy: 1 });
    expect(() => threeLayer.evaluate(x, array([1, 0]))).toThrow('x (3, 2) wants labels (3,), not (2,)');
    expect(() => threeLayer.evaluate(x, array([[1], [0], [1]]))).toThrow('not (3, 1)');
    for (const batchSize of [0, 1.5, -1])
      expect(() => threeLayer.evaluate(x, array([1, 0, 1]), { batchSize })).toThrow(
        `from 1 on, not ${batchSize}`,
      );
  });

  it('knows its sizes', () => {
    expect([threeLayer.inputSize, threeLayer.outputSize]).toEqual([2, 2]);
    expect(threeLayer.trace([1, 0.5]).map(({ layer }) => layer)).toEqual([1, 2, 3]);
    expect(threeLayer.sizes).toEqual([2, 3, 2, 2]);
    expect(threeLayer.parameters).toBe(6 + 3 + 6 + 2 + 4 + 2);
    expect(threeLayer.activations).toEqual(['sigmoid', 'sigmoid', 'identity']);
  });

  it('names both shapes where the input does not fit', () => {
    expect(() => threeLayer.forward([1, 2, 3])).toThrow(/\(3,\) and \(2, 3\)/);
  });
});

describe('perceptrons', () => {
  const inputs = [[0, 0], [1, 0], [0, 1], [1, 1]]; // prettier-ignore
  const truth = (network: Network): Nested => network.forward(inputs).reshape(4).toArray();

  it('compute AND, NAND and OR with the weights of chapter 2', () => {
    expect(truth(perceptron([0.5, 0.5], -0.7))).toEqual([0, 0, 0, 1]);
    expect(truth(perceptron([-0.5, -0.5], 0.7))).toEqual([1, 1, 1, 0]);
    expect(truth(perceptron([0.5, 0.5], -0.2))).toEqual([0, 1, 1, 1]);
  });

  it('compute XOR in two layers', () => {
    const nandOr = layer([[-0.5, 0.5], [-0.5, 0.5]], [0.7, -0.2], 'step'); // prettier-ignore
    expect(truth(new Network([nandOr, layer([[0.5], [0.5]], [-0.7], 'step')]))).toEqual([0, 1, 1, 0]);
  });
});

describe('a network that does not fit together', () => {
  it('is refused with the layer and both shapes', () => {
    const first = layer([[1, 2], [3, 4]], [0, 0], 'relu'); // prettier-ignore
    expect(() => new Network([])).toThrow('a network has at least one layer');
    expect(() => new Network([layer([[1]], [0], 'sine' as ActivationName)])).toThrow(
      'layer 1 has the activation sine; there are step, sigmoid, relu, tanh, identity, softmax',
    );
    // As many values, but not the axes.
    for (const [weight, bias] of [
      [[1, 2], [0]],
      [[[1, 2]], [[0, 0]]],
      [[[1], [2]], 0],
    ] as const)
      // prettier-ignore
      expect(() => new Network([layer(weight as Nested, bias as Nested, 'relu')])).toThrow('wants W (in, out) and b (out,)');
    expect(() => new Network([first, layer([[1], [2], [3]], [0], 'relu')])).toThrow(
      /layer 2 takes 3 .*layer 1 gives 2/,
    );
    expect(() => new Network([layer([[1, 2]], [0], 'relu')])).toThrow(/layer 1 .*\(1, 2\).*\(1,\)/);
  });
});

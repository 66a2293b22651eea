/** The library in one page. */
import { expect, it } from '@jest/globals';
import {
  Network,
  argmax,
  array,
  dot,
  evaluate,
  loadDataset,
  loadMnist,
  loadModel,
  relu,
  selectKernel,
  sigmoid,
  softmax,
  step,
} from '../src/index.js';

it('§3.2: activation functions', () => {
  expect(String(step([-1, 1, 2]))).toBe('[0. 1. 1.]');
  expect(String(sigmoid([-1, 1, 2]))).toBe('[0.26894142 0.73105858 0.88079708]');
  expect(String(relu([-1, 1, 2]))).toBe('[0. 1. 2.]');
});

it('§3.3: arrays and their product', () => {
  expect(String(dot([1, 2], [[1, 3, 5], [2, 4, 6]]))).toBe('[ 5. 11. 17.]'); // prettier-ignore
  expect(() => dot([1, 2, 3], [[1, 3], [2, 4]])).toThrow('shapes (3,) and (2, 2) do not align'); // prettier-ignore
});

it('§3.4: a network of three layers', async () => {
  const { network } = await loadModel('three-layer');
  expect(String(network.forward([1.0, 0.5]))).toBe('[0.31682708 0.69627909]');
});

it('§3.5: the output layer', () => {
  const y = softmax([0.3, 2.9, 4.0]);
  expect(String(y)).toBe('[0.01821127 0.24519181 0.73659691]');
  expect(argmax(y)).toBe(2);
});

it('§3.6: handwritten digits', async () => {
  const { images, labels } = await loadMnist({ split: 'test' });
  expect(images.shape).toEqual([10_000, 784]);
  const network = new Network([
    { weight: array(new Array(784).fill([0])), bias: array([1]), activation: 'identity' },
  ]);
  expect(network.forward(images.row(0)).toArray()).toEqual([1]);
  expect(labels.at(0)).toBe(7);
});

it('§3.6.3: batches, by the kernel', async () => {
  const { pixels, labels } = await loadDataset({ split: 'test' });
  const { network } = await loadModel('book');
  const session = (await selectKernel()).createSession(network, { capacity: 10_000 });
  session.input.set(pixels);
  const { runs } = await evaluate(session, labels, { batchSizes: [100], probabilities: true });
  expect(runs[0]!.accuracy).toBeGreaterThan(0.97);
});

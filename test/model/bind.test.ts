import { describe, expect, it } from '@jest/globals';
import { FormatError, ShapeError } from '../../src/errors.js';
import type { Tensor, TensorFile } from '../../src/formats/tensor.js';
import { bindNetwork, type BindOptions } from '../../src/model/bind.js';

/** A file of tensors with the shapes given, filled with 0, 1, 2, … */
function file(shapes: Record<string, number[]>, metadata: Record<string, string> = {}): TensorFile {
  const tensors = Object.entries(shapes).map(([name, shape]): Tensor => {
    const length = shape.reduce((a, b) => a * b, 1);
    const data = Float32Array.from({ length }, (_, i) => i);
    return { name, shape, dtype: 'float32', order: 'C', data };
  });
  return { format: 'npz', tensors, metadata };
}

function bind(
  shapes: Record<string, number[]>,
  options: BindOptions & { metadata?: Record<string, string> } = {},
) {
  const notes: string[] = [];
  const note = (line: string) => notes.push(line);
  const network = bindNetwork(file(shapes, options.metadata), 'f', { note, ...options });
  return { network, notes, sizes: network.sizes.join('-'), activations: network.activations.join() };
}

describe('names in use', () => {
  const inOut = { w: [[4, 3], [3, 2]], b: [[3], [2]] }; // prettier-ignore
  const outIn = { w: [[3, 4], [2, 3]], b: [[3], [2]] }; // prettier-ignore
  it.each([
    ['W1', 'b1', 'W2', 'b2', inOut],
    ['params.W1', 'params.b1', 'params.W2', 'params.b2', inOut],
    ['Affine1.W', 'Affine1.b', 'Affine2.W', 'Affine2.b', inOut],
    ['Affine1_W', 'Affine1_b', 'Affine2_W', 'Affine2_b', inOut],
    ['dense/kernel', 'dense/bias', 'dense_1/kernel', 'dense_1/bias', inOut],
    [
      'sequential/dense/kernel:0',
      'sequential/dense/bias:0',
      'sequential/dense_1/kernel:0',
      'sequential/dense_1/bias:0',
      inOut,
    ],
    ['weights_1', 'biases_1', 'weights_2', 'biases_2', inOut],
    ['0', '1', '2', '3', inOut],
    ['arr_0', 'arr_1', 'arr_2', 'arr_3', inOut],
    ['fc1.weight', 'fc1.bias', 'fc2.weight', 'fc2.bias', outIn],
    ['layers.0.weight', 'layers.0.bias', 'layers.2.weight', 'layers.2.bias', outIn],
    ['0.weight', '0.bias', '2.weight', '2.bias', outIn],
    ['9.weight', '9.bias', '10.weight', '10.bias', outIn],
    ['model.hidden.weight', 'model.hidden.bias', 'model.output.weight', 'model.output.bias', outIn],
    ['weight1', 'bias1', 'weight2', 'bias2', outIn],
  ])('%s, %s, %s, %s', (w1, b1, w2, b2, { w, b }) => {
    // prettier-ignore
    const { sizes } = bind({ [b2]: b[1]!, [w1]: w[0]!, [w2]: w[1]!, [b1]: b[0]! });
    expect(sizes).toBe('4-3-2');
  });

  it('finds the order by the shapes where the names give another', () => {
    const { network, sizes } = bind({ 'output.weight': [2, 3], 'output.bias': [2], 'zero.weight': [3, 4], 'zero.bias': [3] }); // prettier-ignore
    expect(sizes).toBe('4-3-2');
    expect(network.layers[0]!.weight.shape).toEqual([4, 3]);
  });

  it('takes a net without biases, biases of one row, and leaves counters out', () => {
    const { network } = bind({ W1: [4, 3], W2: [3, 2] });
    expect(Array.from(network.layers[1]!.bias.data)).toEqual([0, 0]);
    expect(bind({ W1: [4, 3], b1: [1, 3], step: [] }).sizes).toBe('4-3');
  });
});

describe('orientation', () => {
  it('turns (out, in) into (in, out)', () => {
    const { network } = bind({ 'fc.weight': [2, 3], 'fc.bias': [2] });
    expect(network.layers[0]!.weight.toArray()).toEqual([[0, 3], [1, 4], [2, 5]]); // prettier-ignore
  });

  it('believes the shapes, not the names', () => {
    expect(bind({ W1: [3, 4], b1: [3], W2: [2, 3], b2: [2] }).sizes).toBe('4-3-2');
    expect(bind({ 'fc1.weight': [4, 3], 'fc1.bias': [3] }).sizes).toBe('4-3');
  });

  it('goes by the names where a matrix is square', () => {
    const rows = [[0, 1], [2, 3]]; // prettier-ignore
    expect(bind({ W1: [2, 2], b1: [2] }).network.layers[0]!.weight.toArray()).toEqual(rows);
    expect(bind({ 'dense/kernel': [2, 2] }).network.layers[0]!.weight.toArray()).toEqual(rows);
    const turned = [[0, 2], [1, 3]]; // prettier-ignore
    expect(bind({ 'fc.weight': [2, 2], 'fc.bias': [2] }).network.layers[0]!.weight.toArray()).toEqual(turned);
  });

  it('asks where neither decides, and takes --transpose for an answer', () => {
    const shapes = { '0': [2, 2], '1': [2] };
    expect(() => bind(shapes)).toThrow(ShapeError);
    expect(() => bind(shapes)).toThrow(/0 \(2, 2\) with 1 \(2,\)/);
    expect(bind(shapes, { transpose: true }).network.layers[0]!.weight.toArray()).toEqual([[0, 2], [1, 3]]); // prettier-ignore
  });

  it('refuses --transpose where it cannot be', () => {
    expect(() => bind({ W1: [4, 3], b1: [3] }, { transpose: true })).toThrow(
      /not form a chain as \(out, in\)/,
    );
  });

  it('refuses layers that fit in more than one order', () => {
    const shapes = { 'a.weight': [2, 3], 'a.bias': [2], 'x.weight': [3, 3], 'y.weight': [3, 3], 'z.weight': [3, 4] }; // prettier-ignore
    expect(() => bind(shapes)).toThrow(/in more than one order/);
  });
});

describe('activations', () => {
  it('are the file’s own where it tells them', () => {
    const { activations, notes } = bind(
      { W1: [4, 3], W2: [3, 2] },
      { metadata: { activations: 'tanh,identity' } },
    );
    expect(activations).toBe('tanh,identity');
    expect(notes).toEqual([]);
  });

  it.each([
    [{ W1: [4, 3], W2: [3, 2] }, 'sigmoid,softmax', /sigmoid.*the book.*--activation/],
    [{ 'fc1.weight': [3, 4], 'fc2.weight': [2, 3] }, 'relu,softmax', /relu.*PyTorch.*--activation/],
    [{ 'dense/kernel': [4, 3], 'dense_1/kernel': [3, 2] }, 'relu,softmax', /relu.*Keras/],
  ])('follow the convention else, with a note', (shapes, expected, message) => {
    const { activations, notes } = bind(shapes);
    expect(activations).toBe(expected);
    expect(notes).toEqual([expect.stringMatching(message)]);
  });

  it('are the caller’s where he says so, without a note', () => {
    const { activations, notes } = bind({ W1: [4, 3], W2: [3, 2] }, { activation: 'tanh' });
    expect(activations).toBe('tanh,softmax');
    expect(notes).toEqual([]);
  });

  it('must be known, and as many as there are layers', () => {
    expect(() => bind({ W1: [2, 3] }, { metadata: { activations: 'gelu' } })).toThrow(/gelu/);
    expect(() => bind({ W1: [2, 3] }, { metadata: { activations: 'relu,relu' } })).toThrow(
      /2 activations for 1 layers/,
    );
  });
});

describe('what forms no network', () => {
  it('is told with all that was found and what is needed', () => {
    const read = () => bind({ alpha: [784, 50], beta: [50] });
    expect(read).toThrow(ShapeError);
    expect(read).toThrow('f: no network in these tensors: found alpha (784, 50), beta (50,); needed are a weight and a bias for each layer, such as W1 (784, 50)'); // prettier-ignore
    expect(() => bind({ W1: [4, 3], b1: [3], W2: [5, 2], b2: [2] })).toThrow(
      'f: the layers do not fit together: W1 (4, 3) with b1 (3,), W2 (5, 2) with b2 (2,)',
    );
    expect(() => bind({ b1: [3] })).toThrow(/found b1 \(3,\)/);
  });

  it('is named where it is known: the MNIST cache, convolutions, batch normalisation', () => {
    expect(() => bind({ train_img: [9, 784], train_label: [9] })).toThrow(/looks like the book’s MNIST cache.*train_img \(9, 784\).*W1/); // prettier-ignore
    expect(() => bind({ W1: [30, 1, 5, 5], b1: [30] })).toThrow(/convolutions \(W1 \(30, 1, 5, 5\)\)/);
    expect(() => bind({ W1: [4, 3], b1: [3], gamma1: [3], beta1: [3] })).toThrow(/batch normalisation/);
  });

  it('is refused for NaN and infinities, by tensor and place', () => {
    const shapes = file({ W1: [2, 3], b1: [3] });
    shapes.tensors[0]!.data[4] = NaN;
    expect(() => bindNetwork(shapes, 'f')).toThrow(FormatError);
    expect(() => bindNetwork(shapes, 'f')).toThrow('f: W1[1, 1] is NaN; weights must be finite');
    shapes.tensors[0]!.data[4] = -Infinity;
    expect(() => bindNetwork(shapes, 'f')).toThrow('W1[1, 1] is -Infinity');
  });
});

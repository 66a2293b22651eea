/** Loops in JavaScript as one would write them: over all inputs, and over those that are not zero. */
import { pass } from '../contest.mjs';

export const names = ['JavaScript, dense loops', 'JavaScript, sparse loops'];

export function enter(name, task) {
  const forward = forwardWith(name.includes('sparse') ? addSparse : addDense, task.layers);
  const predictions = new Int32Array(task.count);
  const { pixels } = task;
  const run = (first, count) => {
    for (let row = first; row < first + count; row++) {
      predictions[row] = forward(pixels.subarray(row * 784, (row + 1) * 784));
    }
  };
  return { fed: 'uint8', run: (turn) => pass(task, turn, run, predictions) };
}

function forwardWith(add, layers) {
  const x = new Float32Array(layers[0].inputs);
  const sums = layers.map(({ outputs }) => new Float32Array(outputs));
  return (pixels) => {
    for (let i = 0; i < x.length; i++) x[i] = pixels[i] / 255;
    let input = x;
    layers.forEach((layer, i) => {
      sums[i].set(layer.bias);
      add(input, layer, sums[i]);
      activate(sums[i], layer.activation);
      input = sums[i];
    });
    return input.indexOf(Math.max(...input));
  };
}

function addDense(x, { weight, outputs }, sums) {
  for (let j = 0; j < outputs; j++) {
    let sum = sums[j];
    for (let k = 0; k < x.length; k++) sum += x[k] * weight[k * outputs + j];
    sums[j] = sum;
  }
}

function addSparse(x, { weight, outputs }, sums) {
  for (let k = 0; k < x.length; k++) {
    const value = x[k];
    if (value === 0) continue;
    for (let j = 0; j < outputs; j++) sums[j] += value * weight[k * outputs + j];
  }
}

function activate(a, activation) {
  if (activation === 'sigmoid') for (let j = 0; j < a.length; j++) a[j] = 1 / (1 + Math.exp(-a[j]));
  else if (activation === 'relu') for (let j = 0; j < a.length; j++) a[j] = Math.max(0, a[j]);
  else softmax(a);
}

function softmax(a) {
  const largest = Math.max(...a);
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] = Math.exp(a[j] - largest);
  for (let j = 0; j < a.length; j++) a[j] /= sum;
}

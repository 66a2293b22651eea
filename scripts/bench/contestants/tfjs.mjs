/** TensorFlow.js with its WebAssembly backend, on one thread. */
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { pass } from '../contest.mjs';

export const names = ['tfjs wasm'];

export async function enter(_, task) {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'));
  setThreadsCount(1);
  setWasmPaths(join(folder, 'dist/'));
  await tf.setBackend('wasm');
  const layers = task.layers.map(({ inputs, outputs, weight, bias, activation }) => ({
    weight: tf.tensor2d(weight, [inputs, outputs]),
    bias: tf.tensor1d(bias),
    activation,
  }));
  const predictions = new Int32Array(task.count);
  const run = (first, count) => {
    // There is no uint8 in TensorFlow.js: pixels are widened on the way in, by a typed array, which is the fastest.
    const x = Float32Array.from(task.pixels.subarray(first * 784, (first + count) * 784));
    const digits = tf.tidy(() => {
      let z = tf.div(tf.tensor2d(x, [count, 784]), 255);
      for (const { weight, bias, activation } of layers) {
        z = tf.add(tf.matMul(z, weight), bias);
        z = activation === 'sigmoid' ? tf.sigmoid(z) : activation === 'relu' ? tf.relu(z) : tf.softmax(z);
      }
      return tf.argMax(z, 1);
    });
    predictions.set(digits.dataSync(), first);
    digits.dispose();
  };
  return { fed: 'uint8', run: (turn) => pass(task, turn, run, predictions) };
}

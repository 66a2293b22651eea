/**
 * The kernel in plain loops, in double precision between the layers. Slow and plain on purpose: the fast kernels are
 * tested against it.
 */
import { ACTIVATIONS } from '../activation.js';
import { argmaxOf } from '../reduction.js';
import type { Layer, Network } from '../network.js';
import { checkRows, type Kernel, type Session } from './kernel.js';

/** The kernel in plain loops: slow, exact to double precision between the layers, and the measure of the others. */
export const referenceKernel: Kernel = {
  name: 'reference',
  createSession(network, { capacity, input = 'uint8' }) {
    const inputLength = capacity * network.inputSize;
    const session: Session = {
      capacity,
      input: input === 'uint8' ? new Uint8Array(inputLength) : new Float32Array(inputLength),
      outputs: new Float32Array(capacity * network.outputSize),
      predictions: new Int32Array(capacity),
      run(first, count) {
        checkRows(session, first, count);
        for (let row = first; row < first + count; row++) runRow(network, session, row);
      },
    };
    return session;
  },
};

function runRow(network: Network, { input, outputs, predictions }: Session, row: number): void {
  const { inputSize, outputSize } = network;
  const scale = input instanceof Uint8Array ? 255 : 1;
  let z = new Float64Array(inputSize);
  for (let i = 0; i < inputSize; i++) z[i] = input[row * inputSize + i]! / scale;
  for (const layer of network.layers) z = forwardLayer(z, layer);
  outputs.set(z, row * outputSize);
  predictions[row] = argmaxOf(z, 0, outputSize);
}

/** x (in) → h(x·W + b) (out). Zeros are passed over: four fifths of a digit's pixels are. */
function forwardLayer(x: Float64Array, { weight, bias, activation }: Layer): Float64Array<ArrayBuffer> {
  const columns = bias.size;
  const weights = weight.data;
  const a = new Float64Array(bias.data);
  for (let k = 0; k < x.length; k++) {
    const value = x[k]!;
    if (value === 0) continue;
    const offset = k * columns;
    for (let j = 0; j < columns; j++) a[j]! += value * weights[offset + j]!;
  }
  ACTIVATIONS[activation](a, columns);
  return a;
}

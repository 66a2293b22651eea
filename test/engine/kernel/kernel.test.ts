/** One suite for all kernels: each is held against the network's own forward pass, in float64. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ACTIVATION_NAMES, type ActivationName } from '../../../src/engine/activation.js';
import { NdArray } from '../../../src/engine/array.js';
import type { Kernel, KernelName, Session } from '../../../src/engine/kernel/kernel.js';
import { selectKernel } from '../../../src/engine/kernel/select.js';
import { Network, type Layer } from '../../../src/engine/network.js';
import { LimitError, UsageError } from '../../../src/errors.js';
import { loadDataset } from '../../../src/mnist/dataset.js';
import { loadModel } from '../../../src/model/load.js';

const NAMES: readonly KernelName[] = ['reference', 'simd', 'relaxed-simd'];
const kernels = await Promise.all(NAMES.map((name) => selectKernel(name)));

/**
 * For sums of numbers of the size of 1, and activations of slope 1 at most: float32 carries 6e-8 relative, a few
 * hundred terms and the polynomial in the exponential make it a few millionths at worst.
 */
const TOLERANCE = 1e-5;

/** Numbers in [−1, 1) that a seed determines. */
function numbers(seed: number, length: number): Float64Array<ArrayBuffer> {
  let state = seed >>> 0;
  return new Float64Array(length).map(() => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** Weights such that what a layer gives is about as large as what it takes. */
function randomNetwork(sizes: readonly number[], activations: readonly ActivationName[], seed = 1): Network {
  const layers = activations.map((activation, i): Layer => {
    const [inputs, outputs] = [sizes[i]!, sizes[i + 1]!];
    const weight = numbers(seed + i, inputs * outputs).map((w) => (2 * w) / Math.sqrt(inputs));
    return {
      weight: new NdArray(Float32Array.from(weight), [inputs, outputs]),
      bias: new NdArray(Float32Array.from(numbers(seed + 100 + i, outputs)), [outputs]),
      activation,
    };
  });
  return new Network(layers);
}

/** Pixels of which about `share` are not zero. */
function randomPixels(length: number, share: number, seed = 7): Uint8Array {
  const chance = numbers(seed, length);
  return Uint8Array.from(numbers(seed + 1, length), (value, i) =>
    (chance[i]! + 1) / 2 < share ? 1 + Math.floor(((value + 1) / 2) * 255) : 0,
  );
}

const LONG = 70_001;
const longNetwork = randomNetwork([LONG, 6, 3], ['relu', 'softmax']);
const longRows = randomPixels(2 * LONG, 0.3);

/** What the network itself makes of the session's rows, in float64. */
function expected(network: Network, { input, capacity }: Session): Float64Array | Float32Array {
  const scale = input instanceof Uint8Array ? 255 : 1;
  const rows = Float64Array.from(input, (value) => value / scale);
  return network.forward(new NdArray(rows, [capacity, network.inputSize])).data;
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
  return largest;
}

/** A session with its input filled and all rows run, in batches. */
function runAll(
  kernel: Kernel,
  network: Network,
  rows: Uint8Array | Float32Array,
  batch = Infinity,
): Session {
  const capacity = rows.length / network.inputSize;
  const input = rows instanceof Uint8Array ? 'uint8' : 'float32';
  const session = kernel.createSession(network, { capacity, input });
  session.input.set(rows);
  for (let first = 0; first < capacity; first += batch) session.run(first, Math.min(batch, capacity - first));
  return session;
}

describe.each(kernels)('the kernel $name', (kernel) => {
  it('gives the three-layer network’s outputs as the book prints them', () => {
    const layer = (weight: number[], shape: number[], bias: number[], activation: ActivationName): Layer => ({
      weight: new NdArray(Float64Array.from(weight), shape),
      bias: new NdArray(Float64Array.from(bias), [bias.length]),
      activation,
    });
    const network = new Network([
      layer([0.1, 0.3, 0.5, 0.2, 0.4, 0.6], [2, 3], [0.1, 0.2, 0.3], 'sigmoid'),
      layer([0.1, 0.4, 0.2, 0.5, 0.3, 0.6], [3, 2], [0.1, 0.2], 'sigmoid'),
      layer([0.1, 0.3, 0.2, 0.4], [2, 2], [0.1, 0.2], 'identity'),
    ]);
    const { outputs, predictions } = runAll(kernel, network, Float32Array.of(1, 0.5));
    expect(outputs[0]).toBeCloseTo(0.3168270764110298, 6);
    expect(outputs[1]).toBeCloseTo(0.6962790898619668, 6);
    expect(predictions[0]).toBe(1);
  });

  it('takes networks of any shape, batches of any size, pixels as sparse as they come', () => {
    const smooth = fc.constantFrom(...ACTIVATION_NAMES.filter((name) => name !== 'step'));
    const width = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 180 }));
    const cases = fc.integer({ min: 1, max: 4 }).chain((depth) =>
      fc.record({
        sizes: fc.array(width, { minLength: depth + 1, maxLength: depth + 1 }),
        activations: fc.array(smooth, { minLength: depth, maxLength: depth }),
        rows: fc.integer({ min: 1, max: 70 }),
        batch: fc.integer({ min: 1, max: 70 }),
        share: fc.constantFrom(0, 0.02, 0.2, 0.7, 1),
        bytes: fc.boolean(),
        seed: fc.nat(),
      }),
    );
    fc.assert(
      fc.property(cases, ({ sizes, activations, rows, batch, share, bytes, seed }) => {
        const network = randomNetwork(sizes, activations, seed);
        const pixels = randomPixels(rows * sizes[0]!, share, seed);
        const input = bytes ? pixels : Float32Array.from(pixels, (p) => p / 128 - Math.sign(p));
        const session = runAll(kernel, network, input, batch);
        expect(largestDifference(session.outputs, expected(network, session))).toBeLessThan(TOLERANCE);
      }),
      { numRuns: 40 },
    );
  });

  it('is exact where the numbers are, so the step function steps where it should', () => {
    const network = randomNetwork([37, 61, 18, 5], ['step', 'step', 'step'], 3);
    const whole = new Network(
      network.layers.map(({ weight, bias, activation }) => ({
        weight: new NdArray(
          weight.data.map((w) => Math.round(w * 8)),
          weight.shape,
        ),
        bias: new NdArray(
          bias.data.map((b) => Math.round(b * 2)),
          bias.shape,
        ),
        activation,
      })),
    );
    const rows = Float32Array.from(randomPixels(40 * 37, 0.5), (p) => p % 5);
    const session = runAll(kernel, whole, rows);
    expect(Array.from(session.outputs)).toEqual(Array.from(expected(whole, session)));
  });

  it('works through inputs that are longer than what it takes at a time', () => {
    const session = runAll(kernel, longNetwork, longRows);
    expect(largestDifference(session.outputs, expected(longNetwork, session))).toBeLessThan(TOLERANCE);
  });

  it('gives a row the same numbers, bit by bit, in whatever batch it stands', () => {
    const network = randomNetwork([784, 50, 100, 10], ['sigmoid', 'sigmoid', 'softmax']);
    const pixels = randomPixels(75 * 784, 0.2);
    const whole = runAll(kernel, network, pixels);
    for (const batch of [1, 2, 7, 32, 33, 64]) {
      const { outputs, predictions } = runAll(kernel, network, pixels, batch);
      expect(outputs).toEqual(whole.outputs);
      expect(predictions).toEqual(whole.predictions);
    }
  });

  it('writes the rows that it was asked for and no others', () => {
    const network = randomNetwork([20, 9, 7], ['tanh', 'identity']);
    const session = kernel.createSession(network, { capacity: 6 });
    session.input.set(randomPixels(6 * 20, 0.5));
    session.outputs.fill(99);
    session.predictions.fill(99);
    session.run(2, 3);
    expect(Array.from(session.outputs, (z) => z === 99)).toEqual(
      Array.from({ length: 42 }, (_, i) => i < 14 || i >= 35),
    );
    expect(Array.from(session.predictions, (p) => p === 99)).toEqual([true, true, false, false, false, true]);
    session.run(0, 0);
    session.run(6, 0);
    expect(session.outputs[0]).toBe(99);
  });

  it('refuses rows beyond its capacity', () => {
    const session = kernel.createSession(randomNetwork([4, 2], ['identity']), { capacity: 3 });
    for (const [first, count] of [
      [0, 4],
      [3, 1],
      [-1, 1],
      [0, -1],
      [0.5, 1],
      [0, NaN],
    ] as const) {
      expect(() => session.run(first, count)).toThrow(RangeError);
    }
  });

  it('keeps sessions apart', () => {
    const networks = [1, 2].map((seed) => randomNetwork([30, 10, 4], ['relu', 'softmax'], seed));
    const pixels = randomPixels(5 * 30, 0.4);
    const sessions = networks.map((network) => kernel.createSession(network, { capacity: 5 }));
    for (const session of sessions) session.input.set(pixels);
    for (const session of sessions) session.run(0, 5);
    sessions.forEach((session, i) =>
      expect(largestDifference(session.outputs, expected(networks[i]!, session))).toBeLessThan(TOLERANCE),
    );
  });

  it('keeps activations within bounds far out, and NaN what it is', () => {
    const one = (activation: ActivationName): Network =>
      new Network([
        {
          weight: new NdArray(Float32Array.of(1), [1, 1]),
          bias: new NdArray(Float32Array.of(0), [1]),
          activation,
        },
      ]);
    const far = Float32Array.of(-1e30, -1000, 0, 1000, 1e30, NaN);
    const outputs = (activation: ActivationName): number[] =>
      Array.from(runAll(kernel, one(activation), far).outputs, (z) => (Math.abs(z) < 1e-37 ? 0 : z));
    expect(outputs('sigmoid')).toEqual([0, 0, 0.5, 1, 1, NaN]);
    expect(outputs('tanh')).toEqual([-1, -1, 0, 1, 1, NaN]);
    expect(outputs('relu')).toEqual([0, 0, 0, 1000, Math.fround(1e30), NaN]);
    expect(outputs('step')).toEqual([0, 0, 0, 1, 1, 0]);
    expect(outputs('identity')).toEqual([...far]);
  });

  it('takes softmax of large numbers as the book does, by taking off the largest', () => {
    const identity = Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
    const network = new Network([
      {
        weight: new NdArray(identity, [3, 3]),
        bias: new NdArray(new Float32Array(3), [3]),
        activation: 'softmax',
      },
    ]);
    const { outputs, predictions } = runAll(kernel, network, Float32Array.of(1010, 1000, 990, 0.3, 2.9, 4));
    const wanted = [9.999546e-1, 4.53978686e-5, 2.06106005e-9, 0.01821127, 0.24519181, 0.73659691];
    wanted.forEach((p, i) => expect(outputs[i]).toBeCloseTo(p, 6));
    expect(Array.from(predictions)).toEqual([0, 2]);
  });
});

const BOOK_WEIGHTS = process.env['MNN_BOOK_WEIGHTS'];

describe.each([
  { name: 'the bundled network', weights: 'book' },
  ...(BOOK_WEIGHTS ? [{ name: 'the book’s weights', weights: BOOK_WEIGHTS }] : []),
])('on all test digits, $name', ({ weights }) => {
  let session: (kernel: Kernel) => Session;
  let wanted: Session;
  beforeAll(async () => {
    const { network } = await loadModel(weights);
    const { pixels } = await loadDataset();
    session = (kernel) => runAll(kernel, network, pixels, 100);
    wanted = session(kernels[0]!);
  });
  it.each(kernels.slice(1))('gives by the kernel $name what it gives in float64', (kernel) => {
    const { outputs, predictions } = session(kernel);
    // NumPy in float32 is 2.06e-6 away from float64 on the bundled network.
    expect(largestDifference(outputs, wanted.outputs)).toBeLessThan(2e-6);
    expect(predictions).toEqual(wanted.predictions);
  });
});

describe.each(kernels)('the kernel $name on digits', (kernel) => {
  it('takes inverted pictures, where hardly a pixel is zero', async () => {
    const { network } = await loadModel('book');
    const pixels = (await loadDataset()).pixels.subarray(0, 300 * 784).map((p) => 255 - p);
    const session = runAll(kernel, network, pixels, 100);
    // NumPy in float32 is 1.23e-5 away from float64 on these: all 784 terms of each sum are large.
    expect(largestDifference(session.outputs, expected(network, session))).toBeLessThan(2e-5);
  });
});

it('says so where a session is larger than WebAssembly’s memory', () => {
  const network = randomNetwork([784, 2], ['softmax']);
  for (const kernel of kernels.slice(1)) {
    expect(() => kernel.createSession(network, { capacity: 6_000_000 })).toThrow(LimitError);
  }
});

describe('the choice of a kernel', () => {
  it('falls on the fastest that the engine has', async () => {
    expect((await selectKernel('')).name).toBe('relaxed-simd');
  });

  it('is forced by name', () => {
    expect(kernels.map(({ name }) => name)).toEqual(NAMES);
  });

  it('refuses a name that it does not know', async () => {
    await expect(selectKernel('fast')).rejects.toThrow(UsageError);
    await expect(selectKernel('fast')).rejects.toThrow(
      'MNN_KERNEL is fast, not one of relaxed-simd, simd, reference',
    );
  });
});

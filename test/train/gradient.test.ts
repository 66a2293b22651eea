/**
 * Backpropagation against central differences of the loss in float64, for each kind of layer and for a taught
 * network.
 */
import { describe, expect, it } from '@jest/globals';
import { initialValues, PIXELS, readLayer, writeLayer, type Shape } from '../../scripts/train/layout.js';
import { Arena, compileKernels, createKernels, floats } from '../../scripts/train/memory.js';
import { layOut, type Digits } from '../../scripts/train/plan.js';
import { Random } from '../../scripts/train/random.js';
import type { Optimiser, Recipe } from '../../scripts/train/recipes.js';
import { ThreadWork } from '../../scripts/train/work.js';
import { forward, meanLoss, softmax, type Parameters, type Target } from './reference.js';

/** More rows than one task takes, so that gradients are summed over tasks. */
const COUNT = 26;

const none = { rotation: 0, scale: 0, shear: 0, shift: 0, elastic: 0, stroke: 0, noise: 0 };

const mlp: Shape = { convolutions: [], hidden: [20, 12], activation: 'relu' };

const adam: Optimiser = { name: 'adam' };
const soap: Optimiser = { name: 'soap', weightDecay: 0.1 };

const cases: readonly [string, Shape, Optimiser, Recipe['teaching']][] = [
  ['centred sigmoid layers', { convolutions: [], hidden: [20, 12], activation: 'sigmoid' }, soap, undefined],
  ['ReLU layers', mlp, adam, undefined],
  ['convolutions', { convolutions: [16, 16], hidden: [18], activation: 'relu' }, adam, undefined],
  ['a taught network', mlp, adam, { teachers: ['other'], share: 0.7, temperature: 2 }],
];

const values = (shape: Shape, seed: number): ReturnType<typeof initialValues> =>
  initialValues(shape, seed).map(({ weight, bias }, layer) => {
    const random = new Random(100 * seed + layer);
    return { weight, bias: bias.map(() => 0.2 * random.signed()) };
  });

const parametersOf = (layers: ReturnType<typeof initialValues>): Parameters =>
  layers.map(({ weight, bias }) => Float64Array.from([...weight, ...bias]));

function digits(): Digits {
  const random = new Random(7);
  const pixels = Uint8Array.from({ length: COUNT * PIXELS }, () =>
    random.unit() < 0.3 ? 256 * random.unit() : 0,
  );
  return { pixels, labels: Uint8Array.from({ length: COUNT }, (_, n) => n % 10) };
}

describe('the gradient is that of the loss', () => {
  it.each(cases)('for %s', (_name, shape, optimiser, teaching) => {
    const training = digits();
    const recipe: Recipe = {
      name: 'test',
      shape,
      seed: 1,
      batchSize: COUNT,
      epochs: 1,
      mildEpochs: 0,
      optimiser,
      learningRate: 0,
      distortion: none,
      ...(teaching === undefined ? {} : { teaching }),
    };
    const teacherShape: Shape = { convolutions: [], hidden: [9], activation: 'relu' };
    const arena = new Arena();
    const plan = layOut(arena, recipe, training, teaching === undefined ? [] : [teacherShape], 1);
    const student = values(shape, 1);
    const teacher = values(teacherShape, 2);
    plan.student.layers.forEach((layer, index) => {
      writeLayer(arena.memory, layer, student[index]!);
    });
    plan.teachers[0]?.layers.forEach((layer, index) => {
      writeLayer(arena.memory, layer, teacher[index]!);
    });
    new Int32Array(arena.memory.buffer, plan.order, COUNT).forEach((_, n, order) => (order[n] = n));
    new ThreadWork(createKernels(compileKernels(), arena.memory), arena.memory, plan, 0).epoch(0);

    const x = Array.from({ length: COUNT }, (_, n) =>
      Float64Array.from(training.pixels.subarray(n * PIXELS, (n + 1) * PIXELS), (byte) => byte / 255),
    );
    const targets = x.map((pixels, n): Target => {
      const label = training.labels[n]!;
      if (teaching === undefined) return { label };
      const logits = forward(teacherShape, parametersOf(teacher), pixels);
      const probabilities = softmax(logits, teaching.temperature);
      return { label, taught: { ...teaching, probabilities } };
    });
    const parameters = parametersOf(student);
    const losses = floats(arena.memory, plan.losses, COUNT);
    const loss = (inputs: readonly Float64Array[], layer: number): number =>
      meanLoss(
        inputs.map((input) => forward(shape, parameters, input, layer)),
        targets,
      );
    expect(losses.reduce((a, b) => a + b, 0) / COUNT).toBeCloseTo(loss(x, 0), 5);

    const random = new Random(3);
    plan.student.layers.forEach((layer, index) => {
      // After one step from zero, the first moment is a tenth of the gradient.
      const { weight, bias } = readLayer(arena.memory, layer, layer.momentum);
      const gradient = [...weight, ...bias].map((moment) => 10 * moment);
      const largest = Math.max(...gradient.map(Math.abs));
      const checked = [
        ...Array.from({ length: 4 }, () => Math.floor(random.unit() * weight.length)),
        weight.length,
        gradient.length - 1,
      ];
      // What goes into the layer does not depend on its parameters.
      const inputs = x.map((pixels) => forward(shape, parameters, pixels, 0, index));
      for (const at of checked) {
        const layerParameters = parameters[index]!;
        const held = layerParameters[at]!;
        const shifted = (by: number): number => {
          layerParameters[at] = held + by;
          return loss(inputs, index);
        };
        const expected = (shifted(1e-5) - shifted(-1e-5)) / 2e-5;
        layerParameters[at] = held;
        expect(Math.abs(gradient[at]! - expected)).toBeLessThan(1e-4 * largest + 1e-7);
      }
    });
  });
});

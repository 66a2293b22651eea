/** The same weights again: from the same seed, on any number of threads, and when stopped half way. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { loadCheckpoint, saveCheckpoint } from '../../scripts/train/checkpoint.js';
import { initialValues, PIXELS, type Shape } from '../../scripts/train/layout.js';
import type { Digits } from '../../scripts/train/plan.js';
import { Random } from '../../scripts/train/random.js';
import type { Recipe } from '../../scripts/train/recipes.js';
import { accuracy } from '../../scripts/train/scores.js';
import { Trainer, type TrainerState } from '../../scripts/train/trainer.js';

const COUNT = 240;

const convolution: Shape = { convolutions: [16], hidden: [10], activation: 'relu' };
const teacher = { shape: convolution, layers: initialValues(convolution, 9) };

/** All that is random; more rows than one task takes; the bases turn before the checkpoint, and after. */
const taught: Recipe = {
  name: 'taught',
  shape: { convolutions: [], hidden: [20, 30], activation: 'sigmoid' },
  seed: 3,
  batchSize: 40,
  epochs: 4,
  mildEpochs: 1,
  optimiser: { name: 'soap', weightDecay: 0.1 },
  learningRate: 2e-2,
  distortion: { rotation: 5, scale: 0.05, shear: 0.05, shift: 0.5, elastic: 0.5, stroke: 0.5, noise: 0.1 },
  teaching: { teachers: ['teacher'], share: 0.1, temperature: 2 },
};
const convolutional: Recipe = {
  ...taught,
  name: 'convolutional',
  shape: convolution,
  epochs: 1,
  optimiser: { name: 'adam' },
};

/** Ten kinds of bars, at ten heights. */
const digits: Digits = (() => {
  const pixels = new Uint8Array(COUNT * PIXELS);
  const random = new Random(1);
  const labels = Uint8Array.from({ length: COUNT }, (_, n) => n % 10);
  labels.forEach((label, n) => {
    const left = n * PIXELS + (5 + 2 * label) * 28 + 6 + Math.floor(4 * random.unit());
    pixels.fill(250, left, left + 12);
  });
  return { pixels, labels };
})();

/** Each array by its checksum: to compare a million numbers one by one takes Jest a second. */
function digest({ epoch, arrays }: TrainerState): { epoch: number; arrays: Record<string, string> } {
  const hash = (array: Float32Array): string => createHash('sha256').update(array).digest('hex');
  return {
    epoch,
    arrays: Object.fromEntries(Object.entries(arrays).map(([name, data]) => [name, hash(data)])),
  };
}

interface Run {
  readonly state: TrainerState;
  readonly accuracy: number;
}

async function train(
  recipe: Recipe,
  threads: number,
  epochs = recipe.epochs,
  from?: TrainerState,
): Promise<Run> {
  const trainer = new Trainer(
    recipe,
    digits,
    [digits],
    recipe.teaching === undefined ? [] : [teacher],
    threads,
  );
  try {
    if (from !== undefined) trainer.restore(from);
    while (trainer.epoch < epochs) await trainer.runEpoch();
    return { state: trainer.state(), accuracy: accuracy(await trainer.logits(digits), digits.labels) };
  } finally {
    await trainer.close();
  }
}

let folder = '';
let whole: Run;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mnn-train-'));
  whole = await train(taught, 2);
});

afterAll(() => rm(folder, { recursive: true }));

it('training learns', () => {
  expect(whole.accuracy).toBeGreaterThan(0.8);
});

it('one thread makes the weights that two make, to the bit', async () => {
  expect(digest((await train(taught, 1)).state)).toEqual(digest(whole.state));
  const [one, two] = [await train(convolutional, 1), await train(convolutional, 2)];
  expect(digest(one.state)).toEqual(digest(two.state));
});

it('training that is stopped half way goes on from its checkpoint to the same weights', async () => {
  const path = join(folder, 'taught.safetensors');
  await saveCheckpoint(path, 'one', (await train(taught, 1, 2)).state);
  const state = await loadCheckpoint(path, 'one');
  expect(state?.epoch).toBe(2);
  expect(digest((await train(taught, 1, 4, state)).state)).toEqual(digest(whole.state));
  expect(await readdir(folder)).toEqual(['taught.safetensors']);
});

it('a checkpoint of another recipe, or none, is not gone on from', async () => {
  const path = join(folder, 'other.safetensors');
  await saveCheckpoint(path, 'one', whole.state);
  expect(await loadCheckpoint(path, 'two')).toBeUndefined();
  expect(await loadCheckpoint(join(folder, 'nothing.safetensors'), 'one')).toBeUndefined();
});

it('another seed makes other weights', async () => {
  const [other, one] = [await train({ ...taught, seed: 5 }, 1, 1), await train(taught, 1, 1)];
  expect(digest(other.state)).not.toEqual(digest(one.state));
});

/**
 * Trains the bundled networks: npm run train -- book|large|all [--data-dir DIR] [--out DIR] [--threads N]
 * [--fresh]
 *
 * Data → recipe → Trainer → held-out digits → weights/NAME.safetensors. What is taught needs its teachers
 * first. Stopped, it goes on from its last checkpoint when it is started again; the weights are the same
 * either way, and on any number of threads. The test set is never read here.
 */
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadDataset } from '../src/mnist/dataset.js';
import { packageRoot } from '../src/package-root.js';
import { loadCheckpoint, saveCheckpoint, writeWhole } from './train/checkpoint.js';
import { PIXELS } from './train/layout.js';
import type { Digits } from './train/plan.js';
import { reportProgress, type EpochReport } from './train/progress.js';
import { recipes, type Recipe } from './train/recipes.js';
import { accuracy, bestTemperature, calibrationError, softmaxRows } from './train/scores.js';
import { Trainer, type TrainedNetwork } from './train/trainer.js';
import { uncentred } from './train/uncentred.js';
import { cooled, writeWeights } from './train/weights-file.js';

/** Of the training split; its last digits choose, and are not trained on. */
const HELD_OUT = 5000;
const CHECKPOINT_SECONDS = 30;

interface Options {
  readonly training: Digits;
  readonly heldOut: Digits;
  readonly dataSha256: string;
  readonly threads: number;
  readonly checkpoints: string;
  readonly fresh: boolean;
}

interface Result {
  readonly network: TrainedNetwork;
  readonly heldOutLogits: Float32Array;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'data-dir': { type: 'string' },
      out: { type: 'string', default: join(packageRoot, 'weights') },
      checkpoints: { type: 'string', default: join(packageRoot, '.training') },
      threads: { type: 'string', default: String(availableParallelism()) },
      fresh: { type: 'boolean', default: false },
    },
  });
  const names = positionals[0] === 'all' ? ['large', 'book'] : positionals;
  if (names.length === 0 || names.some((name) => recipes[name] === undefined)) {
    throw new Error(`give all, or some of ${Object.keys(recipes).join(', ')}`);
  }
  const options: Options = {
    ...(await loadDigits(values['data-dir'])),
    threads: Number(values.threads),
    checkpoints: values.checkpoints,
    fresh: values.fresh,
  };
  await mkdir(options.checkpoints, { recursive: true });
  await mkdir(values.out, { recursive: true });
  for (const name of names) await trainAndWrite(recipes[name]!, values.out, options);
}

async function loadDigits(
  dataDir: string | undefined,
): Promise<Pick<Options, 'training' | 'heldOut' | 'dataSha256'>> {
  const { pixels, labels, count } = await loadDataset({ split: 'train', dataDir });
  const slice = (from: number, to: number): Digits => ({
    pixels: pixels.subarray(from * PIXELS, to * PIXELS),
    labels: labels.subarray(from, to),
  });
  return {
    training: slice(0, count - HELD_OUT),
    heldOut: slice(count - HELD_OUT, count),
    dataSha256: createHash('sha256').update(pixels).update(labels).digest('hex'),
  };
}

async function trainAndWrite(recipe: Recipe, folder: string, options: Options): Promise<void> {
  const { network, heldOutLogits } = await train(recipe, options);
  const { labels } = options.heldOut;
  const temperature = bestTemperature(heldOutLogits, labels);
  const right = (100 * accuracy(heldOutLogits, labels)).toFixed(2);
  const error = (100 * calibrationError(softmaxRows(heldOutLogits, temperature), labels)).toFixed(2);
  const path = join(folder, `${recipe.name}.safetensors`);
  const bytes = writeWeights(uncentred(cooled(network, temperature)), {
    recipe,
    dataSha256: options.dataSha256,
    accuracy: `${right} % of ${labels.length} held-out training digits`,
    date: new Date(),
  });
  await writeWhole(path, bytes);
  process.stdout.write(
    `${path}: ${right} % of the held-out digits, calibration error ${error} % at temperature ${temperature.toFixed(3)}\n`,
  );
}

async function train(recipe: Recipe, options: Options): Promise<Result> {
  const teachers: TrainedNetwork[] = [];
  for (const name of recipe.teaching?.teachers ?? [])
    teachers.push((await train(recipes[name]!, options)).network);
  const { training, heldOut } = options;
  const trainer = new Trainer(recipe, training, [heldOut], teachers, options.threads);
  try {
    await runEpochs(trainer, options);
    return { network: trainer.network(), heldOutLogits: await trainer.logits(heldOut) };
  } finally {
    await trainer.close();
  }
}

async function runEpochs(
  trainer: Trainer,
  { heldOut, checkpoints, dataSha256, fresh }: Options,
): Promise<void> {
  const { recipe } = trainer;
  const path = join(checkpoints, `${recipe.name}.safetensors`);
  const identity = JSON.stringify({ recipe, dataSha256 });
  const state = fresh ? undefined : await loadCheckpoint(path, identity);
  if (state !== undefined) trainer.restore(state);
  const progress = reportProgress(recipe, trainer.epoch);
  let saved = performance.now();
  while (trainer.epoch < recipe.epochs) {
    const loss = await trainer.runEpoch();
    const report: EpochReport = {
      epoch: trainer.epoch,
      loss,
      heldOut: accuracy(await trainer.logits(heldOut), heldOut.labels),
    };
    progress.update(report);
    if (trainer.epoch === recipe.epochs || performance.now() - saved > 1000 * CHECKPOINT_SECONDS) {
      await saveCheckpoint(path, identity, trainer.state());
      saved = performance.now();
    }
  }
  progress.stop();
}

await main().catch((error: unknown) => {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

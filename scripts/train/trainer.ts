/**
 * Trains one network: lays out the memory, starts the threads, runs the epochs, looks at the held-out digits.
 * No files here: checkpoints and progress are the caller's.
 */
import { Worker } from 'node:worker_threads';
import {
  CLASSES,
  initialValues,
  readLayer,
  sidesOf,
  writeLayer,
  type LayerLayout,
  type LayerValues,
  type Shape,
} from './layout.js';
import { Arena, compileKernels, floats, integers } from './memory.js';
import { layOut, layOutDigits, type Digits, type DigitsLayout, type Plan } from './plan.js';
import { randomKey, shuffle } from './random.js';
import type { Recipe } from './recipes.js';
import type { Job, WorkerData } from './worker.js';

export interface TrainedNetwork {
  readonly shape: Shape;
  readonly layers: readonly LayerValues[];
}

/** A layer's whole state as it lies in memory: enough to go on from. */
export interface TrainerState {
  readonly epoch: number;
  readonly arrays: Readonly<Record<string, Float32Array>>;
}

/** Bundled beside the kernels (npm run build:trainer): to compile it again in each thread takes a second. */
const WORKER = new URL('./build/worker.mjs', import.meta.url);

const STATE_PARTS = ['weights', 'momentum', 'variance'] as const;

export class Trainer {
  readonly recipe: Recipe;
  #epoch = 0;
  private readonly arena = new Arena();
  private readonly plan: Plan;
  private readonly workers: readonly Worker[];
  private readonly evaluated = new Map<Digits, { digits: DigitsLayout; out: number }>();

  /** `evaluated`: sets of digits that `logits` will be asked for. */
  constructor(
    recipe: Recipe,
    training: Digits,
    evaluated: readonly Digits[],
    teachers: readonly TrainedNetwork[],
    threads: number,
  ) {
    this.recipe = recipe;
    this.plan = layOut(
      this.arena,
      recipe,
      training,
      teachers.map((teacher) => teacher.shape),
      threads,
    );
    const { memory } = this.arena;
    initialValues(recipe.shape, recipe.seed).forEach((values, index) => {
      writeLayer(memory, this.plan.student.layers[index]!, values);
    });
    teachers.forEach((teacher, t) => {
      teacher.layers.forEach((values, index) => {
        writeLayer(memory, this.plan.teachers[t]!.layers[index]!, values);
      });
    });
    for (const digits of evaluated) {
      const layout = layOutDigits(this.arena, digits);
      this.evaluated.set(digits, { digits: layout, out: this.arena.allocate(64 * layout.count) });
    }
    const module = compileKernels();
    this.workers = Array.from({ length: threads }, (_, thread) => {
      const workerData: WorkerData = { module, memory, plan: this.plan, thread };
      return new Worker(WORKER, { workerData, execArgv: [] });
    });
  }

  /** Epochs done. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Runs the next epoch and returns its mean loss. */
  async runEpoch(): Promise<number> {
    const { recipe, plan } = this;
    const order = integers(this.arena.memory, plan.order, plan.training.count);
    order.forEach((_, index) => (order[index] = index));
    shuffle(order, randomKey(recipe.seed, this.#epoch));
    await this.run({ kind: 'epoch', epoch: this.#epoch });
    this.#epoch++;
    const losses = floats(this.arena.memory, plan.losses, plan.stepsPerEpoch * recipe.batchSize);
    return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  }

  /** Logits (count × 10, row-major) of one of the sets given at the start. */
  async logits(digits: Digits): Promise<Float32Array> {
    const { digits: layout, out } = this.evaluated.get(digits)!;
    await this.run({ kind: 'evaluate', digits: layout, out });
    const padded = floats(this.arena.memory, out, 16 * layout.count);
    return Float32Array.from(
      { length: CLASSES * layout.count },
      (_, i) => padded[16 * Math.floor(i / CLASSES) + (i % CLASSES)]!,
    );
  }

  /** The network as it stands. */
  network(): TrainedNetwork {
    const { recipe, plan, arena } = this;
    return {
      shape: recipe.shape,
      layers: plan.student.layers.map((layer) => readLayer(arena.memory, layer)),
    };
  }

  /** Copies of all that the next epoch depends on. */
  state(): TrainerState {
    const arrays = this.eachArray().map(([name, array]) => [name, array.slice()] as const);
    return { epoch: this.#epoch, arrays: Object.fromEntries(arrays) };
  }

  restore(state: TrainerState): void {
    for (const [name, array] of this.eachArray()) array.set(state.arrays[name]!);
    this.#epoch = state.epoch;
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private eachArray(): [string, Float32Array][] {
    const { student } = this.plan;
    return [
      ...student.layers.flatMap((layer, index) =>
        STATE_PARTS.map((part): [string, Float32Array] => [`${part}${index + 1}`, this.array(layer, part)]),
      ),
      ...sidesOf(student).flatMap((side, index) =>
        [side.basis, side.transposed, ...side.covariances].map((address, part): [string, Float32Array] => [
          `side${index + 1}.${part}`,
          floats(this.arena.memory, address, side.bytes / 4),
        ]),
      ),
    ];
  }

  private array(layer: LayerLayout, part: (typeof STATE_PARTS)[number]): Float32Array {
    return floats(this.arena.memory, layer[part], layer.bytes / 4);
  }

  /** Gives all threads one job; a thread that dies fails it. */
  private async run(job: Job): Promise<void> {
    await Promise.all(
      this.workers.map(
        (worker) =>
          new Promise<void>((resolve, reject) => {
            worker.once('error', reject);
            worker.once('message', () => {
              worker.off('error', reject);
              resolve();
            });
            worker.postMessage(job);
          }),
      ),
    );
  }
}

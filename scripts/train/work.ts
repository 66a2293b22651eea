/**
 * What every thread does in an epoch: for each batch, the threads share its rows (distort, forward, teachers,
 * loss, backward), meet, share the weights' rows (gradient, update), and meet again. Now and then they share
 * the turning of the optimiser's bases too.
 */
import type { AdamStep } from './adam.js';
import { drawDistortion, DISTORTION_LENGTH, writeDistortion } from './distortion.js';
import { CLASSES, PIXELS, sidesOf, type NetworkLayout, type Side } from './layout.js';
import { turn, TURN_EVERY } from './eigenbasis.js';
import { bytes, floats, integers, type Kernels } from './memory.js';
import { NetworkPass, type Rows } from './network.js';
import type { DigitsLayout, Plan, ThreadLayout } from './plan.js';
import { randomBits } from '../../src/random-bits.js';
import { randomKey } from './random.js';
import type { DistortionRange } from './recipes.js';
import { distortionRange, learningRate } from './schedule.js';
import { Team, TEAM_LENGTH } from './team.js';

/** Which number of a digit's stream keys its noise; far from those that draw its distortion. */
const NOISE = 0x10000;

export class ThreadWork {
  private readonly own: ThreadLayout;
  private readonly student: NetworkPass;
  private readonly teachers: readonly NetworkPass[];
  /** What the optimiser keeps eigenvectors of; none for Adam. */
  private readonly sides: readonly Side[];
  private readonly team: Team;
  private readonly distortion: Float32Array;
  private readonly order: Int32Array;
  private readonly labels: Uint8Array;
  private readonly losses: Float32Array;

  constructor(
    private readonly kernels: Kernels,
    private readonly memory: WebAssembly.Memory,
    private readonly plan: Plan,
    thread: number,
  ) {
    const { recipe, training } = plan;
    this.own = plan.threads[thread]!;
    const pass = (layout: NetworkLayout): NetworkPass =>
      new NetworkPass(kernels, layout, this.own, plan.rowsPerTask, recipe.optimiser);
    this.student = pass(plan.student);
    this.teachers = plan.teachers.map(pass);
    this.sides = sidesOf(plan.student);
    this.team = new Team(integers(memory, plan.team, TEAM_LENGTH), plan.threads.length);
    this.distortion = floats(memory, this.own.distortion, DISTORTION_LENGTH);
    this.order = integers(memory, plan.order, training.count);
    this.labels = bytes(memory, training.labels, training.count);
    this.losses = floats(memory, plan.losses, plan.stepsPerEpoch * recipe.batchSize);
  }

  epoch(epoch: number): void {
    const { plan } = this;
    const range = distortionRange(plan.recipe, epoch);
    for (let step = 0; step < plan.stepsPerEpoch; step++) {
      const batch = step * plan.recipe.batchSize;
      this.shareRows(plan.recipe.batchSize, (rows) => {
        this.learnRows(range, epoch, batch, rows);
      });
      const adam = this.adamStep(epoch * plan.stepsPerEpoch + step + 1);
      this.team.share(this.student.updateTasks, (index) => {
        this.student.update(index, plan.x, plan.recipe.batchSize, adam);
      });
      if (this.sides.length > 0 && adam.count % TURN_EVERY === 0) {
        this.team.share(this.sides.length, (index) => {
          turn(this.memory, this.sides[index]!);
        });
      }
    }
  }

  /** Logits of undistorted digits, batch by batch, to `out`: 16 float32 each, the first 10 meant. */
  evaluate(digits: DigitsLayout, out: number): void {
    const { batchSize } = this.plan.recipe;
    for (let batch = 0; batch < digits.count; batch += batchSize) {
      this.shareRows(Math.min(batchSize, digits.count - batch), (rows) => {
        writeDistortion(this.distortion, {});
        for (let row = rows.first; row < rows.first + rows.count; row++) {
          this.distort(digits.pixels + PIXELS * (batch + row), row, 0, false);
        }
        this.student.forward(this.plan.x, rows);
        const logits = this.plan.student.outputs.at(-1)! + 64 * rows.first;
        bytes(this.memory, out + 64 * (batch + rows.first), 64 * rows.count).set(
          bytes(this.memory, logits, 64 * rows.count),
        );
      });
    }
  }

  private shareRows(count: number, task: (rows: Rows) => void): void {
    const { rowsPerTask, recipe } = this.plan;
    this.team.share(Math.ceil(count / rowsPerTask), (index) => {
      const first = index * rowsPerTask;
      task({ first, count: Math.min(rowsPerTask, count - first), capacity: recipe.batchSize });
    });
  }

  private learnRows(range: DistortionRange, epoch: number, batch: number, rows: Rows): void {
    const { plan } = this;
    const { recipe } = plan;
    const logits = plan.student.outputs.at(-1)!;
    const delta = plan.student.deltas.at(-1)!;
    for (let row = rows.first; row < rows.first + rows.count; row++) {
      const sample = this.order[batch + row]!;
      const key = randomKey(recipe.seed, epoch, sample);
      drawDistortion(this.distortion, range, key);
      this.distort(plan.training.pixels + PIXELS * sample, row, randomBits(key, NOISE), range.elastic > 0);
    }
    this.teach(rows);
    this.student.forward(plan.x, rows);
    for (let row = rows.first; row < rows.first + rows.count; row++) {
      this.losses[batch + row] = this.kernels.lossAndDelta(
        logits + 64 * row,
        CLASSES,
        this.labels[this.order[batch + row]!]!,
        plan.taught + 64 * row,
        recipe.teaching?.share ?? 0,
        recipe.teaching?.temperature ?? 1,
        1 / recipe.batchSize,
        delta + 64 * row,
        this.own.row,
      );
    }
    this.student.backward(plan.x, rows);
  }

  /** The teachers' mean probabilities for these rows, into `taught`. */
  private teach(rows: Rows): void {
    const { taught, teachers, recipe, x } = this.plan;
    const { teaching } = recipe;
    if (teaching === undefined) return;
    bytes(this.memory, taught + 64 * rows.first, 64 * rows.count).fill(0);
    this.teachers.forEach((teacher, index) => {
      teacher.forward(x, rows);
      const logits = teachers[index]!.outputs.at(-1)!;
      for (let row = rows.first; row < rows.first + rows.count; row++) {
        this.kernels.addSoftmax(
          logits + 64 * row,
          CLASSES,
          teaching.temperature,
          1 / teachers.length,
          taught + 64 * row,
          this.own.row,
        );
      }
    });
  }

  private distort(pixels: number, row: number, key: number, elastic: boolean): void {
    const { x, spline, recipe } = this.plan;
    this.kernels.distort(
      pixels,
      this.own.distortion,
      key,
      elastic ? 1 : 0,
      spline,
      this.own.planes,
      x + 64 * row,
      64 * recipe.batchSize,
    );
  }

  private adamStep(step: number): AdamStep {
    return { count: step, rate: learningRate(this.plan.recipe, this.plan.stepsPerEpoch, step) };
  }
}

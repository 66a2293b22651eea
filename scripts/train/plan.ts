/**
 * All that a worker has to know, as one plain record: the recipe, and where everything lies in the shared
 * memory.
 */
import { DISTORTION_LENGTH, PLANES_LENGTH, splineTable } from './distortion.js';
import { layOutNetwork, panelsOf, PIXELS, type NetworkLayout, type Shape } from './layout.js';
import { bytes, floats, type Arena } from './memory.js';
import { allocateScratch, type Scratch } from './scratch.js';
import type { Recipe } from './recipes.js';
import { TEAM_LENGTH } from './team.js';

/** Digits as bytes (784 each) with their labels. */
export interface Digits {
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

/** Digits in the shared memory; labels are bytes too. */
export interface DigitsLayout {
  readonly count: number;
  readonly pixels: number;
  readonly labels: number;
}

export interface ThreadLayout extends Scratch {
  readonly distortion: number;
  readonly planes: number;
}

export interface Plan {
  readonly recipe: Recipe;
  readonly threads: readonly ThreadLayout[];
  readonly team: number;
  readonly rowsPerTask: number;
  readonly stepsPerEpoch: number;
  readonly student: NetworkLayout;
  readonly teachers: readonly NetworkLayout[];
  readonly training: DigitsLayout;
  /** An epoch's order of the training digits. */
  readonly order: number;
  readonly spline: number;
  /** For one batch: pixels, the teachers' probabilities; losses of a whole epoch. */
  readonly x: number;
  readonly taught: number;
  readonly losses: number;
}

const ROWS_PER_TASK = 25;

export function layOutDigits(arena: Arena, digits: Digits): DigitsLayout {
  const count = digits.labels.length;
  const layout = { count, pixels: arena.allocate(count * PIXELS), labels: arena.allocate(count) };
  bytes(arena.memory, layout.pixels, count * PIXELS).set(digits.pixels);
  bytes(arena.memory, layout.labels, count).set(digits.labels);
  return layout;
}

export function layOut(
  arena: Arena,
  recipe: Recipe,
  training: Digits,
  teacherShapes: readonly Shape[],
  threads: number,
): Plan {
  const { batchSize } = recipe;
  const rowsPerTask = Math.min(ROWS_PER_TASK, batchSize);
  const tasks = Math.ceil(batchSize / rowsPerTask);
  const student = layOutNetwork(arena, recipe.shape, batchSize, tasks, recipe.optimiser.name);
  const teachers = teacherShapes.map((shape) => layOutNetwork(arena, shape, batchSize, tasks, null));
  const spline = arena.allocate(4 * 8 * 28);
  floats(arena.memory, spline, 8 * 28).set(splineTable());
  return {
    recipe,
    threads: Array.from({ length: threads }, () => ({
      ...allocateScratch(arena, [student, ...teachers], rowsPerTask, batchSize),
      distortion: arena.allocate(4 * DISTORTION_LENGTH),
      planes: arena.allocate(4 * PLANES_LENGTH),
    })),
    team: arena.allocate(4 * TEAM_LENGTH),
    rowsPerTask,
    stepsPerEpoch: Math.floor(training.labels.length / batchSize),
    student,
    teachers,
    training: layOutDigits(arena, training),
    order: arena.allocate(4 * training.labels.length),
    spline,
    x: arena.allocate(64 * batchSize * panelsOf(PIXELS)),
    taught: arena.allocate(64 * batchSize),
    losses: arena.allocate(4 * batchSize * Math.max(1, Math.floor(training.labels.length / batchSize))),
  };
}

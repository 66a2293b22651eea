/**
 * A network's passes on one thread, layer by layer.
 */
import type { AdamStep } from './adam.js';
import { ConvolutionPass } from './convolution.js';
import { DensePass } from './dense.js';
import type { NetworkLayout } from './layout.js';
import type { Kernels } from './memory.js';
import type { Optimiser } from './recipes.js';
import type { Scratch } from './scratch.js';

/** Some rows of a batch of `capacity` rows. */
export interface Rows {
  readonly first: number;
  readonly count: number;
  readonly capacity: number;
}

/** Inputs, outputs and deltas are addresses of panel matrices of a whole batch. */
export interface LayerPass {
  forward(input: number, output: number, rows: Rows): void;
  /**
   * From the delta of the outputs to that of the inputs, unless these are pixels. After `forward` on the same
   * rows.
   */
  backward(input: number, delta: number, inputDelta: number | undefined, rows: Rows): void;
  /** How many tasks the update falls into, for any thread to take. */
  readonly updateTasks: number;
  update(task: number, input: number, delta: number, batchSize: number, adam: AdamStep): void;
}

export class NetworkPass {
  private readonly passes: readonly LayerPass[];
  private readonly updates: readonly { readonly place: number; readonly task: number }[];

  constructor(
    kernels: Kernels,
    private readonly layout: NetworkLayout,
    scratch: Scratch,
    rowsPerTask: number,
    optimiser: Optimiser,
  ) {
    this.passes = layout.layers.map((layer, place) =>
      layer.kind === 'dense'
        ? new DensePass(kernels, layer, scratch, place, optimiser)
        : new ConvolutionPass(kernels, layer, scratch, rowsPerTask),
    );
    this.updates = this.passes.flatMap(({ updateTasks }, place) =>
      Array.from({ length: updateTasks }, (_, task) => ({ place, task })),
    );
  }

  /** From x to the logits. */
  forward(x: number, rows: Rows): void {
    this.passes.forEach((pass, place) => {
      pass.forward(this.input(x, place), this.layout.outputs[place]!, rows);
    });
  }

  /** From the logits' deltas to those of every layer below. */
  backward(x: number, rows: Rows): void {
    const { deltas } = this.layout;
    for (let place = this.passes.length - 1; place >= 0; place--) {
      this.passes[place]!.backward(this.input(x, place), deltas[place]!, deltas[place - 1], rows);
    }
  }

  get updateTasks(): number {
    return this.updates.length;
  }

  update(index: number, x: number, batchSize: number, adam: AdamStep): void {
    const { place, task } = this.updates[index]!;
    this.passes[place]!.update(task, this.input(x, place), this.layout.deltas[place]!, batchSize, adam);
  }

  private input(x: number, place: number): number {
    return place === 0 ? x : this.layout.outputs[place - 1]!;
  }
}

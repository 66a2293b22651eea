/**
 * A dense layer's forward, backward and update, each over a part of the work that one thread can take alone:
 * a run of a batch's rows (forward, backward), or sixteen of the layer's inputs (update; all of them where
 * soap.ts needs them at once). A gradient is summed over the batch, used, and forgotten.
 */
import { step, type AdamStep } from './adam.js';
import type { LayerPass, Rows } from './network.js';
import { inputsPerTask, type DenseLayout } from './layout.js';
import type { Kernels } from './memory.js';
import type { Optimiser } from './recipes.js';
import { listBytes, type Scratch } from './scratch.js';
import { Soap, type Matrix } from './soap.js';

export class DensePass implements LayerPass {
  readonly updateTasks: number;
  private readonly lists: number;
  private readonly soap: Soap | undefined;

  constructor(
    private readonly kernels: Kernels,
    private readonly layer: DenseLayout,
    private readonly scratch: Scratch,
    place: number,
    optimiser: Optimiser,
  ) {
    this.lists = scratch.rowLists[place]!;
    this.updateTasks = Math.ceil(layer.inputs / inputsPerTask(layer)) + 1;
    if (optimiser.name === 'soap' && layer.bases !== undefined) {
      this.soap = new Soap(kernels, layer, layer.bases, scratch, optimiser.weightDecay);
    }
  }

  /** The rows' lists of non-zeros stay in scratch for `backward`. */
  forward(input: number, output: number, rows: Rows): void {
    const { kernels, layer, lists, scratch } = this;
    const matrixPanel = 64 * rows.capacity;
    const out = output + 64 * rows.first;
    kernels.listRows(
      input + 64 * rows.first,
      matrixPanel,
      rows.count,
      layer.inputs,
      lists,
      listBytes(layer.inputs),
      scratch.counts,
    );
    kernels.product(
      lists,
      listBytes(layer.inputs),
      scratch.counts,
      rows.count,
      layer.weights,
      layer.panelBytes,
      layer.panels,
      out,
      matrixPanel,
    );
    if (layer.activation === 'relu') kernels.relu(out, matrixPanel, layer.panels, rows.count);
    if (layer.activation === 'sigmoid') kernels.centredSigmoid(out, matrixPanel, layer.panels, rows.count);
  }

  backward(_input: number, delta: number, inputDelta: number | undefined, rows: Rows): void {
    const { layer } = this;
    if (inputDelta === undefined) return;
    this.kernels.backpropagate(
      this.lists,
      listBytes(layer.inputs),
      rows.count,
      layer.inputs,
      layer.below === 'sigmoid' ? 1 : 0,
      layer.weights,
      layer.panelBytes,
      layer.panels,
      delta + 64 * rows.first,
      64 * rows.capacity,
      inputDelta + 64 * rows.first,
      64 * rows.capacity,
    );
  }

  /** Each task takes the next inputs; the last takes the bias. */
  update(task: number, input: number, delta: number, batchSize: number, adam: AdamStep): void {
    const { layer } = this;
    if (task === this.updateTasks - 1) {
      this.adam(layer.inputs, this.biasGradient(delta, batchSize), adam);
      return;
    }
    const first = task * inputsPerTask(layer);
    const rows = Math.min(inputsPerTask(layer), layer.inputs - first);
    const gradient = this.gradient(first, rows, input, delta, batchSize);
    if (this.soap === undefined) this.adam(first, gradient, adam);
    else this.soap.step(task, first, gradient, adam);
  }

  private gradient(first: number, rows: number, input: number, delta: number, batchSize: number): Matrix {
    const { kernels, scratch } = this;
    const gradient = { address: scratch.gradient, panelBytes: 64 * rows, rows };
    for (let row = 0; row < rows; row += 16) {
      const panel = input + 4 * batchSize * (first + row);
      const bytes = listBytes(batchSize);
      const count = Math.min(16, rows - row);
      kernels.listColumns(panel, batchSize, count, scratch.columnLists, bytes, scratch.counts);
      this.sum(delta, batchSize, count, gradient.address + 64 * row, gradient.panelBytes);
    }
    return gradient;
  }

  private biasGradient(delta: number, batchSize: number): Matrix {
    const { kernels, scratch } = this;
    const gradient = { address: scratch.gradient, panelBytes: 64, rows: 1 };
    kernels.listOnes(batchSize, scratch.columnLists, scratch.counts);
    this.sum(delta, batchSize, 1, gradient.address, gradient.panelBytes);
    return gradient;
  }

  /** Rows of a gradient: the sums of the deltas over the lists of samples. */
  private sum(delta: number, batchSize: number, rows: number, out: number, outPanelBytes: number): void {
    const { kernels, layer, scratch } = this;
    kernels.product(
      scratch.columnLists,
      listBytes(batchSize),
      scratch.counts,
      rows,
      delta,
      64 * batchSize,
      layer.panels,
      out,
      outPanelBytes,
    );
  }

  private adam(firstRow: number, gradient: Matrix, adam: AdamStep): void {
    const { kernels, layer } = this;
    for (let panel = 0; panel < layer.panels; panel++) {
      const offset = panel * layer.panelBytes + 64 * firstRow;
      const from = gradient.address + panel * gradient.panelBytes;
      step(kernels, layer, offset, 64 * gradient.rows, from, adam);
    }
  }
}

/**
 * A dense layer's forward, backward and update, each over a part of the work that one thread can take alone:
 * a run of a batch's rows (forward, backward), or sixteen of the layer's inputs (update). The layer's
 * gradient is never stored as a whole: sixteen rows of it are summed over the batch, used, and forgotten.
 */
import { step, type AdamStep } from './adam.js';
import type { LayerPass, Rows } from './network.js';
import { panelsOf, type DenseLayout } from './layout.js';
import type { Kernels } from './memory.js';
import { listBytes, type Scratch } from './scratch.js';

export class DensePass implements LayerPass {
  readonly updateTasks: number;
  private readonly lists: number;

  constructor(
    private readonly kernels: Kernels,
    private readonly layer: DenseLayout,
    private readonly scratch: Scratch,
    place: number,
  ) {
    this.lists = scratch.rowLists[place]!;
    this.updateTasks = panelsOf(layer.inputs) + 1;
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
    if (layer.activation !== null) kernels[layer.activation](out, matrixPanel, layer.panels, rows.count);
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

  /** Task t takes inputs 16 t … 16 t + 15; the last task takes the bias. */
  update(task: number, input: number, delta: number, batchSize: number, adam: AdamStep): void {
    const { kernels, layer, scratch } = this;
    const isBias = task === this.updateTasks - 1;
    const firstRow = isBias ? layer.inputs : 16 * task;
    const rows = isBias ? 1 : Math.min(16, layer.inputs - firstRow);
    const bytes = listBytes(batchSize);
    if (isBias) kernels.listOnes(batchSize, scratch.columnLists, scratch.counts);
    else
      kernels.listColumns(
        input + 64 * batchSize * task,
        batchSize,
        rows,
        scratch.columnLists,
        bytes,
        scratch.counts,
      );
    kernels.product(
      scratch.columnLists,
      bytes,
      scratch.counts,
      rows,
      delta,
      64 * batchSize,
      layer.panels,
      scratch.gradient,
      1024,
    );
    for (let panel = 0; panel < layer.panels; panel++) {
      step(
        kernels,
        layer,
        panel * layer.panelBytes + 64 * firstRow,
        64 * rows,
        scratch.gradient + 1024 * panel,
        adam,
      );
    }
  }
}

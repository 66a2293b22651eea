/**
 * A convolution's forward, backward and update: sample by sample, its patches as the rows of a product.
 * Each task's rows sum a gradient of their own; `update` adds those up in the tasks' order.
 */
import { step, type AdamStep } from './adam.js';
import { convolvedSide, type ConvolutionLayout } from './layout.js';
import type { Kernels } from './memory.js';
import type { LayerPass, Rows } from './network.js';
import { listBytes, type Scratch } from './scratch.js';

export class ConvolutionPass implements LayerPass {
  readonly updateTasks = 1;
  private readonly side: number;
  private readonly positions: number;
  private readonly patchBytes: number;

  constructor(
    private readonly kernels: Kernels,
    private readonly layer: ConvolutionLayout,
    private readonly scratch: Scratch,
    private readonly rowsPerTask: number,
  ) {
    this.side = convolvedSide(layer);
    this.positions = this.side ** 2;
    this.patchBytes = listBytes(layer.inputs);
  }

  forward(input: number, output: number, rows: Rows): void {
    const { kernels, layer, scratch } = this;
    const matrixPanel = 64 * rows.capacity;
    for (let row = rows.first; row < rows.first + rows.count; row++) {
      this.listPatches(input + 64 * row, matrixPanel);
      kernels.product(
        scratch.patchLists,
        this.patchBytes,
        scratch.counts,
        this.positions,
        layer.weights,
        layer.panelBytes,
        layer.panels,
        scratch.maps,
        64 * this.positions,
      );
      kernels.pool(
        scratch.maps,
        this.side,
        layer.panels,
        output + 64 * row,
        layer.winners + 64 * row,
        matrixPanel,
      );
    }
  }

  /** `delta` is that of the pooled map; where the ReLU gave 0 it is 0. */
  backward(input: number, delta: number, inputDelta: number | undefined, rows: Rows): void {
    const { kernels, layer, scratch } = this;
    const matrixPanel = 64 * rows.capacity;
    const gradient = layer.gradients[rows.first / this.rowsPerTask]!;
    kernels.clear(gradient, layer.bytes);
    for (let row = rows.first; row < rows.first + rows.count; row++) {
      kernels.unpool(
        delta + 64 * row,
        layer.winners + 64 * row,
        matrixPanel,
        scratch.maps,
        this.side,
        layer.panels,
      );
      this.listPatches(input + 64 * row, matrixPanel);
      kernels.scatter(
        scratch.patchLists,
        this.patchBytes,
        scratch.counts,
        this.positions,
        scratch.maps,
        64 * this.positions,
        layer.panels,
        gradient,
        layer.panelBytes,
      );
      if (inputDelta === undefined) continue;
      kernels.backpropagate(
        scratch.patchLists,
        this.patchBytes,
        this.positions,
        layer.inputs,
        0,
        layer.weights,
        layer.panelBytes,
        layer.panels,
        scratch.maps,
        64 * this.positions,
        scratch.patchDeltas,
        64 * this.positions,
      );
      kernels.fold(scratch.patchDeltas, layer.side, layer.channels, inputDelta + 64 * row, matrixPanel);
    }
  }

  update(_task: number, _input: number, _delta: number, _batchSize: number, adam: AdamStep): void {
    const { kernels, layer } = this;
    const [total, ...rest] = layer.gradients;
    for (const gradient of rest) kernels.add(total!, gradient, layer.bytes);
    step(kernels, layer, 0, layer.bytes, total!, adam);
  }

  private listPatches(row: number, matrixPanel: number): void {
    const { layer, scratch } = this;
    this.kernels.listPatches(
      row,
      matrixPanel,
      layer.side,
      layer.channels,
      scratch.found,
      scratch.patchLists,
      this.patchBytes,
      scratch.counts,
    );
  }
}

/**
 * SOAP, one step over the weights of a dense layer: Adam along the eigenvectors of the gradient's two
 * covariances, where one rate for each coordinate fits the loss better than along the weights' own axes.
 * Vyas et al. 2024, "SOAP: Improving and Stabilizing Shampoo using Adam".
 *
 * For the gradient G (inputs, outputs), the running means of G·Gᵀ and Gᵀ·G have the eigenvectors L and R
 * (eigenbasis.ts turns them). The second moment is that of Lᵀ·G·R, and the step is L·direction·Rᵀ. A layer
 * with many inputs has no L: sixteen of its rows can then be taken alone, each such task with its share of
 * the mean of Gᵀ·G. Weights decay, apart from the gradient. Matrices as in assembly/product.ts.
 */
import { BETA1, BETA2, correction, type AdamStep } from './adam.js';
import type { DenseLayout, Eigenbases, Side } from './layout.js';
import type { Kernels } from './memory.js';
import { listBytes, type Scratch } from './scratch.js';

/** Of the covariances' running means. */
const COVARIANCE_BETA = 0.95;

/** Rows of a panel matrix: panel p of them begins at address + p · panelBytes. */
export interface Matrix {
  readonly address: number;
  readonly panelBytes: number;
  readonly rows: number;
}

export class Soap {
  constructor(
    private readonly kernels: Kernels,
    private readonly layer: DenseLayout,
    private readonly bases: Eigenbases,
    private readonly scratch: Scratch,
    private readonly weightDecay: number,
  ) {}

  /** `gradient`: of the rows from `firstRow` on; they are task `task`. Its memory is used again. */
  step(task: number, firstRow: number, gradient: Matrix, adam: AdamStep): void {
    const { kernels, layer, scratch, weightDecay } = this;
    const own = (address: number): Matrix => ({
      address: address + 64 * firstRow,
      panelBytes: layer.panelBytes,
      rows: gradient.rows,
    });
    const momentum = own(layer.momentum);
    const variance = own(layer.variance);
    const rotated = { ...gradient, address: scratch.rotated };
    this.observe(task, gradient);
    this.eachPanel(momentum, gradient, (m, g, bytes) => {
      kernels.blend(m, g, bytes, BETA1);
    });
    this.rotate(gradient, 'basis', rotated);
    this.eachPanel(variance, rotated, (v, g, bytes) => {
      kernels.blendSquares(v, g, bytes, BETA2);
    });
    this.rotate(momentum, 'basis', rotated);
    this.eachPanel(rotated, variance, (m, v, bytes) => {
      kernels.adamDirection(m, v, bytes, correction(BETA1, adam), correction(BETA2, adam));
    });
    this.rotate(rotated, 'transposed', gradient);
    this.eachPanel(own(layer.weights), gradient, (w, direction, bytes) => {
      kernels.descend(w, direction, bytes, adam.rate, 1 - adam.rate * weightDecay);
    });
  }

  /** Takes the gradient into the covariances' means. */
  private observe(task: number, gradient: Matrix): void {
    const { kernels, layer, scratch } = this;
    const { left, right } = this.bases;
    const seen = { address: scratch.covariance, panelBytes: right.panelBytes };
    kernels.clear(scratch.covariance, right.bytes);
    this.transposedTimes({ ...gradient, columns: right.size }, gradient, seen);
    kernels.blend(right.covariances[task]!, scratch.covariance, right.bytes, COVARIANCE_BETA);
    if (left === undefined) return;
    const { address, panelBytes, rows } = gradient;
    kernels.clear(scratch.covariance, left.bytes);
    kernels.gram(address, panelBytes, rows, layer.panels, scratch.covariance, left.panelBytes);
    kernels.blend(left.covariances[task]!, scratch.covariance, left.bytes, COVARIANCE_BETA);
  }

  /** Lᵀ·matrix·R with the bases, L·matrix·Rᵀ with the transposed ones. */
  private rotate(matrix: Matrix, which: 'basis' | 'transposed', out: Matrix): void {
    const { left, right } = this.bases;
    if (left === undefined) {
      this.times(matrix, right, right[which], out);
      return;
    }
    const half = { ...out, address: this.scratch.halfRotated };
    this.times(matrix, right, right[which], half);
    const { panelBytes, size } = left;
    this.transposedTimes({ address: left[which], panelBytes, rows: size, columns: size }, half, out);
  }

  /** matrix · square, sixteen rows at a time. The list's bias entry meets the square's last row, zeros. */
  private times(matrix: Matrix, side: Side, square: number, out: Matrix): void {
    const { kernels, layer, scratch } = this;
    const bytes = listBytes(side.size);
    for (let row = 0; row < matrix.rows; row += 16) {
      const rows = Math.min(16, matrix.rows - row);
      const from = matrix.address + 64 * row;
      kernels.listRows(from, matrix.panelBytes, rows, side.size, scratch.columnLists, bytes, scratch.counts);
      kernels.product(
        scratch.columnLists,
        bytes,
        scratch.counts,
        rows,
        square,
        side.panelBytes,
        layer.panels,
        out.address + 64 * row,
        out.panelBytes,
      );
    }
  }

  /** leftᵀ · right, sixteen rows of the result at a time. */
  private transposedTimes(
    left: Matrix & { readonly columns: number },
    right: Matrix,
    out: Pick<Matrix, 'address' | 'panelBytes'>,
  ): void {
    const { kernels, layer, scratch } = this;
    const bytes = listBytes(left.rows);
    for (let column = 0; column < left.columns; column += 16) {
      const columns = Math.min(16, left.columns - column);
      const panel = left.address + (column / 16) * left.panelBytes;
      kernels.listColumns(panel, left.rows, columns, scratch.columnLists, bytes, scratch.counts);
      kernels.product(
        scratch.columnLists,
        bytes,
        scratch.counts,
        columns,
        right.address,
        right.panelBytes,
        layer.panels,
        out.address + 64 * column,
        out.panelBytes,
      );
    }
  }

  private eachPanel(a: Matrix, b: Matrix, visit: (a: number, b: number, bytes: number) => void): void {
    for (let panel = 0; panel < this.layer.panels; panel++) {
      visit(a.address + panel * a.panelBytes, b.address + panel * b.panelBytes, 64 * a.rows);
    }
  }
}

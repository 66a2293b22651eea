/** ml-matrix: matrices in JavaScript, float64. */
import { Matrix } from 'ml-matrix';
import { argmaxRows, pass } from '../contest.mjs';

export const names = ['ml-matrix'];

export function enter(_, task) {
  const layers = task.layers.map(({ inputs, outputs, weight, bias, activation }) => ({
    weight: Matrix.from1DArray(inputs, outputs, Array.from(weight)),
    bias: Array.from(bias),
    activation,
  }));
  const predictions = new Int32Array(task.count);
  const run = (first, count) => {
    const x = Array.from(task.pixels.subarray(first * 784, (first + count) * 784), (p) => p / 255);
    let z = Matrix.from1DArray(count, 784, x);
    for (const { weight, bias, activation } of layers) {
      z = z.mmul(weight).addRowVector(bias);
      if (activation === 'sigmoid') z.neg().exp().add(1).pow(-1);
      else if (activation === 'relu') z.apply((i, j) => z.set(i, j, Math.max(0, z.get(i, j))));
      else {
        z = z.subColumnVector(z.max('row')).exp();
        z.divColumnVector(z.sum('row'));
      }
    }
    argmaxRows(z.to1DArray(), count, z.columns, predictions, first);
  };
  return { fed: 'uint8', run: (turn) => pass(task, turn, run, predictions) };
}

/**
 * SOAP's step against its formulas in float64 and plain loops, and the turning of a basis against what
 * defines a QR decomposition.
 */
import { describe, expect, it } from '@jest/globals';
import { orthonormalise, turn } from '../../scripts/train/eigenbasis.js';
import { layOutNetwork, readLayer, readSquare, type DenseLayout } from '../../scripts/train/layout.js';
import { Arena, compileKernels, createKernels, floats } from '../../scripts/train/memory.js';
import { Random } from '../../scripts/train/random.js';
import { allocateScratch } from '../../scripts/train/scratch.js';
import { Soap } from '../../scripts/train/soap.js';

/** Row-major. */
interface Table {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

const table = (rows: number, columns: number, value: (row: number, column: number) => number): Table => ({
  rows,
  columns,
  values: Float64Array.from({ length: rows * columns }, (_, i) =>
    value(Math.floor(i / columns), i % columns),
  ),
});
const at = ({ columns, values }: Table, row: number, column: number): number =>
  values[row * columns + column]!;
const transpose = (a: Table): Table => table(a.columns, a.rows, (i, j) => at(a, j, i));
const times = (a: Table, b: Table): Table =>
  table(a.rows, b.columns, (i, j) => {
    let sum = 0;
    for (let k = 0; k < a.columns; k++) sum += at(a, i, k) * at(b, k, j);
    return sum;
  });
const combine = (a: Table, b: Table, f: (x: number, y: number) => number): Table =>
  table(a.rows, a.columns, (i, j) => f(at(a, i, j), at(b, i, j)));
const zeros = (rows: number, columns: number): Table => table(rows, columns, () => 0);
const identity = (size: number): Table => table(size, size, (i, j) => (i === j ? 1 : 0));
const square = (values: Float64Array): Table => {
  const size = Math.sqrt(values.length);
  return { rows: size, columns: size, values };
};

function expectClose(actual: ArrayLike<number>, expected: Table, tolerance: number): void {
  const worst = Math.max(...expected.values.map((value, i) => Math.abs(value - actual[i]!)));
  expect(worst).toBeLessThan(tolerance);
}

const RATE = 0.01;
const DECAY = 0.1;
/** The second layer has both bases; the first, of many inputs, only that of its outputs. */
const shape = { convolutions: [], hidden: [20], activation: 'sigmoid' } as const;

describe.each([
  ['a layer of few inputs, whole', 1, 20],
  ['sixteen inputs of many', 0, 16],
])('%s', (_name, place, rows) => {
  it('steps as the formulas say, and its covariances are the running means', () => {
    const arena = new Arena();
    const network = layOutNetwork(arena, shape, 1, 1, 'soap');
    const layer = network.layers[place] as DenseLayout;
    const columns = layer.outputs;
    const { left, right } = layer.bases!;
    const scratch = allocateScratch(arena, [network], 1, 1);
    const soap = new Soap(createKernels(compileKernels(), arena.memory), layer, layer.bases!, scratch, DECAY);
    const random = new Random(place);

    let weights = zeros(rows, columns);
    let momentum = zeros(rows, columns);
    let variance = zeros(rows, columns);
    let leftCovariance = zeros(rows, rows);
    let rightCovariance = zeros(columns, columns);
    for (let count = 1; count <= 6; count++) {
      const gradient = table(rows, columns, (i) => (1 + i) * random.normal());
      const memory = floats(arena.memory, scratch.gradient, layer.panels * rows * 16).fill(0);
      gradient.values.forEach((value, i) => {
        const column = i % columns;
        memory[(column >> 4) * rows * 16 + Math.floor(i / columns) * 16 + (column & 15)] = value;
      });
      soap.step(0, 0, { address: scratch.gradient, panelBytes: 64 * rows, rows }, { rate: RATE, count });

      const l = left === undefined ? identity(rows) : square(readSquare(arena.memory, left, left.basis));
      const r = square(readSquare(arena.memory, right, right.basis));
      const rotate = (a: Table): Table => times(times(transpose(l), a), r);
      momentum = combine(momentum, gradient, (m, g) => 0.9 * m + 0.1 * g);
      variance = combine(variance, rotate(gradient), (v, g) => 0.999 * v + 0.001 * g * g);
      const direction = combine(
        rotate(momentum),
        variance,
        (m, v) => m / (1 - 0.9 ** count) / (Math.sqrt(v / (1 - 0.999 ** count)) + 1e-8),
      );
      const step = times(times(l, direction), transpose(r));
      weights = combine(weights, step, (w, d) => (1 - RATE * DECAY) * w - RATE * d);
      const mean = (old: number, now: number): number => 0.95 * old + 0.05 * now;
      leftCovariance = combine(leftCovariance, times(gradient, transpose(gradient)), mean);
      rightCovariance = combine(rightCovariance, times(transpose(gradient), gradient), mean);

      expectClose(readLayer(arena.memory, layer).weight, weights, 1e-5);
      expectClose(readSquare(arena.memory, right, right.covariances[0]!), rightCovariance, 1e-3);
      turn(arena.memory, right);
      if (left === undefined) continue;
      expectClose(readSquare(arena.memory, left, left.covariances[0]!), leftCovariance, 1e-3);
      turn(arena.memory, left);
    }
  });
});

describe('turning a basis', () => {
  const SIZE = 10;
  const arena = new Arena();
  const { layers } = layOutNetwork(arena, shape, 1, 1, 'soap');
  const side = (layers[1] as DenseLayout).bases!.right;
  const random = new Random(5);
  const root = table(SIZE, SIZE, () => random.normal());
  const covariance = times(root, transpose(root));
  const memory = floats(arena.memory, side.covariances[0]!, side.bytes / 4);
  covariance.values.forEach((value, i) => (memory[Math.floor(i / SIZE) * 16 + (i % SIZE)] = value));
  const basis = (): Table => square(readSquare(arena.memory, side, side.basis));

  it('gives the Q of a QR decomposition of covariance · basis', () => {
    const before = basis();
    turn(arena.memory, side);
    const q = basis();
    expectClose(times(transpose(q), q).values, identity(SIZE), 1e-6);
    expectClose(readSquare(arena.memory, side, side.transposed), transpose(q), 1e-12);
    const r = times(transpose(q), times(covariance, before));
    for (let i = 0; i < SIZE; i++)
      for (let j = 0; j < i; j++) expect(Math.abs(at(r, i, j))).toBeLessThan(1e-4);
  });

  it('again and again makes the covariance diagonal, the greatest first', () => {
    for (let again = 0; again < 400; again++) turn(arena.memory, side);
    const q = basis();
    const diagonal = times(times(transpose(q), covariance), q);
    for (let i = 0; i < SIZE; i++) {
      for (let j = 0; j < i; j++) expect(Math.abs(at(diagonal, i, j))).toBeLessThan(1e-3);
      if (i > 0) expect(at(diagonal, i - 1, i - 1)).toBeGreaterThan(at(diagonal, i, i));
    }
  });

  it('finds a basis also where vectors are zero or the same', () => {
    const vectors = Float64Array.from([0, 0, 0, 1, 1, 0, 2, 2, 0]);
    orthonormalise(vectors, 3);
    const rows = square(vectors);
    expectClose(times(rows, transpose(rows)).values, identity(3), 1e-12);
  });
});

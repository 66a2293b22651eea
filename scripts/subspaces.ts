/**
 * Makes data/digit-subspaces.npy from the training split, for src/strangeness.ts:
 * `node --import ./scripts/ts-node.mjs scripts/subspaces.ts [--data-dir DIR]`. The mean and the twenty principal directions of each
 * class are found by orthogonal iteration, which is deterministic. The last 5,000 digits are held out; what one in fifty of
 * them exceeds is printed.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadDataset } from '../src/mnist/dataset.js';
import { createStrangeness, describe, FEATURES } from '../src/strangeness.js';

const DIMENSIONS = 20;
const ITERATIONS = 60;
const HELD_OUT = 5000;

const { values } = parseArgs({ options: { 'data-dir': { type: 'string' } } });
const { pixels, labels, count } = await loadDataset({ split: 'train', dataDir: values['data-dir'] });
const digit = (index: number): Uint8Array => pixels.subarray(index * 784, (index + 1) * 784);

const levels = new Int8Array(10 * (DIMENSIONS + 1) * FEATURES);
for (let label = 0; label < 10; label++) {
  const rows: Float32Array[] = [];
  for (let i = 0; i < count - HELD_OUT; i++) if (labels[i] === label) rows.push(describe(digit(i)));
  const mean = meanOf(rows);
  const start = label * (DIMENSIONS + 1) * FEATURES;
  levels.set(
    Int8Array.from(mean, (level) => Math.round(level * 127)),
    start,
  );
  principalDirections(covarianceOf(rows, mean)).forEach((direction, i) => {
    const largest = Math.max(...direction.map(Math.abs));
    levels.set(
      Int8Array.from(direction, (level) => Math.round((level / largest) * 127)),
      start + (i + 1) * FEATURES,
    );
  });
}
writeFileSync(new URL('../data/digit-subspaces.npy', import.meta.url), asNpy(levels));

const strangeness = createStrangeness(levels);
const held = Array.from({ length: HELD_OUT }, (_, i) => count - HELD_OUT + i);
const distances = held.map((i) => strangeness(digit(i), labels[i]!)).sort((a, b) => a - b);
console.log(`held out: one in fifty is beyond ${distances[HELD_OUT * 0.98]!.toFixed(3)}`);

function meanOf(rows: readonly Float32Array[]): Float64Array {
  const mean = new Float64Array(FEATURES);
  for (const row of rows) row.forEach((level, i) => (mean[i]! += level / rows.length));
  return mean;
}

/** (196, 196), row-major. */
function covarianceOf(rows: readonly Float32Array[], mean: Float64Array): Float64Array {
  const covariance = new Float64Array(FEATURES * FEATURES);
  for (const row of rows) {
    for (let i = 0; i < FEATURES; i++) {
      const a = (row[i]! - mean[i]!) / rows.length;
      for (let j = 0; j < FEATURES; j++) covariance[i * FEATURES + j]! += a * (row[j]! - mean[j]!);
    }
  }
  return covariance;
}

/** The eigenvectors of the largest eigenvalues. Source: G. Golub and C. Van Loan, "Matrix Computations", orthogonal iteration. */
function principalDirections(matrix: Float64Array): Float64Array[] {
  let basis = Array.from({ length: DIMENSIONS }, (_, k) =>
    Float64Array.from({ length: FEATURES }, (_, i) => Math.cos((i + 1) * (k + 1))),
  );
  for (let i = 0; i < ITERATIONS; i++)
    basis = orthonormalize(basis.map((vector) => multiply(matrix, vector)));
  return basis;
}

function multiply(matrix: Float64Array, vector: Float64Array): Float64Array {
  return Float64Array.from({ length: FEATURES }, (_, i) =>
    dot(matrix.subarray(i * FEATURES, (i + 1) * FEATURES), vector),
  );
}

/** Gram and Schmidt's way. */
function orthonormalize(vectors: readonly Float64Array[]): Float64Array<ArrayBuffer>[] {
  const basis: Float64Array<ArrayBuffer>[] = [];
  for (const vector of vectors) {
    const rest = Float64Array.from(vector);
    for (const other of basis) {
      const along = dot(rest, other);
      rest.forEach((_, i) => (rest[i]! -= along * other[i]!));
    }
    const length = Math.sqrt(dot(rest, rest));
    basis.push(rest.map((level) => level / length));
  }
  return basis;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, level, i) => sum + level * b[i]!, 0);
}

/** NumPy's file format, version 1. */
function asNpy(data: Int8Array): Uint8Array {
  const dictionary = `{'descr': '|i1', 'fortran_order': False, 'shape': (10, ${DIMENSIONS + 1}, ${FEATURES}), }`;
  const header = `${dictionary.padEnd(128 - 10 - 1)}\n`;
  return Buffer.concat([
    Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
    Buffer.of(header.length, 0),
    Buffer.from(header),
    Buffer.from(data.buffer),
  ]);
}

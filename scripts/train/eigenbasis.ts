/**
 * Turns a basis towards the eigenvectors of a covariance that changes slowly, for soap.ts: one step of
 * orthogonal iteration, basis ← Q of the QR decomposition of covariance · basis. In float64 and plain loops:
 * it happens once in many steps.
 */
import { readSquare, writeSquare, type Side } from './layout.js';

/** After how many steps the bases are turned. */
export const TURN_EVERY = 10;

/** The covariance is the sum of its parts. */
export function turn(memory: WebAssembly.Memory, side: Side): void {
  const { size } = side;
  const covariance = new Float64Array(size * size);
  for (const part of side.covariances) {
    readSquare(memory, side, part).forEach((value, i) => (covariance[i]! += value));
  }
  const vectors = rowsTimes(readSquare(memory, side, side.transposed), covariance, size);
  orthonormalise(vectors, size);
  writeSquare(memory, side, side.transposed, vectors);
  writeSquare(memory, side, side.basis, transpose(vectors, size));
}

/** vectors · matrix, both (size, size) and row-major; a row is a vector, and the matrix is symmetric. */
function rowsTimes(vectors: Float64Array, matrix: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const factor = vectors[i * size + k]!;
      for (let j = 0; j < size; j++) product[i * size + j]! += factor * matrix[k * size + j]!;
    }
  }
  return product;
}

/**
 * Gram-Schmidt over the rows, in place, twice for each, since these vectors are nearly dependent. One that
 * the earlier leave nothing of is replaced by the first unit vector that they leave something of.
 */
export function orthonormalise(vectors: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    const row = vectors.subarray(i * size, (i + 1) * size);
    for (let unit = 0; !reduce(row, vectors, i, size); unit++) {
      row.fill(0);
      row[unit] = 1;
    }
  }
}

/** Makes `row` a unit vector at right angles to the first `count` rows; false if nothing is left of it. */
function reduce(row: Float64Array, vectors: Float64Array, count: number, size: number): boolean {
  if (!normalise(row)) return false;
  for (let pass = 0; pass < 2; pass++) {
    for (let other = 0; other < count; other++) {
      let dot = 0;
      for (let j = 0; j < size; j++) dot += row[j]! * vectors[other * size + j]!;
      for (let j = 0; j < size; j++) row[j]! -= dot * vectors[other * size + j]!;
    }
    if (!normalise(row)) return false;
  }
  return true;
}

function normalise(row: Float64Array): boolean {
  const length = Math.hypot(...row);
  if (!(length > 1e-12)) return false;
  row.forEach((value, j) => (row[j] = value / length));
  return true;
}

function transpose(matrix: Float64Array, size: number): Float64Array {
  return matrix.map((_, i) => matrix[(i % size) * size + Math.floor(i / size)]!);
}

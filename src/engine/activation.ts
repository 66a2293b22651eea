/**
 * Activation functions h: A → Z. Each has two faces: a function on numbers and arrays for readers of the book, and an
 * in-place form over rows for the engine, which is where the arithmetic stands.
 * Book §3.2 (step, sigmoid, ReLU) and §3.5 (identity, softmax).
 */
import { ShapeError } from '../errors.js';
import { t } from '../text.js';
import type { ActivationName } from './activation-name.js';
import { NdArray, asArray, type ArrayLike, type FloatData, type Rows } from './array.js';

export { ACTIVATION_NAMES, isActivationName, type ActivationName } from './activation-name.js';

/** h(x) = 1 where x > 0, else 0. */
const stepOf = (x: number): number => (x > 0 ? 1 : 0);

/** 1 / (1 + e^−x). `Math.exp` ends in 0 or Infinity for large |x|, so the result is exactly 0 or 1 there, never NaN. */
const sigmoidOf = (x: number): number => 1 / (1 + Math.exp(-x));

/** max(0, x). NaN stays NaN; −0 becomes 0. */
const reluOf = (x: number): number => (x > 0 ? x : x <= 0 ? 0 : x);

/** Rewrites `data`, rows of `columns` elements, from A to Z. */
type InPlace = (data: FloatData, columns: number) => void;

const elementwise =
  (f: (x: number) => number): InPlace =>
  (data) => {
    for (let i = 0; i < data.length; i++) data[i] = f(data[i]!);
  };

/** The row's maximum is taken off first, which changes nothing but keeps e^x from overflowing. Book §3.5.2. */
const softmaxRows: InPlace = (data, columns) => {
  const exponentials = new Float64Array(columns);
  for (let start = 0; start < data.length; start += columns) {
    const row = data.subarray(start, start + columns);
    let max = -Infinity;
    for (const value of row) max = Math.max(max, value);
    let sum = 0;
    for (let i = 0; i < columns; i++) sum += exponentials[i] = Math.exp(row[i]! - max);
    for (let i = 0; i < columns; i++) row[i] = exponentials[i]! / sum;
  }
};

/** The activations by name, in place. */
export const ACTIVATIONS: Readonly<Record<ActivationName, InPlace>> = {
  step: elementwise(stepOf),
  sigmoid: elementwise(sigmoidOf),
  relu: elementwise(reluOf),
  tanh: elementwise(Math.tanh),
  identity: () => undefined,
  softmax: softmaxRows,
};

/** Applies an activation to an array of any shape; softmax works along the last axis. Shape in = shape out. */
export function activate(name: ActivationName, x: ArrayLike): NdArray<FloatData> {
  const input = asArray(x);
  const data = input.data instanceof Float32Array ? input.data.slice() : Float64Array.from(input.data);
  ACTIVATIONS[name](data, input.shape.at(-1) ?? 1);
  return new NdArray(data, input.shape);
}

/** Step function, h(x) = 1 where x > 0, else 0: the perceptron's. A number, or each element: shape in = shape out. Book §3.2.2. */
export function step(x: number): number;
export function step(x: ArrayLike): NdArray<FloatData>;
export function step(x: ArrayLike): number | NdArray<FloatData> {
  return typeof x === 'number' ? stepOf(x) : activate('step', x);
}

/**
 * Sigmoid, h(x) = 1 / (1 + e^−x); exactly 0 and 1 far out, NaN only for NaN. A number, or each element: shape in = shape
 * out. Book §3.2.4.
 */
export function sigmoid(x: number): number;
export function sigmoid(x: ArrayLike): NdArray<FloatData>;
export function sigmoid(x: ArrayLike): number | NdArray<FloatData> {
  return typeof x === 'number' ? sigmoidOf(x) : activate('sigmoid', x);
}

/** ReLU, h(x) = x for x > 0, else 0. NaN stays NaN. A number, or each element: shape in = shape out. Book §3.2.7. */
export function relu(x: number): number;
export function relu(x: ArrayLike): NdArray<FloatData>;
export function relu(x: ArrayLike): number | NdArray<FloatData> {
  return typeof x === 'number' ? reluOf(x) : activate('relu', x);
}

/** Hyperbolic tangent, from −1 to 1: sigmoid stretched. Shape in = shape out. */
export function tanh(x: number): number;
export function tanh(x: ArrayLike): NdArray<FloatData>;
export function tanh(x: ArrayLike): number | NdArray<FloatData> {
  return typeof x === 'number' ? Math.tanh(x) : activate('tanh', x);
}

/** Identity, h(x) = x, the output activation for regression. Shape in = shape out, a copy. Book §3.5.1. */
export function identity(x: number): number;
export function identity(x: ArrayLike): NdArray<FloatData>;
export function identity(x: ArrayLike): number | NdArray<FloatData> {
  return typeof x === 'number' ? x : activate('identity', x);
}

/**
 * Softmax along the last axis, the output activation for classification: positive, and each row sums to 1.
 * (n) → (n), or (batch, n) → (batch, n) row by row. Book §3.5.1–3.5.3.
 * @throws {ShapeError} for a scalar.
 */
export function softmax(x: NdArray | Rows): NdArray<FloatData> {
  if (asArray(x).ndim === 0) throw new ShapeError(t`softmax wants a row of numbers, not a single one`);
  return activate('softmax', x);
}

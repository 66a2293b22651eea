/**
 * Activations over buffers, A → Z in place. For sigmoid, tanh and softmax the host has scaled weights and biases so that
 * what arrives is already the exponent of 2: −a·log₂e, −2a·log₂e and a·log₂e. One multiplication less a number.
 */
import { Activation } from './layout';
import { Exponential, exponentials } from './math';

/** @param length of the buffer in bytes, whole vectors */
export function activate(buffer: usize, length: usize, activation: u32): void {
  const end = buffer + length;
  if (activation == Activation.SIGMOID) sigmoid(buffer, end);
  else if (activation == Activation.RELU) relu(buffer, end);
  else if (activation == Activation.TANH) tanh(buffer, end);
  else if (activation == Activation.STEP) step(buffer, end);
}

function sigmoid(p: usize, end: usize): void {
  exponentials(Exponential.SIGMOID, p, end, f32x4.splat(0));
}

function tanh(p: usize, end: usize): void {
  exponentials(Exponential.TANH, p, end, f32x4.splat(0));
}

function relu(p: usize, end: usize): void {
  const zero = f32x4.splat(0);
  for (; p < end; p += 16) v128.store(p, f32x4.max(zero, v128.load(p)));
}

function step(p: usize, end: usize): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  for (; p < end; p += 16) v128.store(p, v128.and(f32x4.gt(v128.load(p), zero), one));
}

/** Softmax of each of the rows, `vectors` vectors long; the padding holds −Infinity, which becomes 0. */
export function softmax(row: usize, vectors: u32, rows: u32): void {
  for (let m: u32 = 0; m < rows; m++) {
    const end = row + (<usize>vectors << 4);
    let max = v128.load(row);
    for (let p = row + 16; p < end; p += 16) max = f32x4.pmax(max, v128.load(p));
    max = f32x4.pmax(max, i32x4.shuffle(max, max, 2, 3, 0, 1));
    max = f32x4.pmax(max, i32x4.shuffle(max, max, 1, 0, 3, 2));
    let sum = exponentials(Exponential.SOFTMAX, row, end, max);
    sum = f32x4.add(sum, i32x4.shuffle(sum, sum, 2, 3, 0, 1));
    sum = f32x4.add(sum, i32x4.shuffle(sum, sum, 1, 0, 3, 2));
    for (; row < end; row += 16) v128.store(row, f32x4.div(v128.load(row), sum));
  }
}

/** Where the largest of `n` float32 is; the first of equals. */
export function argmax(row: usize, n: u32): u32 {
  let best: u32 = 0;
  let largest = load<f32>(row);
  for (let i: u32 = 1; i < n; i++) {
    const value = load<f32>(row + (<usize>i << 2));
    best = select<u32>(i, best, value > largest);
    largest = select<f32>(value, largest, value > largest);
  }
  return best;
}

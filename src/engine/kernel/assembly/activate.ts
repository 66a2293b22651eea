/**
 * Activations over buffers, A → Z in place. For sigmoid, tanh and softmax the host has scaled weights and biases so that
 * what arrives is already the exponent of 2: −a·log₂e, −2a·log₂e and a·log₂e. One multiplication less a number.
 */
import { Activation } from './layout';
import { exp2, one } from './math';

/** @param length of the buffer in bytes, whole vectors */
export function activate(buffer: usize, length: usize, activation: u32): void {
  const end = buffer + length;
  const zero = f32x4.splat(0);
  if (activation == Activation.SIGMOID) {
    for (let p = buffer; p < end; p += 16) {
      v128.store(p, f32x4.div(one(), f32x4.add(one(), exp2(v128.load(p)))));
    }
  } else if (activation == Activation.RELU) {
    for (let p = buffer; p < end; p += 16) v128.store(p, f32x4.max(zero, v128.load(p)));
  } else if (activation == Activation.TANH) {
    const two = f32x4.splat(2);
    for (let p = buffer; p < end; p += 16) {
      v128.store(p, f32x4.sub(f32x4.div(two, f32x4.add(one(), exp2(v128.load(p)))), one()));
    }
  } else if (activation == Activation.STEP) {
    for (let p = buffer; p < end; p += 16) {
      v128.store(p, v128.and(f32x4.gt(v128.load(p), zero), one()));
    }
  }
}

/** Softmax of each of the rows, `vectors` vectors long; the padding holds −Infinity, which becomes 0. */
export function softmax(row: usize, vectors: u32, rows: u32): void {
  for (let m: u32 = 0; m < rows; m++) {
    const end = row + (<usize>vectors << 4);
    let max = v128.load(row);
    for (let p = row + 16; p < end; p += 16) max = f32x4.pmax(max, v128.load(p));
    max = f32x4.pmax(max, i32x4.shuffle(max, max, 2, 3, 0, 1));
    max = f32x4.pmax(max, i32x4.shuffle(max, max, 1, 0, 3, 2));
    let sum = f32x4.splat(0);
    for (let p = row; p < end; p += 16) {
      const e = exp2(f32x4.sub(v128.load(p), max));
      sum = f32x4.add(sum, e);
      v128.store(p, e);
    }
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

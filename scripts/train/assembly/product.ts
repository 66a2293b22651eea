/**
 * The trainer's matrix product: sparse rows times panels.
 *
 * Every matrix (activations, deltas, weights) is a panel matrix: its columns are cut into panels of 16, and a
 * panel holds its rows one after another, 64 bytes (one cache line) each. Entry (row, column) is at
 *
 *   base + (column / 16) · panelBytes + row · 64 + (column % 16) · 4,     panelBytes = 64 · rows.
 *
 * The left operand is never multiplied as it lies: its non-zeros are first listed, as pairs (byte offset of
 * the right operand's row within a panel, value). Three quarters of a digit's pixels and of a ReLU layer's
 * units are zero, so the lists save three quarters of the arithmetic, and one kernel serves both directions:
 *
 *   forward    A[n, :]  = Σ_i x[n, i] · W[i, :]     lists of a sample's features   (listRows)
 *   gradient   dW[i, :] = Σ_n x[n, i] · dA[n, :]    lists of a feature's samples   (listColumns)
 *
 * The bias is the weight of one more feature that is always 1; it closes every row's list. Sums run along the
 * list, in two interleaved chains, so a result depends on nothing but its operands.
 */
import { fma, splat, sumLanes } from './lanes';

/** Bytes of a panel's row, and of a list's entry. */
export const ROW: usize = 64;
export const ENTRY: usize = 8;

// @ts-expect-error: decorator
@inline
export function append(at: usize, offset: usize, value: f32): void {
  store<u32>(at, <u32>offset);
  store<f32>(at, value, 4);
}

/** Ends a list at an even number of entries, which `product` takes two by two; returns that number. */
// @ts-expect-error: decorator
@inline
export function close(list: usize, end: usize): u32 {
  append(end, 0, 0);
  const count = <u32>((end - list) / ENTRY);
  return count + (count & 1);
}

/** For each of `rows` rows of x: its non-zero features, then the bias entry. */
export function listRows(
  x: usize, panelBytes: usize, rows: i32, features: i32, lists: usize, listBytes: usize, counts: usize,
): void {
  for (let row = 0; row < rows; row++) {
    let end = lists;
    let panel = x + <usize>row * ROW;
    for (let feature = 0; feature < features; feature += 4) {
      const at = panel + <usize>((feature & 15) << 2);
      if ((feature & 15) == 12) panel += panelBytes;
      if (!v128.any_true(f32x4.ne(v128.load(at), splat(0)))) continue;
      const lanes = min(4, features - feature);
      for (let lane = 0; lane < lanes; lane++) {
        const value = load<f32>(at + <usize>(lane << 2));
        append(end, <usize>(feature + lane) * ROW, value);
        end += value != 0 ? ENTRY : 0;
      }
    }
    append(end, <usize>features * ROW, 1);
    store<u32>(counts + (<usize>row << 2), close(lists, end + ENTRY));
    lists += listBytes;
  }
}

/** For each of the first `columns` columns of one panel of x: the samples in which it is not zero. */
export function listColumns(
  panel: usize, rows: i32, columns: i32, lists: usize, listBytes: usize, counts: usize,
): void {
  for (let column = 0; column < columns; column++) {
    let end = lists;
    let at = panel + <usize>(column << 2);
    for (let row = 0; row < rows; row++) {
      const value = load<f32>(at);
      append(end, <usize>row * ROW, value);
      end += value != 0 ? ENTRY : 0;
      at += ROW;
    }
    store<u32>(counts + (<usize>column << 2), close(lists, end));
    lists += listBytes;
  }
}

/** The list of the feature that is always 1: every sample. */
export function listOnes(rows: i32, list: usize, counts: usize): void {
  let end = list;
  for (let row = 0; row < rows; row++) {
    append(end, <usize>row * ROW, 1);
    end += ENTRY;
  }
  store<u32>(counts, close(list, end));
}

/** out[row, :] = Σ over the row's list of value · right[entry, :], for `rows` lists and `panels` panels. */
export function product(
  lists: usize, listBytes: usize, counts: usize, rows: i32,
  right: usize, rightPanelBytes: usize, panels: i32, out: usize, outPanelBytes: usize,
): void {
  for (let panel = 0; panel < panels; panel++) {
    let list = lists;
    for (let row = 0; row < rows; row++) {
      let entry = list;
      const end = entry + <usize>load<u32>(counts + (<usize>row << 2)) * ENTRY;
      let a0 = splat(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
      while (entry < end) {
        const u = right + <usize>load<u32>(entry);
        const x = v128.load_splat<f32>(entry, 4);
        a0 = fma(x, v128.load(u), a0);
        a1 = fma(x, v128.load(u, 16), a1);
        a2 = fma(x, v128.load(u, 32), a2);
        a3 = fma(x, v128.load(u, 48), a3);
        const v = right + <usize>load<u32>(entry, 8);
        const y = v128.load_splat<f32>(entry, 12);
        b0 = fma(y, v128.load(v), b0);
        b1 = fma(y, v128.load(v, 16), b1);
        b2 = fma(y, v128.load(v, 32), b2);
        b3 = fma(y, v128.load(v, 48), b3);
        entry += 2 * ENTRY;
      }
      const at = out + <usize>row * ROW;
      v128.store(at, f32x4.add(a0, b0));
      v128.store(at, f32x4.add(a1, b1), 16);
      v128.store(at, f32x4.add(a2, b2), 32);
      v128.store(at, f32x4.add(a3, b3), 48);
      list += listBytes;
    }
    right += rightPanelBytes;
    out += outPanelBytes;
  }
}

/** out[i, j] = Σ over the panels of a[i, :] · a[j, :], for `rows` rows i and j. */
export function gram(a: usize, panelBytes: usize, rows: i32, panels: i32, out: usize, outPanelBytes: usize): void {
  for (let i: usize = 0; i < <usize>rows; i++) {
    for (let j: usize = 0; j <= i; j++) {
      let x = a + i * ROW, y = a + j * ROW;
      let sum0 = splat(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
      for (let panel = 0; panel < panels; panel++) {
        sum0 = fma(v128.load(x), v128.load(y), sum0);
        sum1 = fma(v128.load(x, 16), v128.load(y, 16), sum1);
        sum2 = fma(v128.load(x, 32), v128.load(y, 32), sum2);
        sum3 = fma(v128.load(x, 48), v128.load(y, 48), sum3);
        x += panelBytes;
        y += panelBytes;
      }
      const sum = sumLanes(f32x4.add(f32x4.add(sum0, sum1), f32x4.add(sum2, sum3)));
      store<f32>(out + (j >> 4) * outPanelBytes + i * ROW + ((j & 15) << 2), sum);
      store<f32>(out + (i >> 4) * outPanelBytes + j * ROW + ((i & 15) << 2), sum);
    }
  }
}

/**
 * Deltas of the layer below: out[row, i] = slope(h) · Σ_j delta[row, j] · W[i, j] for the features i in the
 * row's list (h is the list's value), zero elsewhere. The slope of a centred sigmoid is (1 − h²)/2, of a ReLU
 * above zero 1. (A centred sigmoid that is exactly 0 is taken for silent; one in ten million is.)
 */
export function backpropagate(
  lists: usize, listBytes: usize, rows: i32, features: i32, centredSigmoid: bool,
  weights: usize, weightPanelBytes: usize, panels: i32, delta: usize, deltaPanelBytes: usize,
  out: usize, outPanelBytes: usize,
): void {
  const bias = <usize>features * ROW;
  for (let row = 0; row < rows; row++) {
    const outRow = out + <usize>row * ROW;
    for (let panel = 0; panel < (features + 15) >> 4; panel++) {
      memory.fill(outRow + <usize>panel * outPanelBytes, 0, ROW);
    }
    for (let entry = lists; <usize>load<u32>(entry) != bias; entry += ENTRY) {
      const offset = <usize>load<u32>(entry);
      let w = weights + offset;
      let d = delta + <usize>row * ROW;
      let a0 = splat(0), a1 = a0, a2 = a0, a3 = a0;
      for (let panel = 0; panel < panels; panel++) {
        a0 = fma(v128.load(w), v128.load(d), a0);
        a1 = fma(v128.load(w, 16), v128.load(d, 16), a1);
        a2 = fma(v128.load(w, 32), v128.load(d, 32), a2);
        a3 = fma(v128.load(w, 48), v128.load(d, 48), a3);
        w += weightPanelBytes;
        d += deltaPanelBytes;
      }
      const sum = sumLanes(f32x4.add(f32x4.add(a0, a1), f32x4.add(a2, a3)));
      const h = load<f32>(entry, 4);
      const slope: f32 = centredSigmoid ? <f32>0.5 * (1 - h * h) : 1;
      const feature = offset / ROW;
      store<f32>(outRow + (feature >> 4) * outPanelBytes + ((feature & 15) << 2), slope * sum);
    }
    lists += listBytes;
  }
}

/**
 * What happens to a row between two products: the activation, and the loss with its derivative.
 * Rows and panels as in product.ts.
 */
import { exp, splat } from './lanes';
import { ROW } from './product';


/** In place: max(0, z). */
export function relu(z: usize, panelBytes: usize, panels: i32, rows: i32): void {
  for (let panel = 0; panel < panels; panel++) {
    const end = z + <usize>rows * ROW;
    for (let at = z; at < end; at += 16) v128.store(at, f32x4.pmax(splat(0), v128.load(at)));
    z += panelBytes;
  }
}

/** In place: 2 / (1 + e^−z) − 1, the sigmoid with its mean moved to 0 and stretched to −1 … 1. */
export function centredSigmoid(z: usize, panelBytes: usize, panels: i32, rows: i32): void {
  const one = splat(1), two = splat(2);
  for (let panel = 0; panel < panels; panel++) {
    const end = z + <usize>rows * ROW;
    for (let at = z; at < end; at += 16) {
      const stretched = f32x4.div(two, f32x4.add(one, exp(f32x4.neg(v128.load(at)))));
      v128.store(at, f32x4.sub(stretched, one));
    }
    z += panelBytes;
  }
}

/**
 * Writes softmax(z / temperature) of one row's first `classes` (at most 16) entries to `out`, zero in the
 * rest.
 */
export function softmax(z: usize, classes: i32, temperature: f32, out: usize): void {
  let highest = load<f32>(z);
  for (let c = 1; c < classes; c++) highest = max(highest, load<f32>(z + (<usize>c << 2)));
  let sum: f32 = 0;
  for (let lane: usize = 0; lane < ROW; lane += 16) {
    v128.store(out + lane, exp(f32x4.div(f32x4.sub(v128.load(z + lane), splat(highest)), splat(temperature))));
  }
  for (let c = 0; c < classes; c++) sum += load<f32>(out + (<usize>c << 2));
  for (let c = 0; c < 16; c++) {
    const at = out + (<usize>c << 2);
    store<f32>(at, c < classes ? load<f32>(at) / sum : 0);
  }
}

/**
 * One row's loss and its derivative by the logits z, divided by the batch size:
 *   (1 − share) · cross-entropy(label, softmax(z)) + share · T² · cross-entropy(taught, softmax(z / T))
 * `taught` are the teachers' mean probabilities at temperature T. `scratch` holds one row.
 */
export function lossAndDelta(
  z: usize, classes: i32, label: i32, taught: usize, share: f32, temperature: f32,
  perSample: f32, delta: usize, scratch: usize,
): f32 {
  softmax(z, classes, 1, delta);
  let loss: f32 = 0;
  for (let c = 0; c < classes; c++) {
    const at = delta + (<usize>c << 2);
    const target: f32 = c == label ? 1 : 0;
    const p = load<f32>(at);
    loss -= (1 - share) * target * Mathf.log(max<f32>(p, 1e-12));
    store<f32>(at, (1 - share) * perSample * (p - target));
  }
  if (share > 0) {
    softmax(z, classes, temperature, scratch);
    for (let c = 0; c < classes; c++) {
      const at = <usize>c << 2;
      const p = load<f32>(scratch + at), target = load<f32>(taught + at);
      loss -= share * temperature * temperature * target * Mathf.log(max<f32>(p, 1e-12));
      store<f32>(delta + at, load<f32>(delta + at) + share * temperature * perSample * (p - target));
    }
  }
  return loss;
}

/** total[c] += weight · softmax(z / temperature)[c]: one teacher's voice. */
export function addSoftmax(
  z: usize, classes: i32, temperature: f32, weight: f32, total: usize, scratch: usize,
): void {
  softmax(z, classes, temperature, scratch);
  for (let lane: usize = 0; lane < ROW; lane += 16) {
    v128.store(total + lane, f32x4.add(v128.load(total + lane), f32x4.mul(splat(weight), v128.load(scratch + lane))));
  }
}

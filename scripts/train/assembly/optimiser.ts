/**
 * Adam over one run of parameters (a multiple of 4), Kingma & Ba 2015; and its parts one by one, for SOAP,
 * which changes the basis between them. `correction1` and `correction2` are 1/(1 − βⁿ) at step n, which undo
 * the moments' start at zero.
 */
import { fma, splat } from './lanes';

const EPSILON: f32 = 1e-8;

export function adam(
  gradient: usize, weights: usize, momentum: usize, variance: usize, bytes: usize,
  rate: f32, beta1: f32, beta2: f32, correction1: f32, correction2: f32,
): void {
  const b1 = splat(beta1), c1 = splat(1 - beta1), b2 = splat(beta2), c2 = splat(1 - beta2);
  const epsilon = splat(EPSILON), step = splat(-rate * correction1), unbias = splat(correction2);
  for (let at: usize = 0; at < bytes; at += 16) {
    const g = v128.load(gradient + at);
    const m = fma(c1, g, f32x4.mul(b1, v128.load(momentum + at)));
    const v = fma(f32x4.mul(c2, g), g, f32x4.mul(b2, v128.load(variance + at)));
    const scale = f32x4.add(f32x4.sqrt(f32x4.mul(v, unbias)), epsilon);
    v128.store(momentum + at, m);
    v128.store(variance + at, v);
    v128.store(weights + at, fma(step, f32x4.div(m, scale), v128.load(weights + at)));
  }
}

/** mean ← β · mean + (1 − β) · value. */
export function blend(mean: usize, value: usize, bytes: usize, beta: f32): void {
  const b = splat(beta), c = splat(1 - beta);
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(mean + at, fma(c, v128.load(value + at), f32x4.mul(b, v128.load(mean + at))));
  }
}

/** mean ← β · mean + (1 − β) · value². */
export function blendSquares(mean: usize, value: usize, bytes: usize, beta: f32): void {
  const b = splat(beta), c = splat(1 - beta);
  for (let at: usize = 0; at < bytes; at += 16) {
    const x = v128.load(value + at);
    v128.store(mean + at, fma(f32x4.mul(c, x), x, f32x4.mul(b, v128.load(mean + at))));
  }
}

/** In place of the first moment: the direction of Adam's step. */
export function adamDirection(
  momentum: usize, variance: usize, bytes: usize, correction1: f32, correction2: f32,
): void {
  const epsilon = splat(EPSILON), unbias1 = splat(correction1), unbias2 = splat(correction2);
  for (let at: usize = 0; at < bytes; at += 16) {
    const scale = f32x4.add(f32x4.sqrt(f32x4.mul(v128.load(variance + at), unbias2)), epsilon);
    v128.store(momentum + at, f32x4.div(f32x4.mul(v128.load(momentum + at), unbias1), scale));
  }
}

/** weights ← keep · weights − rate · direction. */
export function descend(weights: usize, direction: usize, bytes: usize, rate: f32, keep: f32): void {
  const step = splat(-rate), kept = splat(keep);
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(weights + at, fma(step, v128.load(direction + at), f32x4.mul(kept, v128.load(weights + at))));
  }
}

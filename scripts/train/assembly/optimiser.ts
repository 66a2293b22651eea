/**
 * Adam over one run of parameters (a multiple of 4). Kingma & Ba 2015.
 * `correction1` and `correction2` are 1/(1 − βⁿ) at step n, which undo the moments' start at zero.
 */
import { fma, splat } from './lanes';

export function adam(
  gradient: usize, weights: usize, momentum: usize, variance: usize, bytes: usize,
  rate: f32, beta1: f32, beta2: f32, correction1: f32, correction2: f32,
): void {
  const b1 = splat(beta1), c1 = splat(1 - beta1), b2 = splat(beta2), c2 = splat(1 - beta2);
  const epsilon = splat(1e-8), step = splat(-rate * correction1), unbias = splat(correction2);
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

/**
 * The derivatives of the activation functions: what the curves' slopes are, and what a gradient is multiplied by on its
 * way back. Book §5.5 (ReLU, sigmoid); tanh′ = 1 − tanh².
 */
import { sigmoid, step, type ActivationName } from './activation.js';

/** Activations of one number. Softmax is none: it takes a row. */
export type ScalarActivationName = Exclude<ActivationName, 'softmax'>;

/** h′(x). Where there is a corner or a jump, at 0, the value is that of the left side. */
export const DERIVATIVES = {
  step: () => 0,
  sigmoid: (x) => sigmoid(x) * sigmoid(-x),
  relu: (x) => step(x),
  tanh: (x) => 1 - Math.tanh(x) ** 2,
  identity: () => 1,
} as const satisfies Record<ScalarActivationName, (x: number) => number>;

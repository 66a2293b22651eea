/** Adam's constants, and one step over a run of a layer's parameters. */
import type { LayerLayout } from './layout.js';
import type { Kernels } from './memory.js';

export interface AdamStep {
  readonly rate: number;
  /** From 1. */
  readonly count: number;
}

export const BETA1 = 0.9;
export const BETA2 = 0.999;

/** Undoes a moment's start at zero. */
export const correction = (beta: number, { count }: AdamStep): number => 1 / (1 - beta ** count);

/** `offset` and `bytes`: which part of the layer's weights; `gradient`: address of that part's gradient. */
export function step(
  kernels: Kernels,
  layer: LayerLayout,
  offset: number,
  bytes: number,
  gradient: number,
  adam: AdamStep,
): void {
  kernels.adam(
    gradient,
    layer.weights + offset,
    layer.momentum + offset,
    layer.variance + offset,
    bytes,
    adam.rate,
    BETA1,
    BETA2,
    correction(BETA1, adam),
    correction(BETA2, adam),
  );
}

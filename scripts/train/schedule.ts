/** What changes from step to step and from epoch to epoch. */
import { weaken } from './distortion.js';
import type { DistortionRange, Recipe } from './recipes.js';

/** Adam's rate at `step`, counted from 1 over all epochs. */
export function learningRate(recipe: Recipe, stepsPerEpoch: number, step: number): number {
  const warmUp = Math.min(1, step / (0.5 * stepsPerEpoch));
  const done = step / (recipe.epochs * stepsPerEpoch);
  return recipe.learningRate * warmUp * 0.5 * (1 + Math.cos(Math.PI * done));
}

/** How far the digits of an epoch, counted from 0, are distorted. */
export function distortionRange(recipe: Recipe, epoch: number): DistortionRange {
  return epoch < recipe.epochs - recipe.mildEpochs ? recipe.distortion : weaken(recipe.distortion, 0.3);
}

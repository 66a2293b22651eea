/**
 * How each network is trained: one plain record per network, nothing computed. `scripts/train.ts` runs them
 * in the order in which they are named; `large` is taught by the network in its `teachers`, which comes first.
 */

import type { Shape } from './layout.js';

/**
 * Ranges of the random distortions, each drawn anew for every digit of every epoch. Uniform in ± the given
 * value.
 */
export interface DistortionRange {
  /** Degrees. */
  readonly rotation: number;
  /** Logarithm of the size; the height varies by six tenths of it again. */
  readonly scale: number;
  /** Horizontal shift per pixel of height. */
  readonly shear: number;
  /** Pixels, both ways. */
  readonly shift: number;
  /** Standard deviation of the elastic field's control points, pixels. */
  readonly elastic: number;
  /** Share of digits whose strokes are made thicker or thinner. */
  readonly stroke: number;
  /** Greatest standard deviation of the noise that three digits in ten are given; of a full pixel. */
  readonly noise: number;
}

export type Optimiser =
  | { readonly name: 'adam' }
  /** Each step takes `weightDecay` times the learning rate off the weights. */
  | { readonly name: 'soap'; readonly weightDecay: number };

export interface Recipe {
  readonly name: string;
  readonly shape: Shape;
  readonly seed: number;
  readonly batchSize: number;
  readonly epochs: number;
  /** How many of them, at the end, see digits distorted only three tenths as far. */
  readonly mildEpochs: number;
  readonly optimiser: Optimiser;
  /** After half an epoch of linear warm-up; then a cosine to 0. */
  readonly learningRate: number;
  readonly distortion: DistortionRange;
  /** Networks whose mean probabilities, at this temperature, make up `share` of the target. */
  readonly teaching?: {
    readonly teachers: readonly string[];
    readonly share: number;
    readonly temperature: number;
  };
}

/** For a network that has room to learn from hard digits. */
const strong: DistortionRange = {
  rotation: 12,
  scale: 0.12,
  shear: 0.15,
  shift: 2,
  elastic: 1.2,
  stroke: 0.5,
  noise: 0.5,
};
/** For one that has less. */
const moderate: DistortionRange = {
  rotation: 10,
  scale: 0.1,
  shear: 0.12,
  shift: 1.3,
  elastic: 1.1,
  stroke: 0.3,
  noise: 0.4,
};

export const recipes: Readonly<Record<string, Recipe>> = {
  teacher: {
    name: 'teacher',
    shape: { convolutions: [16, 32], hidden: [128], activation: 'relu' },
    seed: 1,
    batchSize: 100,
    epochs: 16,
    mildEpochs: 0,
    optimiser: { name: 'adam' },
    learningRate: 1.5e-3,
    distortion: strong,
  },
  large: {
    name: 'large',
    shape: { convolutions: [], hidden: [800, 400], activation: 'relu' },
    seed: 1,
    batchSize: 100,
    epochs: 60,
    mildEpochs: 6,
    optimiser: { name: 'adam' },
    learningRate: 1e-3,
    distortion: strong,
    teaching: { teachers: ['teacher'], share: 0.9, temperature: 2 },
  },
  book: {
    name: 'book',
    shape: { convolutions: [], hidden: [50, 100], activation: 'sigmoid' },
    seed: 1,
    batchSize: 250,
    epochs: 600,
    mildEpochs: 40,
    optimiser: { name: 'soap', weightDecay: 0.03 },
    learningRate: 4e-3,
    distortion: moderate,
  },
};

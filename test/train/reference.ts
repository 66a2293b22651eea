/**
 * The trainer's loss in float64 and plain loops, written from the definitions: what the kernels' gradients
 * are held against.
 */
import { KERNEL, layerShapes, type LayerShape, type Shape } from '../../scripts/train/layout.js';

/** Row-major (inputs + 1, outputs) for each layer, the bias last. */
export type Parameters = readonly Float64Array[];

export interface Target {
  readonly label: number;
  /** The teachers' probabilities, how much they count, and their temperature. */
  readonly taught?: {
    readonly probabilities: readonly number[];
    readonly share: number;
    readonly temperature: number;
  };
}

export function meanLoss(
  shape: Shape,
  parameters: Parameters,
  x: readonly Float64Array[],
  targets: readonly Target[],
): number {
  const losses = x.map((pixels, n) => loss(logits(shape, parameters, pixels), targets[n]!));
  return losses.reduce((sum, value) => sum + value, 0) / losses.length;
}

export function logits(shape: Shape, parameters: Parameters, pixels: Float64Array): Float64Array {
  return layerShapes(shape).reduce(
    (input, layer, index) =>
      layer.kind === 'dense'
        ? dense(layer, parameters[index]!, input)
        : convolve(layer, parameters[index]!, input),
    pixels,
  );
}

function affine(parameters: Float64Array, outputs: number, input: ArrayLike<number>): Float64Array {
  const sums = parameters.slice(input.length * outputs);
  for (let i = 0; i < input.length; i++) {
    if (input[i] === 0) continue;
    for (let j = 0; j < outputs; j++) sums[j]! += input[i]! * parameters[i * outputs + j]!;
  }
  return sums;
}

function dense(
  layer: LayerShape & { kind: 'dense' },
  parameters: Float64Array,
  input: Float64Array,
): Float64Array {
  const a = affine(parameters, layer.outputs, input);
  if (layer.activation === 'relu') return a.map((z) => Math.max(0, z));
  if (layer.activation === 'sigmoid') return a.map((z) => 2 / (1 + Math.exp(-z)) - 1);
  return a;
}

/** (side, side, channels) → 5 × 5 → ReLU → the greatest of 2 × 2, in the same order of axes. */
function convolve(
  layer: LayerShape & { kind: 'convolution' },
  parameters: Float64Array,
  input: Float64Array,
): Float64Array {
  const { side, channels, outputs } = layer;
  const at = (y: number, x: number): Float64Array => {
    const patch: number[] = [];
    for (let dy = 0; dy < KERNEL; dy++) {
      for (let dx = 0; dx < KERNEL; dx++) {
        for (let c = 0; c < channels; c++) patch.push(input[((y + dy) * side + x + dx) * channels + c]!);
      }
    }
    return affine(parameters, outputs, patch);
  };
  const half = (side - KERNEL + 1) / 2;
  const pooled = new Float64Array(half * half * outputs);
  for (let y = 0; y < half; y++) {
    for (let x = 0; x < half; x++) {
      const four = [at(2 * y, 2 * x), at(2 * y, 2 * x + 1), at(2 * y + 1, 2 * x), at(2 * y + 1, 2 * x + 1)];
      for (let j = 0; j < outputs; j++)
        pooled[(y * half + x) * outputs + j] = Math.max(0, ...four.map((map) => map[j]!));
    }
  }
  return pooled;
}

export function softmax(z: ArrayLike<number>, temperature = 1): number[] {
  const highest = Math.max(...Array.from(z));
  const powers = Array.from(z, (value) => Math.exp((value - highest) / temperature));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

function loss(z: Float64Array, { label, taught }: Target): number {
  const hard = -Math.log(softmax(z)[label]!);
  if (taught === undefined) return hard;
  const { probabilities, share, temperature } = taught;
  const soft = softmax(z, temperature).reduce((sum, p, c) => sum - probabilities[c]! * Math.log(p), 0);
  return (1 - share) * hard + share * temperature ** 2 * soft;
}

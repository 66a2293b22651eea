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

export function meanLoss(logits: readonly Float64Array[], targets: readonly Target[]): number {
  const losses = logits.map((z, n) => loss(z, targets[n]!));
  return losses.reduce((sum, value) => sum + value, 0) / losses.length;
}

/** The logits, or what layers `first` to `end` (exclusive) make of what goes into layer `first`. */
export function forward(
  shape: Shape,
  parameters: Parameters,
  input: Float64Array,
  first = 0,
  end = Infinity,
): Float64Array {
  return layerShapes(shape).reduce((x, layer, index) => {
    if (index < first || index >= end) return x;
    return layer.kind === 'dense'
      ? dense(layer, parameters[index]!, x)
      : convolve(layer, parameters[index]!, x);
  }, input);
}

/** Adds the products of `count` inputs from `first` on with the weights from row `row` on. */
function addProducts(
  sums: Float64Array,
  parameters: Float64Array,
  row: number,
  input: Float64Array,
  first: number,
  count: number,
): void {
  const outputs = sums.length;
  for (let i = 0; i < count; i++) {
    const value = input[first + i]!;
    if (value === 0) continue;
    for (let j = 0; j < outputs; j++) sums[j]! += value * parameters[(row + i) * outputs + j]!;
  }
}

function dense(
  layer: LayerShape & { kind: 'dense' },
  parameters: Float64Array,
  input: Float64Array,
): Float64Array {
  const a = parameters.slice(input.length * layer.outputs);
  addProducts(a, parameters, 0, input, 0, input.length);
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
  const row = KERNEL * channels;
  const at = (y: number, x: number): Float64Array => {
    const sums = parameters.slice(KERNEL * row * outputs);
    for (let dy = 0; dy < KERNEL; dy++)
      addProducts(sums, parameters, dy * row, input, ((y + dy) * side + x) * channels, row);
    return sums;
  };
  const half = (side - KERNEL + 1) / 2;
  const pooled = new Float64Array(half * half * outputs);
  for (let y = 0; y < half; y++) {
    for (let x = 0; x < half; x++) {
      const a = at(2 * y, 2 * x);
      const b = at(2 * y, 2 * x + 1);
      const c = at(2 * y + 1, 2 * x);
      const d = at(2 * y + 1, 2 * x + 1);
      for (let j = 0; j < outputs; j++)
        pooled[(y * half + x) * outputs + j] = Math.max(0, a[j]!, b[j]!, c[j]!, d[j]!);
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

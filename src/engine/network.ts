/**
 * A network of fully connected layers and its forward pass, written as the book writes it: the readable reference that
 * every kernel is tested against. Book §3.4.
 */
import { ShapeError } from '../errors.js';
import { t } from '../text.js';
import { activate, type ActivationName } from './activation.js';
import {
  add,
  argmax,
  array,
  asArray,
  dot,
  formatShape,
  type ArrayLike,
  type FloatData,
  type NdArray,
} from './array.js';

/** One layer: A = X·W + B, Z = h(A). */
export interface Layer {
  /** W, (in, out). */
  readonly weight: NdArray<FloatData>;
  /** B, (out,). */
  readonly bias: NdArray<FloatData>;
  /** h. */
  readonly activation: ActivationName;
}

/** What happened in one layer, for a batch. */
export interface LayerTrace {
  /** 1 for the first. */
  readonly layer: number;
  readonly activation: ActivationName;
  /** A = X·W + B, (batch, out). */
  readonly a: NdArray<FloatData>;
  /** Z = h(A), (batch, out). */
  readonly z: NdArray<FloatData>;
}

export class Network {
  /**
   * @throws {ShapeError} when there is no layer, or a layer's input is not what the one before it puts out; the message
   * names the layer and both shapes.
   */
  constructor(readonly layers: readonly Layer[]) {
    if (layers.length === 0) throw new ShapeError(t`a network has at least one layer`);
    layers.forEach(({ weight, bias }, i) => {
      const shapes = `W ${formatShape(weight.shape)}, b ${formatShape(bias.shape)}`;
      if (weight.ndim !== 2 || bias.ndim !== 1 || bias.size !== weight.shape[1]) {
        throw new ShapeError(t`layer ${i + 1} wants W (in, out) and b (out,), not ${shapes}`);
      }
      const before = layers[i - 1]?.weight.shape[1];
      if (before !== undefined && before !== weight.shape[0]) {
        throw new ShapeError(
          t`layer ${i + 1} takes ${weight.shape[0]} values (${shapes}), layer ${i} gives ${before}`,
        );
      }
    });
  }

  /** The number of values in and after each layer: [784, 50, 100, 10]. */
  get sizes(): number[] {
    return [this.inputSize, ...this.layers.map(({ bias }) => bias.size)];
  }

  get inputSize(): number {
    return this.layers[0]!.weight.shape[0]!;
  }

  get outputSize(): number {
    return this.layers.at(-1)!.bias.size;
  }

  get activations(): ActivationName[] {
    return this.layers.map(({ activation }) => activation);
  }

  /** How many weights and biases there are. */
  get parameters(): number {
    return this.layers.reduce((sum, { weight, bias }) => sum + weight.size + bias.size, 0);
  }

  /**
   * The forward pass: x (in,) → (out,), or a batch (batch, in) → (batch, out).
   * @throws {ShapeError} when x has other than `inputSize` columns.
   */
  forward(x: ArrayLike): NdArray<FloatData> {
    return this.trace(x).at(-1)!.z;
  }

  /** The class of each row, where its outputs are largest: x (batch, in) → (batch,), or (in,) → a scalar (). */
  predict(x: ArrayLike): NdArray<Int32Array> {
    return argmax(this.forward(x), -1);
  }

  /** The forward pass with every A and Z kept, first layer first. Shapes as for `forward`. */
  trace(x: ArrayLike): LayerTrace[] {
    let input = asArray(x);
    return this.layers.map(({ weight, bias, activation }, i) => {
      const a = add(dot(input, weight), bias);
      const z = activate(activation, a);
      input = z;
      return { layer: i + 1, activation, a, z };
    });
  }
}

/**
 * The perceptron y = h(b + w₁x₁ + w₂x₂ + …) as a network of one layer with the step function. Book chapter 2, §3.1.
 * @param weights w, one per input
 */
export function perceptron(weights: readonly number[], bias: number): Network {
  const column = array(weights).reshape(weights.length, 1);
  return new Network([{ weight: column, bias: array([bias]), activation: 'step' }]);
}

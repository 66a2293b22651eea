/**
 * A network of fully connected layers and its forward pass, written as the book writes it: the readable reference that
 * every kernel is tested against. Book §3.4.
 */
import { ShapeError, UsageError } from '../errors.js';
import { t } from '../text.js';
import { ACTIVATION_NAMES, activate, isActivationName, type ActivationName } from './activation.js';
import { array, asArray, dot, formatShape, type FloatData, type NdArray, type Rows } from './array.js';
import { add, equal } from './elementwise.js';
import { argmax, sum } from './reduction.js';

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
  /** The number of the layer, 1 for the first. */
  readonly layer: number;
  /** h. */
  readonly activation: ActivationName;
  /** A = X·W + B, (batch, out). */
  readonly a: NdArray<FloatData>;
  /** Z = h(A), (batch, out). */
  readonly z: NdArray<FloatData>;
}

/** How many rows were predicted rightly. */
export interface Score {
  /** How many rows there were. */
  readonly count: number;
  /** For how many of them the prediction was the label. */
  readonly correct: number;
  /** correct / count, 0 to 1; NaN for no rows. */
  readonly accuracy: number;
}

/** Fully connected layers, one after the other. Book §3.4.3. */
export class Network {
  /**
   * @param layers the first takes the input, the last gives the output
   * @throws {UsageError} when there is no activation of a layer's name
   * @throws {ShapeError} when there is no layer, or a layer's input is not what the one before it puts out; the message
   * names the layer and both shapes.
   */
  constructor(readonly layers: readonly Layer[]) {
    if (layers.length === 0) throw new ShapeError(t`a network has at least one layer`);
    layers.forEach(({ weight, bias, activation }, i) => {
      if (!isActivationName(activation)) {
        throw new UsageError(
          t`layer ${i + 1} has the activation ${String(activation)}; there are ${ACTIVATION_NAMES.join(', ')}`,
        );
      }
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

  /** The number of values in a row of input. */
  get inputSize(): number {
    return this.layers[0]!.weight.shape[0]!;
  }

  /** The number of values in a row of output: 10 for digits. */
  get outputSize(): number {
    return this.layers.at(-1)!.bias.size;
  }

  /** h of each layer. */
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
  forward(x: NdArray | Rows): NdArray<FloatData> {
    return this.trace(x).at(-1)!.z;
  }

  /**
   * The class of each row, where its outputs are largest: x (batch, in) → (batch,), or (in,) → a scalar ().
   * @throws {ShapeError} as `forward`
   */
  predict(x: NdArray | Rows): NdArray<Int32Array> {
    return argmax(this.forward(x), -1);
  }

  /**
   * The share of rows that are predicted rightly, batch by batch, as in the book's loop; {@link evaluate} does the same
   * some fifty times as fast, with a kernel, and tells more. Book §3.6.2 and §3.6.3.
   * @param x (count, in), rows as the network takes them
   * @param labels (count,), the true classes
   * @throws {ShapeError} when x has other than `inputSize` columns, or there is not one label for each row
   * @throws {UsageError} when `batchSize` is not a whole number from 1 on
   */
  evaluate(x: NdArray, labels: NdArray, { batchSize = 100 }: { readonly batchSize?: number } = {}): Score {
    const count = x.shape[0] ?? 0;
    if (labels.ndim !== 1 || labels.size !== count) {
      throw new ShapeError(
        t`x ${formatShape(x.shape)} wants labels (${count},), not ${formatShape(labels.shape)}`,
      );
    }
    if (!Number.isInteger(batchSize) || batchSize < 1) {
      throw new UsageError(t`batchSize is a whole number from 1 on, not ${batchSize}`);
    }
    let correct = 0;
    for (let i = 0; i < count; i += batchSize) {
      const predicted = this.predict(x.slice(i, i + batchSize));
      correct += sum(equal(predicted, labels.slice(i, i + batchSize)));
    }
    return { count, correct, accuracy: correct / count };
  }

  /**
   * The forward pass with every A and Z kept, first layer first. Shapes and errors as for `forward`. Book §3.4.2.
   */
  trace(x: NdArray | Rows): LayerTrace[] {
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
 * @param bias b, how easily it fires: 1 comes out where w·x > −b
 */
export function perceptron(weights: readonly number[], bias: number): Network {
  const column = array(weights).reshape(weights.length, 1);
  return new Network([{ weight: column, bias: array([bias]), activation: 'step' }]);
}

/**
 * Which inputs spoke for an answer and which against it: gradient × input of the winning class's logit (its A in the last layer,
 * before softmax). The gradient goes back along every path from the logit to the inputs; times the input it says how much
 * the logit would fall, to first order, without that input. Background, being 0, says nothing.
 * Source: Simonyan, Vedaldi, Zisserman 2013, "Deep Inside Convolutional Networks", §3 (the gradient); Shrikumar,
 * Greenside, Shcherbina, Kundaje 2016, "Not Just a Black Box" (times the input).
 */
import type { NdArray } from './engine/array.js';
import { argmax } from './engine/reduction.js';
import { DERIVATIVES } from './engine/derivative.js';
import type { Layer, LayerTrace, Network } from './engine/network.js';
import { ShapeError } from './errors.js';
import { t } from './text.js';

export interface Explanation {
  /** The class with the largest output. */
  readonly digit: number;
  /** Its A in the last layer. */
  readonly logit: number;
  /** (in,): x · ∂logit/∂x. Positive: for the answer. */
  readonly contributions: Float64Array;
}

/**
 * @param x (in,) one input
 * @throws {ShapeError} where a hidden layer has softmax, whose gradient is no product of one for each unit
 */
export function explainAnswer(network: Network, x: NdArray): Explanation {
  const trace = network.trace(x);
  const { a, z } = trace.at(-1)!;
  const digit = argmax(z);
  const gradient = inputGradient(network.layers, trace, digit);
  return { digit, logit: a.data[digit]!, contributions: gradient.map((slope, i) => slope * x.data[i]!) };
}

/** ∂A[unit] of the last layer / ∂x, by the chain rule from the last layer to the first. */
function inputGradient(layers: readonly Layer[], trace: readonly LayerTrace[], unit: number): Float64Array {
  let gradient: Float64Array = new Float64Array(trace.at(-1)!.a.size);
  gradient[unit] = 1;
  for (let i = layers.length - 1; ; i--) {
    gradient = backThroughWeights(layers[i]!.weight, gradient);
    if (i === 0) return gradient;
    const { a, activation } = trace[i - 1]!;
    if (activation === 'softmax')
      throw new ShapeError(
        t`layer ${i} has softmax in the middle of the network: its answers cannot be explained`,
      );
    const slope = DERIVATIVES[activation];
    gradient = gradient.map((value, unit) => value * slope(a.data[unit]!));
  }
}

/** W (in, out) · ∂A (out,) → ∂Z of the layer before (in,). */
function backThroughWeights(weight: NdArray, gradient: Float64Array): Float64Array {
  const [inputs, outputs] = weight.shape as [number, number];
  return Float64Array.from({ length: inputs }, (_, input) => {
    let sum = 0;
    for (let unit = 0; unit < outputs; unit++) sum += weight.data[input * outputs + unit]! * gradient[unit]!;
    return sum;
  });
}

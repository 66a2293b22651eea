/**
 * Activation functions sampled over a range: the records that `mnn plot` draws and prints. Book §3.2.
 * Softmax takes a row, not a number: its curve is the first output of softmax([x, 0]), two classes of which one scores x
 * and the other 0. That is the sigmoid, of which softmax is the form for more than two classes.
 */
import { relu, sigmoid, softmax, step, type ActivationName } from './activation.js';
import { DERIVATIVES } from './derivative.js';

export type Interval = readonly [low: number, high: number];

export interface Curve {
  /** The function's name, with ' for its derivative. */
  readonly name: string;
  readonly x: readonly number[];
  /** As many as x. */
  readonly y: readonly number[];
}

interface Shape {
  readonly f: (x: number) => number;
  readonly derivative: (x: number) => number;
  /** Between what its values lie, where they are bounded. */
  readonly bounds?: Interval;
}

const SHAPES: Readonly<Record<ActivationName, Shape>> = {
  step: { f: step, derivative: DERIVATIVES.step, bounds: [0, 1] },
  sigmoid: { f: sigmoid, derivative: DERIVATIVES.sigmoid, bounds: [0, 1] },
  relu: { f: relu, derivative: DERIVATIVES.relu },
  tanh: { f: Math.tanh, derivative: DERIVATIVES.tanh, bounds: [-1, 1] },
  identity: { f: (x) => x, derivative: DERIVATIVES.identity },
  softmax: { f: (x) => softmax([x, 0]).at(0), derivative: DERIVATIVES.sigmoid, bounds: [0, 1] },
};

/** Points of a curve: over −5 … 5 one every 0.05. */
const INTERVALS = 200;

/** @param derivative whether each function is followed by its derivative */
export function sampleCurves(names: readonly ActivationName[], range: Interval, derivative = false): Curve[] {
  const x = sample(range);
  return names.flatMap((name) => {
    const shape = SHAPES[name];
    const curve = { name, x, y: x.map(shape.f) };
    return derivative ? [curve, { name: `${name}'`, x, y: x.map(shape.derivative) }] : [curve];
  });
}

/** Evenly spaced, both ends included, and 0 wherever it lies inside: there are corners and jumps. */
function sample([low, high]: Interval): number[] {
  const x = Array.from({ length: INTERVALS + 1 }, (_, i) => low + ((high - low) * i) / INTERVALS);
  if (low < 0 && high > 0 && !x.includes(0)) x.push(0);
  return x.sort((a, b) => a - b);
}

/** Room above and below the curves, of their height: gives step and sigmoid the book's −0.1 … 1.1. */
const MARGIN = 0.1;

/** A y axis that all curves fit: zero, what bounds them, and what values they take where nothing does. */
export function fitAxis(names: readonly ActivationName[], curves: readonly Curve[]): Interval {
  const values = [0];
  for (const { name, y } of curves) {
    const bounds = names.includes(name as ActivationName) ? SHAPES[name as ActivationName].bounds : undefined;
    for (const value of bounds ?? y) values.push(value);
  }
  const low = Math.min(...values);
  const high = Math.max(...values);
  const margin = MARGIN * (high - low || 1);
  return [low - margin, (high === low ? 1 : high) + margin];
}

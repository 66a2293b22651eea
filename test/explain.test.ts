import { describe, expect, it } from '@jest/globals';
import { array } from '../src/engine/array.js';
import type { ActivationName } from '../src/engine/activation.js';
import { Network } from '../src/engine/network.js';
import { explainAnswer } from '../src/explain.js';

/** 3-2-2 with the activation in the middle. */
function network(hidden: ActivationName): Network {
  return new Network([
    { weight: array([[0.7, -1], [2, 0.25], [-0.8, 1.5]]), bias: array([0.1, -0.2]), activation: hidden }, // prettier-ignore
    { weight: array([[1, -2], [0.5, 3]]), bias: array([0.3, 0]), activation: 'softmax' }, // prettier-ignore
  ]);
}

describe('the explanation of an answer', () => {
  it('is input times weight where a network is one layer', () => {
    const single = new Network([
      { weight: array([[1, -2], [0.5, 3]]), bias: array([0.3, 0]), activation: 'softmax' }, // prettier-ignore
    ]);
    const { digit, logit, contributions } = explainAnswer(single, array([2, 4]));
    // By hand: A = (2·1 + 4·0.5 + 0.3, 2·−2 + 4·3) = (4.3, 8); the second wins by 2·−2 and 4·3.
    expect({ digit, logit, contributions: Array.from(contributions) }).toEqual({ digit: 1, logit: 8, contributions: [-4, 12] }); // prettier-ignore
  });

  it.each(['sigmoid', 'tanh', 'relu', 'identity'] as const)(
    'is input times slope of the logit through %s',
    (hidden) => {
      const net = network(hidden);
      const x = [0.3, 0.9, 0.2];
      const { digit, logit, contributions } = explainAnswer(net, array(x));
      const logitAt = (input: readonly number[]): number => net.trace(array(input)).at(-1)!.a.data[digit]!;
      expect(logit).toBe(logitAt(x));
      const h = 1e-6;
      x.forEach((value, i) => {
        const moved = (by: number): number[] => x.map((other, k) => (k === i ? other + by : other));
        const slope = (logitAt(moved(h)) - logitAt(moved(-h))) / (2 * h);
        expect(contributions[i]).toBeCloseTo(value * slope, 8);
      });
      // Otherwise the test would see nothing.
      expect(Array.from(contributions).every((value) => value !== 0)).toBe(true);
    },
  );

  it('is refused where softmax stands in the middle', () => {
    expect(() => explainAnswer(network('softmax'), array([1, 2, 3]))).toThrow('softmax in the middle');
  });
});

import { expect, it } from '@jest/globals';
import { array } from '../../src/engine/array.js';
import { Network } from '../../src/engine/network.js';
import { strongestPaths } from '../../src/web/paths.js';

/** 3 → 2 → 2, with contributions that can be worked out by hand. */
const network = new Network([
  { weight: array([[1, -2], [3, 0], [5, 4]]), bias: array([0, 0]), activation: 'relu' }, // prettier-ignore
  {
    weight: array([
      [0.5, -1],
      [10, 2],
    ]),
    bias: array([0, 0]),
    activation: 'identity',
  },
]);

it('leads from the winner back to the inputs, the largest gift first, with its sign', () => {
  // x = (1, 2, 0) → (7, 0); output 1 gets 7 · −1 from unit 0 and nothing from unit 1.
  expect(
    strongestPaths(
      network,
      [
        [1, 2, 0],
        [7, 0],
        [3.5, -7],
      ],
      1,
    ),
  ).toEqual([
    [
      { from: 1, to: 0, amount: 6 },
      { from: 0, to: 0, amount: 1 },
    ],
    [{ from: 0, to: 1, amount: -7 }],
  ]);
});

it('follows the twelve largest givers of the answer and no more', () => {
  const inputs = 20;
  const weight = array(Array.from({ length: inputs }, (_, i) => [i % 2 === 0 ? i + 1 : -(i + 1)]));
  const single = new Network([{ weight, bias: array([0]), activation: 'identity' }]);
  const [paths] = strongestPaths(single, [new Array<number>(inputs).fill(1), [0]], 0);
  expect(paths!.map(({ from }) => from)).toEqual([19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8]);
  expect(paths![0]!.amount).toBe(-20);
});

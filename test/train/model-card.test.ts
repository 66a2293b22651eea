import { expect, it } from '@jest/globals';
import { wilson } from '../../scripts/model-card/format.js';

it('the 95 % interval is Wilson’s: 9,900 of 10,000 is 98.785 % to 99.177 %', () => {
  const [low, high] = wilson(9900, 10000);
  expect(low).toBeCloseTo(0.987853, 5);
  expect(high).toBeCloseTo(0.991771, 5);
  expect(wilson(10, 10)[1]).toBeCloseTo(1, 12);
});

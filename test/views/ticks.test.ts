import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatTicks, niceTicks } from '../../src/views/ticks.js';

describe('ticks', () => {
  it.each([
    [[-5, 5], 11, '-5 -4 -3 -2 -1 0 1 2 3 4 5'],
    [[-5, 5], 6, '-4 -2 0 2 4'],
    [[-0.1, 1.1], 10, '0.0 0.2 0.4 0.6 0.8 1.0'],
    [[-0.1, 1.1], 4, '0.0 0.5 1.0'],
    [[0.001, 0.0042], 5, '0.001 0.002 0.003 0.004'],
    [[-3000, 12000], 5, '0 5000 10000'],
    [[0, 1e9], 3, '0.0e+0 5.0e+8 1.0e+9'],
  ] as const)('of %j, at most %i, are %s', (interval, most, expected) => {
    expect(formatTicks(niceTicks(interval, most)).join(' ')).toBe(expected);
  });

  it('lie inside, no more than asked for', () => {
    const low = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const size = fc.double({ min: 1e-3, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(low, size, fc.integer({ min: 4, max: 20 }), (low, size, most) => {
        const ticks = niceTicks([low, low + size], most);
        expect(ticks.length).toBeGreaterThan(0);
        expect(ticks.length).toBeLessThanOrEqual(most);
        const slack = size * 1e-6;
        expect(ticks[0]!).toBeGreaterThanOrEqual(low - slack);
        expect(ticks.at(-1)!).toBeLessThanOrEqual(low + size + slack);
      }),
    );
  });
});

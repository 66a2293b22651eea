/** The quick version of `npm run fuzz`. */
import { describe, expect, it } from '@jest/globals';
import { fuzz, targets } from './fuzzing.js';

describe.each(targets())('the reader of $name', (target) => {
  it('ends in a network or a typed error after any of 500 mutations', async () => {
    const { networks, errors } = await fuzz(target, 500, 7);
    expect(networks + Object.values(errors).reduce((a, b) => a + b)).toBe(500);
  });
});

import { describe, expect, it } from '@jest/globals';
import { InvalidArgumentError } from 'commander';
import fc from 'fast-check';
import { batchSizes, fraction, vectorOrPath, wholeNumber } from '../../src/cli/options.js';

describe('options', () => {
  it('read whole numbers from the least one up, and nothing else', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (value, least) => {
        if (value >= least) expect(wholeNumber(least)(String(value))).toBe(value);
        else expect(() => wholeNumber(least)(String(value))).toThrow(InvalidArgumentError);
      }),
    );
    for (const text of ['', ' ', '-1', '1.5', '1e3', 'NaN', 'Infinity', '0x10', '9'.repeat(20)]) {
      expect(() => wholeNumber(0)(text)).toThrow(InvalidArgumentError);
    }
  });

  it('read several batch sizes', () => {
    expect(batchSizes('1,10, 100')).toEqual([1, 10, 100]);
    for (const text of ['', '1,', '0', '1,0', 'a,1'])
      expect(() => batchSizes(text)).toThrow(InvalidArgumentError);
  });

  it('read fractions, as such or in percent', () => {
    expect([fraction('0.98'), fraction('98%'), fraction('.5'), fraction('1'), fraction('0')]).toEqual([0.98, 0.98, 0.5, 1, 0]); // prettier-ignore
    for (const text of ['', '2', '101%', '-0.1', 'x'])
      expect(() => fraction(text)).toThrow(InvalidArgumentError);
  });

  it('tell numbers from the path of a file', () => {
    expect(vectorOrPath('1.0,-0.5')).toEqual([1, -0.5]);
    for (const path of ['x.json', '-', '1,', '1,x', '']) expect(vectorOrPath(path)).toBe(path);
  });
});

/** Against what NumPy printed: test/golden/make-printed.py. */
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { expect, it } from '@jest/globals';
import { NdArray, array, sizeOf, type ArrayData, type Dtype } from '../../src/engine/array.js';

interface Printed {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** The elements' bytes … */
  readonly hex?: string;
  /** … or how to compute them: (i · step mod modulus − shift) / divisor. */
  readonly rule?: readonly [step: number, modulus: number, shift: number, divisor: number];
  readonly text: string;
}

const cases = JSON.parse(
  readFileSync(new URL('../golden/printed.json', import.meta.url), 'utf8'),
) as Printed[];

function elements({ dtype, shape, hex, rule }: Printed): ArrayData {
  const size = sizeOf(shape);
  const { data } = array([]).astype(dtype);
  const Elements = data.constructor as new (source: ArrayBuffer | number) => ArrayData;
  if (hex !== undefined) return new Elements(Uint8Array.from(Buffer.from(hex, 'hex')).buffer);
  const [step, modulus, shift, divisor] = rule!;
  return new Elements(size).map((_, i) => (((i * step) % modulus) - shift) / divisor) as ArrayData;
}

it('turns to exponents where NumPy does', () => {
  // numpy: print(np.array([1e8])), … [99999999.0]
  expect(String(array([1e8]))).toBe('[1.e+08]');
  expect(String(array([99999999]))).toBe('[99999999.]');
});

it('prints what NumPy prints, for every type, range and size', () => {
  expect(cases.length).toBeGreaterThan(350);
  for (const printed of cases) {
    const { dtype, shape, text } = printed;
    expect({ dtype, shape, text: String(new NdArray(elements(printed), shape)) }).toEqual({
      dtype,
      shape,
      text,
    });
  }
});

it('is what console.log shows', () => {
  expect(inspect(array([0.5, 0.25]))).toBe('[0.5  0.25]');
  expect(inspect({ y: array([[1, 2], [3, 4]]) })).toBe('{\n  y: [[1. 2.]\n   [3. 4.]]\n}'); // prettier-ignore
});

/** What NumPy computed, by make-golden.py. */
import { readFileSync } from 'node:fs';

export interface Golden {
  readonly dot: { a: number[][]; b: number[][]; ab: number[][]; va: number[]; bv: number[]; vv: number };
  readonly add: { row: number[][]; column: number[][] };
  readonly argmax: { flat: number; axis0: number[]; axis1: number[] };
  readonly transpose: number[][];
  readonly transpose3: number[][][];
  readonly sigmoid: number[][];
  readonly tanh: number[][];
  readonly softmax: number[][];
  readonly threeLayer: Record<'a1' | 'z1' | 'a2' | 'z2' | 'a3', number[]>;
}

export const golden = JSON.parse(readFileSync(new URL('./numpy.json', import.meta.url), 'utf8')) as Golden;

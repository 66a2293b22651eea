/** What NumPy computed, by make-golden.py. */
import { readFileSync } from 'node:fs';

export interface Golden {
  readonly dot: { a: number[][]; b: number[][]; ab: number[][]; va: number[]; bv: number[]; vv: number };
  readonly add: { row: number[][]; column: number[][] };
  readonly argmax: { flat: number; axis0: number[]; axis1: number[] };
  /** Of 0 … 23 in shape (2, 3, 4), along the axes 0, 1, 2, -1. */
  readonly reduced: { sums: number[][][]; maxima: number[][][] };
  readonly aranges: { of: [number, number, number?]; values: number[] }[];
  readonly transpose: number[][];
  readonly transpose3: number[][][];
  readonly sigmoid: number[][];
  readonly tanh: number[][];
  readonly softmax: number[][];
  readonly threeLayer: Record<'a1' | 'z1' | 'a2' | 'z2' | 'a3', number[]>;
}

export const golden = JSON.parse(readFileSync(new URL('./numpy.json', import.meta.url), 'utf8')) as Golden;

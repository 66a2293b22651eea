/**
 * Wrong uses of the library: what the types refuse (`npm run typecheck` fails where a `@ts-expect-error` finds none), and
 * what a program in JavaScript is told that does it all the same.
 */
import { describe, expect, it } from '@jest/globals';
import {
  Network,
  NdArray,
  argmax,
  array,
  dot,
  exp,
  loadMnist,
  max,
  relu,
  selectKernel,
  softmax,
  sum,
  zeros,
  type FloatData,
  type LoadMnistOptions,
} from '../src/index.js';

describe('arrays', () => {
  it('are made of numbers in brackets', () => {
    // @ts-expect-error text is no number
    expect(() => array(['1', '2'])).toThrow('not of string');
    // @ts-expect-error rows and numbers side by side
    expect(() => array([[1, 2], 3])).toThrow('the rows differ in length');
    // @ts-expect-error a typed array has no brackets
    expect(() => array(new Float32Array(3))).toThrow('not of Float32Array');
    // @ts-expect-error nothing at all
    expect(() => array(null)).toThrow('not of null');
  });

  it('have the types that there are', () => {
    // @ts-expect-error there is no such type
    expect(() => array([1], 'float16')).toThrow();
  });

  it('are read by at() and row(), and keep their shape', () => {
    const x = zeros([2, 3]);
    // @ts-expect-error an array has no such index
    expect(x[0]).toBeUndefined();
    // @ts-expect-error the shape is read-only
    const reshape = (): number[] => (x.shape = [3, 2]);
    expect(reshape).toBeDefined();
  });
});

describe('operations', () => {
  it('that want rows take no single number', () => {
    // @ts-expect-error a number is no row
    expect(() => dot(3, [1])).toThrow('dot takes arrays with one or two axes');
    // @ts-expect-error a number is no row
    expect(() => softmax(3)).toThrow('softmax wants a row');
    // @ts-expect-error there is one operand only
    expect(() => dot([1])).toThrow();
  });

  it('give a number for a number, an array for an array', () => {
    const number: number = relu(-1) + exp(0) + argmax([1, 2]) + max([1]) + sum([[1, 2]]);
    expect(number).toBe(0 + 1 + 1 + 1 + 3);
    const rows: NdArray<Int32Array> = argmax([[1, 2]], 1);
    expect(rows.dtype).toBe('int32');
    const floats: NdArray<FloatData> = relu([1]);
    expect(floats.dtype).toBe('float64');
    // @ts-expect-error the result is an array
    const wrong: number = relu([1]);
    expect(wrong).toBeInstanceOf(NdArray);
  });

  it('keep the type of elements in sight', () => {
    const bytes: NdArray<Uint8Array> = array([1, 2], 'uint8');
    const widest: NdArray<Uint8Array> = max(bytes.reshape(1, 2), 0);
    expect(widest.dtype).toBe('uint8');
    // @ts-expect-error the result is float64
    const wrong: NdArray<Uint8Array> = array([1, 2]);
    expect(wrong.dtype).toBe('float64');
  });
});

describe('networks', () => {
  const layer = { weight: zeros([2, 1]), bias: zeros(1), activation: 'identity' } as const;

  it('have activations that there are', () => {
    // @ts-expect-error the name is misspelt
    expect(() => new Network([{ ...layer, activation: 'sigmoyd' }])).toThrow('the activation sigmoyd');
  });

  it('have weights in floating point', () => {
    // @ts-expect-error these are integers
    expect(new Network([{ ...layer, weight: array([[1], [2]], 'int32') }]).parameters).toBe(3);
  });

  it('take rows, and labels as an array', () => {
    const network = new Network([layer]);
    // @ts-expect-error a number is no row
    expect(() => network.forward(1)).toThrow();
    // @ts-expect-error labels are an NdArray
    expect(() => network.evaluate(zeros([1, 2]), [0])).toThrow();
  });
});

describe('options', () => {
  it('are spelt as they are', () => {
    // @ts-expect-error it is normalize
    const misspelt: LoadMnistOptions = { normalise: false };
    // @ts-expect-error there is no such split
    const unknown: LoadMnistOptions = { split: 'tset' };
    expect([misspelt, unknown]).toHaveLength(2);
  });

  it('say what comes back: bytes where nothing is normalized', async () => {
    const { images } = await loadMnist({ normalize: false });
    const bytes: Uint8Array = images.data;
    expect(bytes.length).toBe(7_840_000);
  });

  it('of a session tell its input', async () => {
    const session = (await selectKernel('reference')).createSession(
      new Network([{ weight: zeros([2, 1]), bias: zeros(1), activation: 'identity' }]),
      // @ts-expect-error there is no such input
      { capacity: 1, input: 'float64' },
    );
    expect(session.capacity).toBe(1);
  });
});

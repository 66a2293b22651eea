import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { identity, relu, sigmoid, softmax, step, tanh } from '../../src/engine/activation.js';
import { array, dot } from '../../src/engine/array.js';
import { add } from '../../src/engine/elementwise.js';
import { ShapeError } from '../../src/errors.js';
import { golden } from '../golden/golden.js';

it('leaves its argument as it is', () => {
  for (const dtype of ['float32', 'float64'] as const) {
    const x = array([-1, 0.5, 2], dtype);
    for (const activation of [step, sigmoid, relu, tanh, identity, softmax]) activation(x);
    expect(x.toArray()).toEqual([-1, 0.5, 2]);
  }
});

it('makes a number of a number, and softmax needs more than one', () => {
  // numpy: np.tanh(0.5) is 0.462117157260…
  expect(tanh(0.5)).toBeCloseTo(0.46211715726, 12);
  expect(() => softmax(array(1))).toThrow('softmax wants a row of numbers, not a single one');
});

const row = fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength: 1, maxLength: 12 });

describe('step', () => {
  it('is 1 where x > 0 and 0 elsewhere, also at 0', () => {
    expect(step([-1, 0, 2]).toArray()).toEqual([0, 0, 1]);
    expect(step(0)).toBe(0);
    expect(step(Number.MIN_VALUE)).toBe(1);
  });
});

describe('sigmoid', () => {
  it('is exactly 0 and 1 far out, with no NaN', () => {
    expect(sigmoid(-1000)).toBe(0);
    expect(sigmoid(1000)).toBe(1);
    expect(sigmoid(-Infinity)).toBe(0);
    expect(sigmoid(Infinity)).toBe(1);
    expect(sigmoid(0)).toBe(0.5);
  });

  it('gives what the book prints for [-1, 1, 2]', () => {
    expect(String(sigmoid([-1.0, 1.0, 2.0]))).toBe('[0.26894142 0.73105858 0.88079708]');
  });

  it('keeps tiny values: e^−709 at −709', () => {
    expect(sigmoid(-709)).toBeCloseTo(1.2167807506234229e-308, 320);
  });

  it('agrees with NumPy', () => {
    const values = sigmoid(golden.dot.a).data;
    golden.sigmoid.flat().forEach((wanted, i) => expect(values[i]).toBeCloseTo(wanted, 15));
  });

  it('mirrors at 0: h(−x) = 1 − h(x)', () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        expect(sigmoid(-x)).toBeCloseTo(1 - sigmoid(x), 14);
      }),
    );
  });
});

describe('relu', () => {
  it('is x for x > 0 and 0 for the rest', () => {
    expect(relu([-2, 0, 3.5]).toArray()).toEqual([0, 0, 3.5]);
  });

  it('makes −0 a plain 0 and lets NaN through', () => {
    expect(Object.is(relu(-0), 0)).toBe(true);
    expect(relu(NaN)).toBeNaN();
  });
});

describe('tanh and identity', () => {
  it('agree with NumPy', () => {
    const values = tanh(golden.dot.a).data;
    golden.tanh.flat().forEach((wanted, i) => expect(values[i]).toBeCloseTo(wanted, 15));
    expect(identity(golden.dot.a).toArray()).toEqual(golden.dot.a);
    expect(identity(-3)).toBe(-3);
  });
});

describe('softmax', () => {
  it('gives what the book prints', () => {
    expect(String(softmax([0.3, 2.9, 4.0]))).toBe('[0.01821127 0.24519181 0.73659691]');
    expect(String(softmax([1010, 1000, 990]))).toBe('[9.99954600e-01 4.53978686e-05 2.06106005e-09]');
  });

  it('does not overflow, nor fail on rows that are negative throughout', () => {
    expect(softmax([1000, 1000]).toArray()).toEqual([0.5, 0.5]);
    expect(String(softmax([-1000, -1001]))).toBe('[0.73105858 0.26894142]');
    const [first, second, third] = softmax(array([90, 2, -2], 'float32')).data as unknown as [
      number,
      number,
      number,
    ];
    expect(first).toBe(1);
    // e^−88 and e^−92
    expect(second / 6.054601895401186e-39).toBeCloseTo(1, 4);
    expect(third / 1.1089390193121365e-40).toBeCloseTo(1, 4);
  });

  it('works row by row on a batch, as on the rows one by one', () => {
    const batch = [[1, 2], [1000, 1000], [-3, 5]]; // prettier-ignore
    expect(softmax(batch).toArray()).toEqual(batch.map((values) => softmax(values).toArray()));
    const values = softmax(golden.dot.a).data;
    golden.softmax.flat().forEach((wanted, i) => expect(values[i]).toBeCloseTo(wanted, 15));
  });

  it('sums to 1, keeps the order, and does not mind a shift', () => {
    fc.assert(
      fc.property(row, fc.integer({ min: -100, max: 100 }), (values, shift) => {
        const probabilities = Array.from(softmax(values).data);
        expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
        const shifted = Array.from(softmax(add(values, shift)).data);
        probabilities.forEach((p, i) => expect(shifted[i]).toBeCloseTo(p, 9));
        expect(probabilities[values.indexOf(Math.max(...values))]).toBe(Math.max(...probabilities));
      }),
    );
  });

  it('wants a row', () => {
    expect(() => softmax(array(3))).toThrow(ShapeError);
  });
});

it('shows why layers want a function that is not linear: two linear layers are one', () => {
  const [x, v, w] = [[1, -2], [[3, 1], [0, 2]], [[1, 4], [-1, 2]]]; // prettier-ignore
  expect(dot(identity(dot(x, v)), w).toArray()).toEqual(dot(x, dot(v, w)).toArray());
});

import { describe, expect, it } from '@jest/globals';
import { ACTIVATION_NAMES, type ActivationName } from '../../src/engine/activation.js';
import { fitAxis, sampleCurves, type Curve } from '../../src/engine/curves.js';

const at = ({ x, y }: Curve, value: number): number => y[x.indexOf(value)]!;

describe('curves of the activation functions', () => {
  it('run from end to end of the range, evenly', () => {
    const [{ x, y }] = sampleCurves(['identity'], [-5, 5]) as [Curve];
    expect(x).toHaveLength(201);
    expect([x[0], x[2], x[100], x[200]]).toEqual([-5, -4.9, 0, 5]);
    expect(y).toEqual(x);
    expect(sampleCurves(['relu', 'tanh'], [-1, 1]).map(({ name }) => name)).toEqual(['relu', 'tanh']);
  });

  it.each([
    // Book §3.2: the values printed there.
    ['step', [0, 1, 1]],
    ['sigmoid', [0.26894142, 0.73105858, 0.88079708]],
    ['relu', [0, 1, 2]],
    // numpy: np.tanh([-1, 1, 2])
    ['tanh', [-0.76159416, 0.76159416, 0.96402758]],
    ['identity', [-1, 1, 2]],
    // softmax([x, 0]) is (e^x, 1) / (e^x + 1): the sigmoid.
    ['softmax', [0.26894142, 0.73105858, 0.88079708]],
  ] as const)('%s has its values', (name, expected) => {
    const [curve] = sampleCurves([name], [-5, 5]) as [Curve];
    [-1, 1, 2].forEach((x, i) => expect(at(curve, x)).toBeCloseTo(expected[i]!, 8));
  });

  it('have a point at 0 wherever it lies inside, for corners and jumps', () => {
    const [inside] = sampleCurves(['step'], [-1, 2.3]) as [Curve];
    expect(inside.x).toContain(0);
    expect(inside.x).toEqual([...inside.x].sort((a, b) => a - b));
    expect(sampleCurves(['step'], [1, 2])[0]!.x).toHaveLength(201);
  });

  it.each(ACTIVATION_NAMES.map((name) => [name]))('the derivative of %s is its slope', (name) => {
    const h = 1e-5;
    // None at 0, where step and ReLU have none.
    for (const range of [
      [-4, -0.5],
      [0.5, 4],
    ] as const) {
      // prettier-ignore
      const shifted = (by: number): Curve => sampleCurves([name], [range[0] + by, range[1] + by])[0]!;
      const slope = sampleCurves([name], range, true)[1]!;
      expect(slope.name).toBe(`${name}'`);
      const [before, after] = [shifted(-h), shifted(h)];
      slope.y.forEach((value, i) => expect(value).toBeCloseTo((after.y[i]! - before.y[i]!) / (2 * h), 7));
    }
  });
});

describe('the y axis', () => {
  const fit = (names: ActivationName[], range: [number, number] = [-5, 5], derivative = false): number[] =>
    fitAxis(names, sampleCurves(names, range, derivative)).map((value) => Number(value.toFixed(6)));

  it('is the book’s −0.1 … 1.1 for step and sigmoid, whatever the range', () => {
    expect(fit(['step'])).toEqual([-0.1, 1.1]);
    expect(fit(['step', 'sigmoid'])).toEqual([-0.1, 1.1]);
    expect(fit(['sigmoid'], [3, 4])).toEqual([-0.1, 1.1]);
  });

  it('leaves a tenth above and below the others', () => {
    expect(fit(['relu'])).toEqual([-0.5, 5.5]);
    expect(fit(['tanh'])).toEqual([-1.2, 1.2]);
    expect(fit(['identity', 'sigmoid'], [-2, 3])).toEqual([-2.5, 3.5]);
    expect(fit(['relu'], [-2, -1])).toEqual([-0.1, 1.1]);
  });
});

/** A network of centred sigmoids, and the plain one that it is folded into, say the same. */
import { expect, it } from '@jest/globals';
import { array, dot, type NdArray } from '../../src/engine/array.js';
import { sigmoid } from '../../src/engine/activation.js';
import { add } from '../../src/engine/elementwise.js';
import { initialValues, layerShapes, PIXELS } from '../../scripts/train/layout.js';
import { Random } from '../../scripts/train/random.js';
import { uncentred } from '../../scripts/train/uncentred.js';
import { forward } from './reference.js';

it('the plain network gives the logits of the centred one, to float32 rounding', () => {
  const shape = { convolutions: [], hidden: [50, 100], activation: 'sigmoid' } as const;
  const random = new Random(2);
  const centred = initialValues(shape, 1).map(({ weight, bias }) => ({
    weight,
    bias: bias.map(() => random.signed()),
  }));
  const parameters = centred.map(({ weight, bias }) => Float64Array.from([...weight, ...bias]));
  const shapes = layerShapes(shape);
  const plain = uncentred({ shape, layers: centred }).layers.map(({ weight, bias }, index) => ({
    weight: array(
      Array.from({ length: shapes[index]!.inputs }, (_, i) => [
        ...weight.subarray(i * bias.length, (i + 1) * bias.length),
      ]),
    ),
    bias: array([...bias]),
  }));
  for (let n = 0; n < 5; n++) {
    const x = Float64Array.from({ length: PIXELS }, () => random.unit());
    const z = plain.reduce<NdArray>(
      (input, { weight, bias }, index) => add(dot(index === 0 ? input : sigmoid(input), weight), bias),
      array([[...x]]),
    );
    forward(shape, parameters, x).forEach((value, c) => {
      expect(z.data[c]).toBeCloseTo(value, 5);
    });
  }
});

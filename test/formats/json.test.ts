import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ACTIVATION_NAMES } from '../../src/engine/activation.js';
import { NdArray } from '../../src/engine/array.js';
import { Network } from '../../src/engine/network.js';
import { FormatError } from '../../src/errors.js';
import { readJson, writeJson } from '../../src/formats/json.js';
import { bindNetwork } from '../../src/model/bind.js';
import { decodeAll, expectValueOrMnnError, mutate, plain, type Mutation } from './fixtures.js';

const weights = fileURLToPath(new URL('../../weights', import.meta.url));
const read = (document: unknown) => readJson(Buffer.from(JSON.stringify(document)), 'f');
const layer = { weight: [[1, 2], [3, 4]], bias: [5, 6], activation: 'relu' }; // prettier-ignore
const document = { format: 'mnn-network', version: 1, layers: [layer] };

describe('readJson', () => {
  it('reads what a person writes: a square matrix is (in, out), a bias may be left out', () => {
    const { tensors, metadata } = read({ ...document, name: 'mine', metadata: { labels: 'a,b' } });
    expect(plain(tensors)).toEqual({
      W1: { shape: [2, 2], values: [1, 2, 3, 4] },
      b1: { shape: [2], values: [5, 6] },
    });
    expect(metadata).toEqual({ name: 'mine', labels: 'a,b' });
    const withoutBias = { weight: layer.weight, activation: layer.activation };
    const network = bindNetwork(read({ ...document, layers: [withoutBias] }), 'f');
    expect(network.layers[0]!.bias.toArray()).toEqual([0, 0]);
    expect(network.forward([1, 0]).toArray()).toEqual([1, 2]);
  });

  it.each(readdirSync(weights).filter((name) => name.endsWith('.json') && !name.includes('schema')))(
    'reads the bundled %s',
    (name) => {
      // prettier-ignore
      expect(bindNetwork(readJson(readFileSync(`${weights}/${name}`), name), name).parameters).toBeGreaterThan(2);
    },
  );

  it.each([
    [{ ...document, format: undefined }, /"format" is missing, not "mnn-network"/],
    [{ ...document, version: 2 }, /version 2; 1 is read/],
    [{ ...document, dtype: 'float16' }, /"dtype" is "float16"/],
    [
      { ...document, layers: [{ ...layer, activation: 'gelu' }] },
      /layer 1 has activation "gelu", not one of step, /,
    ],
    [{ ...document, layers: [layer, { ...layer, bias: ['1', 2] }] }, /layer 2: b2 is not a list of numbers/],
    [{ ...document, layers: [{ ...layer, weight: [1, 2] }] }, /layer 1: W1 is not a list of rows of numbers/],
    [{ ...document, layers: [{ ...layer, weight: [[1, 2], [3]] }] }, /layer 1: W1: the rows differ in length/], // prettier-ignore
    [{ ...document, layers: [null] }, /layer 1 has activation missing/],
    [[1], /not an object/],
  ])('refuses %j', (bad, message) => {
    expect(() => read(bad)).toThrow(FormatError);
    expect(() => read(bad)).toThrow(message);
  });

  it('tells layers that do not fit together by number and shapes', () => {
    const odd = { ...layer, weight: [[1], [2], [3]], bias: [1] };
    expect(() => bindNetwork(read({ ...document, layers: [layer, odd] }), 'f')).toThrow(
      /layer 2 takes 3 values.*layer 1 gives 2/,
    );
  });

  it('ends in a network or a typed error after any change', async () => {
    const bytes = Buffer.from(JSON.stringify(document));
    const mutation = fc.record<Mutation>({ at: fc.nat(bytes.length), kind: fc.constantFrom('flip', 'cut', 'byte', 'insert'), value: fc.nat(255) }); // prettier-ignore
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), (changes) =>
        expectValueOrMnnError(() => {
          bindNetwork(decodeAll(readJson(changes.reduce(mutate, bytes), 'f')), 'f');
        }),
      ),
      { numRuns: 1000 },
    );
  });
});

it('writeJson gives float32 its shortest form, a row of weights to a line', () => {
  const network = new Network([
    { weight: new NdArray(Float32Array.of(0.1, -0, 1e-45, 16777216), [2, 2]), bias: new NdArray(Float32Array.of(1 / 3, 2), [2]), activation: 'relu' }, // prettier-ignore
  ]);
  const text = new TextDecoder().decode(writeJson(network, { name: 'n', labels: '0,1', layers: '2,2' }));
  expect(text).toBe(`{
  "format": "mnn-network",
  "version": 1,
  "name": "n",
  "dtype": "float32",
  "metadata": {"labels":"0,1"},
  "layers": [
    {
      "activation": "relu",
      "weight": [
        [0.1, -0],
        [1e-45, 16777216]
      ],
      "bias": [0.33333334, 2]
    }
  ]
}
`);
});

it('the schema in the package knows the same fields and activations as the reader', () => {
  const schema = JSON.parse(readFileSync(`${weights}/network.schema.json`, 'utf8'));
  expect(schema.$defs.layer.properties.activation.enum).toEqual(ACTIVATION_NAMES);
  expect(Object.keys(schema.$defs.layer.properties)).toEqual(['weight', 'bias', 'activation']);
  expect(schema.required.every((key: string) => key in document)).toBe(true);
  for (const name of ['three-layer', 'xor']) {
    const network = JSON.parse(readFileSync(`${weights}/${name}.json`, 'utf8'));
    expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(Object.keys(network)));
  }
});

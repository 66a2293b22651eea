import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NdArray } from '../../src/engine/array.js';
import type { ActivationName } from '../../src/engine/activation.js';
import { Network, type Layer } from '../../src/engine/network.js';
import { readTensorFile } from '../../src/formats/read.js';
import { WRITTEN_FORMATS, writeNetwork, type WrittenFormat } from '../../src/formats/write.js';
import { bindNetwork } from '../../src/model/bind.js';
import { compareNetworks } from '../../src/model/compare.js';

const folder = mkdtempSync(join(tmpdir(), 'mnn-write-'));
afterAll(() => rmSync(folder, { recursive: true }));

const activation = fc.constantFrom<ActivationName>('sigmoid', 'relu', 'tanh', 'identity', 'softmax');

/** Networks of one to three layers, float32 or float64, with every finite number there is. */
const network = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 }).chain((sizes) =>
  fc
    .record({ wide: fc.boolean(), activations: fc.array(activation, { minLength: 3, maxLength: 3 }) })
    .chain(({ wide, activations }) =>
      fc
        .tuple(
          ...sizes.slice(1).map((outputs, i) => {
            const inputs = sizes[i]!;
            const data = (length: number) =>
              (wide ? fc.float64Array : fc.float32Array)({
                minLength: length,
                maxLength: length,
                noNaN: true,
                noDefaultInfinity: true,
              });
            return fc.tuple(data(inputs * outputs), data(outputs)).map(([weight, bias]): Layer => ({
              weight: new NdArray(weight, [inputs, outputs]),
              bias: new NdArray(bias, [outputs]),
              activation: activations[i]!,
            }));
          }),
        )
        .map((layers) => new Network(layers)),
    ),
);

async function writeAndRead(original: Network, format: WrittenFormat): Promise<Network> {
  const file = await readTensorFile(await writeNetwork(original, format, { labels: '0,1' }), 'f');
  expect(file.format).toBe(format);
  expect(file.metadata['labels']).toBe('0,1');
  return bindNetwork(file, 'f');
}

describe.each(WRITTEN_FORMATS)('a network written as %s', (format) => {
  it('is read back bit for bit, its activations too', async () => {
    await fc.assert(
      fc.asyncProperty(network, async (original) => {
        const isWide = original.layers[0]!.weight.dtype === 'float64';
        // ONNX is written in float32: numbers beyond its range would not be finite.
        fc.pre(format !== 'onnx' || !isWide);
        expect(compareNetworks(original, await writeAndRead(original, format), 'f')).toBe(0);
      }),
      { numRuns: 150 },
    );
  });
});

it('ONNX holds float64 as far as float32 can', async () => {
  const layer = { weight: new NdArray(Float64Array.of(0.1), [1, 1]), bias: new NdArray(Float64Array.of(0.5), [1]), activation: 'tanh' as const }; // prettier-ignore
  const original = new Network([layer]);
  const difference = compareNetworks(original, await writeAndRead(original, 'onnx'), 'f');
  // float32(0.1) = 0.100000001490116…
  expect(difference).toBeCloseTo(1.490116e-9, 14);
});

it('the step function is kept, where it can be', async () => {
  const layer = { weight: new NdArray(Float64Array.of(0.5, 0.5), [2, 1]), bias: new NdArray(Float64Array.of(-0.7), [1]), activation: 'step' as const }; // prettier-ignore
  const and = new Network([layer]);
  for (const format of ['safetensors', 'npz', 'json', 'pickle'] as const) {
    expect((await writeAndRead(and, format)).activations).toEqual(['step']);
  }
  await expect(writeNetwork(and, 'onnx')).rejects.toThrow(/no operator for the activation step/);
});

const python = process.env['MNN_PYTHON'] ?? 'python3';
const hasModule = (name: string) => spawnSync(python, ['-c', `import ${name}`]).status === 0;
describe('readers of others, where they are installed, read what is written', () => {
  const original = new Network([
    { weight: new NdArray(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]), bias: new NdArray(Float32Array.of(0.5, -0.5, 0.25), [3]), activation: 'sigmoid' }, // prettier-ignore
    { weight: new NdArray(Float64Array.of(0.1, -0.2, 1e-300), [3, 1]), bias: new NdArray(Float64Array.of(7), [1]), activation: 'softmax' }, // prettier-ignore
  ]);
  const script = (load: string) =>
    `import sys, json, pickle, numpy as np\nd = ${load}\nprint(json.dumps({k: [str(d[k].dtype), d[k].tolist()] for k in d if k not in ("metadata", "metadata.json")}))`;

  const readers = [
    ['npz', 'numpy', 'np.load(sys.argv[1])'],
    ['pickle', 'numpy', 'pickle.load(open(sys.argv[1], "rb"))'],
    ['safetensors', 'safetensors', '__import__("safetensors.numpy").numpy.load_file(sys.argv[1])'],
  ] as const;
  for (const [format, module, load] of readers) {
    (hasModule(module) ? it : it.skip)(`${format} by ${module}`, async () => {
      const file = join(folder, `network.${format}`);
      writeFileSync(file, await writeNetwork(original, format));
      const { stdout, stderr } = spawnSync(python, ['-W', 'ignore', '-c', script(load), file], {
        encoding: 'utf8',
      });
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toEqual({
        W1: ['float32', [[1, 2, 3], [4, 5, 6]]], // prettier-ignore
        b1: ['float32', [0.5, -0.5, 0.25]],
        W2: ['float64', [[0.1], [-0.2], [1e-300]]],
        b2: ['float64', [7]],
      });
    });
  }
});

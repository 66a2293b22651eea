import { describe, expect, it } from '@jest/globals';
import { FormatError, NotFoundError, TruncatedError, UnsafeError } from '../../src/errors.js';
import { readTfjs } from '../../src/formats/tfjs.js';
import { bindNetwork } from '../../src/model/bind.js';
import { loadModel } from '../../src/model/load.js';
import { fixture, fixturePath } from './fixtures.js';

const read = (name: string) =>
  readTfjs(fixture(`tfjs/${name}/model.json`), name, (file) =>
    Promise.resolve(fixture(`tfjs/${name}/${file}`)),
  );

/** A model by hand: one Dense layer 2-1 with the kernel's bytes as given. */
function model(weight: object, bytes: readonly number[], layer: object = {}, more: object = {}) {
  const config = {
    layers: [{ class_name: 'Dense', config: { name: 'd', units: 1, use_bias: false, ...layer } }],
  };
  const document = {
    modelTopology: { model_config: { class_name: 'Sequential', config } },
    weightsManifest: [{ paths: ['w.bin'], weights: [{ name: 'd/kernel', shape: [2, 1], ...weight }] }],
    ...more,
  };
  return readTfjs(Buffer.from(JSON.stringify(document)), 'f', () => Promise.resolve(Uint8Array.from(bytes)));
}

describe('readTfjs', () => {
  it.each([
    ['sequential', 'relu,softmax', [7, 9]],
    ['functional', 'relu,softmax', [7, 9]],
    ['shards', 'sigmoid,softmax', [7, 9]],
    ['without-bias', 'tanh,identity', [0, 0]],
  ])('reads %s as TensorFlow.js saved it', async (name, activations, bias) => {
    const network = bindNetwork(await read(name), name);
    expect(network.sizes).toEqual([4, 3, 2]);
    expect(network.activations.join()).toBe(activations);
    expect(Array.from(network.layers[0]!.weight.data)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(Array.from(network.layers[1]!.bias.data)).toEqual(bias);
  });

  it('finds the weights beside the model', async () => {
    const loaded = await loadModel(fixturePath('tfjs/shards/model.json'));
    expect(loaded).toMatchObject({ format: 'tfjs', metadata: { format: 'layers-model' } });
    expect(loaded.network.parameters).toBe(23);
  });

  it('undoes quantisation: min + scale · n', async () => {
    const { tensors } = await model(
      { dtype: 'float32', quantization: { dtype: 'uint8', min: -1, scale: 0.5 } },
      [0, 255],
    );
    expect(Array.from(tensors[0]!.data)).toEqual([-1, 126.5]);
    const halves = await model(
      { dtype: 'float32', quantization: { dtype: 'float16', original_dtype: 'float32' } },
      [0, 0x3c, 0, 0xc1],
    );
    expect(Array.from(halves.tensors[0]!.data)).toEqual([1, -2.5]);
  });

  const zeros = new Array<number>(8).fill(0);
  it.each([
    ['refused-branches', () => read('refused-branches'), /does not just follow the one before it/],
    ['refused-convolution', () => read('refused-convolution'), /the layer Conv2D .* is not read/],
    [
      'an unknown activation',
      () => model({ dtype: 'float32' }, zeros, { activation: 'selu' }),
      /the activation selu/,
    ],
    ['a graph model', () => model({ dtype: 'float32' }, zeros, {}, { format: 'graph-model' }), /graph model/],
    ['a missing kernel', () => model({ dtype: 'float32', name: 'e/kernel' }, zeros), /has no kernel/],
  ])('refuses %s, and still shows its tensors', async (_title, make, message) => {
    const file = await make();
    expect(file.tensors.length).toBeGreaterThan(0);
    expect(() => bindNetwork(file, 'f')).toThrow(FormatError);
    expect(() => bindNetwork(file, 'f')).toThrow(message);
  });

  it('takes a kernel by the ends of its name, whatever stands before', async () => {
    const { tensors } = await model({ dtype: 'float32', name: 'model/d/kernel' }, zeros);
    expect(bindNetwork(await model({ dtype: 'float32', name: 'model/d/kernel' }, zeros), 'f').sizes).toEqual([
      2, 1,
    ]);
    expect(tensors.map(({ name }) => name)).toEqual(['model/d/kernel']);
  });

  it('takes an activation of its own behind a layer that has none, and no other', async () => {
    const followed = (first: string, ...activations: string[]) => {
      const dense = {
        class_name: 'Dense',
        config: { name: 'd', units: 1, use_bias: false, activation: first },
      };
      const rest = activations.map((activation, i) => ({ class_name: 'Activation', config: { name: `a${i}`, activation } })); // prettier-ignore
      const modelTopology = {
        model_config: { class_name: 'Sequential', config: { layers: [dense, ...rest] } },
      };
      return model({ dtype: 'float32' }, zeros, {}, { modelTopology });
    };
    expect(bindNetwork(await followed('linear', 'tanh'), 'f').activations).toEqual(['tanh']);
    const twice = await followed('relu', 'tanh');
    expect(() => bindNetwork(twice, 'f')).toThrow('the layer Activation (a0) is not read');
  });

  it('holds the manifest against the files', async () => {
    await expect(model({ dtype: 'float32' }, [0, 0, 0, 0])).rejects.toThrow(TruncatedError);
    await expect(model({ dtype: 'string' }, zeros)).rejects.toThrow(/type string/);
    await expect(model({ dtype: 'float32', shape: [-1] }, zeros)).rejects.toThrow(/without name and shape/);
  });

  it.each(['../secret.bin', '/etc/passwd', 'https://example.com/w.bin', '..', 'a\\b'])(
    'reads no file like %s',
    async (path) => {
      const document = { weightsManifest: [{ paths: [path], weights: [] }] };
      const reading = readTfjs(Buffer.from(JSON.stringify(document)), 'f', () =>
        Promise.resolve(new Uint8Array()),
      );
      await expect(reading).rejects.toThrow(UnsafeError);
    },
  );

  it('names the file of weights that is missing', async () => {
    const alone = readTfjs(fixture('tfjs/shards/model.json'), 'f', (name) =>
      Promise.reject(new NotFoundError(name)),
    );
    await expect(alone).rejects.toThrow('group1-shard1of3.bin');
  });
});

/** A trained network of dense layers as the safetensors file that `mnn` bundles. */
import { writeSafetensors, type WritableTensor } from '../../src/formats/safetensors.js';
import { CLASSES, layerShapes } from './layout.js';
import type { Recipe } from './recipes.js';
import type { TrainedNetwork } from './trainer.js';

export interface Provenance {
  readonly recipe: Recipe;
  /** Of the training images' file. */
  readonly dataSha256: string;
  /** What the network reached, in words. */
  readonly accuracy: string;
  readonly date: Date;
}

/** The logits, divided by `temperature`: the last layer's weights and biases are. */
export function cooled(network: TrainedNetwork, temperature: number): TrainedNetwork {
  const layers = network.layers.map(({ weight, bias }, index) =>
    index < network.layers.length - 1
      ? { weight, bias }
      : { weight: weight.map((w) => w / temperature), bias: bias.map((b) => b / temperature) },
  );
  return { ...network, layers };
}

export function writeWeights(
  network: TrainedNetwork,
  { recipe, dataSha256, accuracy, date }: Provenance,
): Uint8Array {
  const shapes = layerShapes(network.shape);
  const tensors = network.layers.flatMap(({ weight, bias }, index): WritableTensor[] => {
    const { inputs, outputs } = shapes[index]!;
    return [
      { name: `W${index + 1}`, shape: [inputs, outputs], data: weight },
      { name: `b${index + 1}`, shape: [outputs], data: bias },
    ];
  });
  return writeSafetensors(tensors, {
    layers: [shapes[0]!.inputs, ...shapes.map(({ outputs }) => outputs)].join(','),
    activations: [...shapes.slice(1).map(() => network.shape.activation), 'softmax'].join(','),
    labels: Array.from({ length: CLASSES }, (_, digit) => digit).join(','),
    recipe: JSON.stringify(recipe),
    seed: String(recipe.seed),
    data_sha256: dataSha256,
    accuracy,
    date: date.toISOString().slice(0, 10),
  });
}

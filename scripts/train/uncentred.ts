/**
 * While it trains, a sigmoid s gives 2·s − 1, whose mean is near 0: a layer above then learns its weights
 * without fighting over the bias. This folds that into the layers above, which then take the plain sigmoid:
 * (2·s − 1)·W + b = s·2W + (b − Σᵢ Wᵢ).
 */
import { layerShapes, type LayerValues } from './layout.js';
import type { TrainedNetwork } from './trainer.js';

export function uncentred({ shape, layers }: TrainedNetwork): TrainedNetwork {
  const shapes = layerShapes(shape);
  return {
    shape,
    layers: layers.map((values, index) => {
      const layer = shapes[index]!;
      return layer.kind === 'dense' && layer.below === 'sigmoid' ? fold(values) : values;
    }),
  };
}

function fold({ weight, bias }: LayerValues): LayerValues {
  const sums = Float64Array.from(bias);
  weight.forEach((w, i) => (sums[i % bias.length]! -= w));
  return { weight: weight.map((w) => 2 * w), bias: Float32Array.from(sums) };
}

/** What reports and `--json` say of a model. */
import type { ActivationName } from '../engine/activation.js';
import type { Model } from './load.js';

export interface ModelRecord {
  readonly name: string;
  /** null for a bundled network. */
  readonly path: string | null;
  readonly format: string;
  readonly sha256: string;
  readonly layers: readonly number[];
  readonly activations: readonly ActivationName[];
  readonly parameters: number;
}

export function describeModel(model: Model): ModelRecord {
  const { name, path, format, network } = model;
  return {
    name,
    path,
    format,
    get sha256() {
      return model.sha256;
    },
    layers: network.sizes,
    activations: network.activations,
    parameters: network.parameters,
  };
}

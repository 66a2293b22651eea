/** A bundled name or a path → bytes → format by content → a network that is ready to run. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ActivationName } from '../engine/activation.js';
import { Network } from '../engine/network.js';
import { NotFoundError } from '../errors.js';
import type { WeightFormat } from '../formats/tensor.js';
import { packageRoot } from '../package-root.js';

export interface Model {
  readonly name: string;
  /** null for a bundled network. */
  readonly path: string | null;
  readonly format: WeightFormat;
  /** Of the file. */
  readonly sha256: string;
  readonly network: Network;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface LoadOptions {
  /** Overrides the activation of the hidden layers. */
  readonly activation?: ActivationName;
  /** Is told what was assumed. */
  readonly note?: (line: string) => void;
}

/** The bundled networks by name. */
const BUNDLED: Readonly<Record<string, string>> = {
  'three-layer': 'three-layer.json',
  and: 'and.json',
  nand: 'nand.json',
  or: 'or.json',
  xor: 'xor.json',
};

/**
 * @param nameOrPath a bundled name, or the path of a file
 * @throws {NotFoundError} when there is neither
 */
export async function loadModel(nameOrPath: string, options: LoadOptions = {}): Promise<Model> {
  const file = BUNDLED[nameOrPath];
  const path = file === undefined ? resolve(nameOrPath) : join(packageRoot, 'weights', file);
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new NotFoundError(`cannot read ${path}: ${cause.message}`, undefined, { cause });
  });
  const { readJsonNetwork } = await import('../formats/json.js');
  return {
    name: nameOrPath,
    path: file === undefined ? path : null,
    format: 'json',
    sha256: createHash('sha256').update(bytes).digest('hex'),
    network: withHiddenActivation(readJsonNetwork(bytes, path), options.activation),
    metadata: {},
  };
}

/** The same weights with another activation in every layer but the last. */
function withHiddenActivation(network: Network, activation: ActivationName | undefined): Network {
  if (activation === undefined) return network;
  const last = network.layers.length - 1;
  return new Network(network.layers.map((layer, i) => (i === last ? layer : { ...layer, activation })));
}

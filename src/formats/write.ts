/**
 * A network → the bytes of a file in any format that is written: `W1`, `b1`, … with weights (in, out), float32 or float64
 * as they are, and what is known of the network beside them. Each writer is loaded when it is asked for.
 */
import type { Network } from '../engine/network.js';
import type { WritableTensor } from './safetensors.js';

export const WRITTEN_FORMATS = ['safetensors', 'npz', 'json', 'onnx', 'pickle'] as const;
export type WrittenFormat = (typeof WRITTEN_FORMATS)[number];

type Metadata = Readonly<Record<string, string>>;
type Writer = (network: Network, metadata: Metadata) => Promise<Uint8Array>;

const WRITERS: Readonly<Record<WrittenFormat, Writer>> = {
  safetensors: async (network, metadata) =>
    (await import('./safetensors.js')).writeSafetensors(networkTensors(network), metadata),
  npz: async (network, metadata) => (await import('./npz.js')).writeNpz(networkTensors(network), metadata),
  json: async (network, metadata) => (await import('./json.js')).writeJson(network, metadata),
  onnx: async (network, metadata) => (await import('./onnx-write.js')).writeOnnx(network, metadata),
  pickle: async (network, metadata) =>
    (await import('./pickle-write.js')).writePickle(networkTensors(network), metadata),
};

/**
 * @param metadata text by name; `layers` and `activations` are added
 */
export function writeNetwork(
  network: Network,
  format: WrittenFormat,
  metadata: Metadata = {},
): Promise<Uint8Array> {
  const layers = network.sizes.join(',');
  const activations = network.activations.join(',');
  return WRITERS[format](network, { ...metadata, layers, activations });
}

/** `W1`, `b1`, `W2`, … */
function networkTensors(network: Network): WritableTensor[] {
  return network.layers.flatMap(({ weight, bias }, i) => [
    { name: `W${i + 1}`, shape: weight.shape, data: weight.data },
    { name: `b${i + 1}`, shape: bias.shape, data: bias.data },
  ]);
}

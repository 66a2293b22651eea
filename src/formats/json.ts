/** Networks as JSON, readable and editable by hand: `{ "format": "mnn-network", "version": 1, "layers": [{ weight, bias, activation }] }`. */
import { ACTIVATION_NAMES, isActivationName } from '../engine/activation.js';
import { array, type Nested } from '../engine/array.js';
import { Network } from '../engine/network.js';
import { FormatError } from '../errors.js';

interface JsonLayer {
  readonly weight: Nested;
  readonly bias: Nested;
  readonly activation: string;
}

/** @throws {FormatError} when the bytes are no such JSON */
export function readJsonNetwork(bytes: Uint8Array, source: string): Network {
  let document: { format?: unknown; layers?: JsonLayer[] };
  try {
    document = JSON.parse(new TextDecoder().decode(bytes)) as typeof document;
  } catch (cause) {
    throw new FormatError(`${source} is not JSON: ${(cause as Error).message}`, undefined, { cause });
  }
  if (document.format !== 'mnn-network' || !Array.isArray(document.layers)) {
    throw new FormatError(`${source} is JSON, but no network: "format" is not "mnn-network"`);
  }
  return new Network(
    document.layers.map(({ weight, bias, activation }, i) => {
      if (!isActivationName(activation)) {
        throw new FormatError(
          `${source}: layer ${i + 1} has activation ${activation}, not one of ${ACTIVATION_NAMES.join(', ')}`,
        );
      }
      return { weight: array(weight), bias: array(bias), activation };
    }),
  );
}

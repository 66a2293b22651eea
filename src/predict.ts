/** One digit, as 784 bytes, through a session: what the network says of it. */
import { softmax } from './engine/activation.js';
import type { Kernel, Session } from './engine/kernel/kernel.js';
import type { Network } from './engine/network.js';
import { ShapeError } from './errors.js';
import { t } from './text.js';

/** What the network says of one digit. */
export interface Prediction {
  /** The likeliest, 0 to 9. */
  readonly digit: number;
  /** The probability of `digit`. */
  readonly confidence: number;
  /** Of 0 to 9, in this order. */
  readonly probabilities: readonly number[];
}

/** Bytes of a digit: 28×28. */
const PIXELS = 784;

/** Reads digits, one at a time. */
export interface Reader {
  /**
   * What the network says of a digit.
   * @param pixels 784 bytes, 0 background to 255 ink
   * @throws {ShapeError} for another number of bytes
   */
  predict(pixels: Uint8Array): Prediction;
}

/**
 * Makes what reads digits with a network.
 * @param name names the network in errors
 * @throws {ShapeError} when the network does not take 784 values and give 10
 */
export function createReader(kernel: Kernel, network: Network, name = t`the network`): Reader {
  if (network.inputSize !== PIXELS || network.outputSize !== 10) {
    throw new ShapeError(
      t`${name} is a network ${network.sizes.join('-')}: it takes ${network.inputSize} values and gives ${network.outputSize}, digits want ${PIXELS} and 10`,
      t`mnn inspect --list shows the bundled networks that read digits`,
    );
  }
  const session = kernel.createSession(network, { capacity: 1 });
  const givesProbabilities = network.activations.at(-1) === 'softmax';
  return { predict: (pixels) => predictOne(session, pixels, givesProbabilities) };
}

function predictOne(session: Session, pixels: Uint8Array, givesProbabilities: boolean): Prediction {
  if (pixels.length !== PIXELS) {
    throw new ShapeError(t`a digit is ${PIXELS} bytes (28×28), not ${pixels.length}`);
  }
  session.input.set(pixels);
  session.run(0, 1);
  const outputs = Array.from(session.outputs);
  const probabilities = givesProbabilities ? outputs : Array.from(softmax(outputs).data);
  const digit = session.predictions[0]!;
  return { digit, confidence: probabilities[digit]!, probabilities };
}

/** The digits by probability, the surest first; of equals the smaller first. */
export function rankDigits(probabilities: readonly number[]): { digit: number; confidence: number }[] {
  return probabilities
    .map((confidence, digit) => ({ digit, confidence }))
    .sort((a, b) => b.confidence - a.confidence || a.digit - b.digit);
}

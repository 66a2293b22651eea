/**
 * What the trainer draws by chance, from counter-based random numbers (src/random-bits.ts): any digit of any epoch can be made
 * again alone, on any thread. assembly/distort.ts has the same numbers, for noise.
 */
import { randomBits } from '../../src/random-bits.js';

/** A key for each path of numbers, e.g. (seed, epoch, sample). */
export function randomKey(...path: readonly number[]): number {
  return path.reduce((key, part) => randomBits(key, part), 0x5eed);
}

/** Numbers of one stream, in order. */
export class Random {
  #counter = 0;
  constructor(private readonly key: number) {}

  /** Uniform in [0, 1). */
  unit(): number {
    return randomBits(this.key, this.#counter++) / 2 ** 32;
  }

  /** Uniform in [-1, 1). */
  signed(): number {
    return 2 * this.unit() - 1;
  }

  /** Near-normal, mean 0, standard deviation 1: four uniforms summed. */
  normal(): number {
    return (this.signed() + this.signed() + this.signed() + this.signed()) * Math.sqrt(3 / 4);
  }
}

/** Fisher-Yates over `values`, in place. */
export function shuffle(values: Int32Array, key: number): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = randomBits(key, i) % (i + 1);
    const held = values[i]!;
    values[i] = values[j]!;
    values[j] = held;
  }
}

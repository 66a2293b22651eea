/**
 * How a network bears digits that are not as preprocessing leaves them: a session and a labelled set → the accuracy under each
 * perturbation, amount by amount. What is done to a digit is evaluation/perturbation.ts's matter.
 */
import type { Session } from './engine/kernel/kernel.js';
import { PERTURBATIONS, type Perturbation } from './evaluation/perturbation.js';
import type { PerturbationKind } from './evaluation/perturbation-kinds.js';
import { randomBits } from './random-bits.js';

/** All digits, perturbed by one amount in each direction that there is. */
interface PerturbedLevel {
  /** In the perturbation's unit. */
  readonly amount: number;
  /** Digits times directions. */
  readonly count: number;
  readonly correct: number;
  /** correct / count. */
  readonly accuracy: number;
}

export interface PerturbationRecord {
  readonly kind: PerturbationKind;
  readonly unit: Perturbation['unit'];
  /** From the weakest on. */
  readonly levels: readonly PerturbedLevel[];
}

export interface Robustness {
  /** Of what is random: the noise. */
  readonly seed: number;
  readonly kinds: readonly PerturbationRecord[];
}

export interface RobustnessOptions {
  readonly kinds: readonly PerturbationKind[];
  readonly seed: number;
  /** Reads digits as they are, as many as `target` takes, from number `first` on. */
  readonly read: (first: number, target: Uint8Array) => void;
  /** Called after each pass over the set, with how many are done. */
  readonly onPass?: ((done: number) => void | Promise<void>) | undefined;
}

/** How often the set is gone through. */
export function countPasses(kinds: readonly PerturbationKind[]): number {
  return kinds
    .map((kind) => PERTURBATIONS[kind])
    .reduce((total, { amounts, variants }) => total + amounts.length * variants.length, 0);
}

/**
 * @param session may be smaller than the set; its input is overwritten
 * @param labels (count,), the true digits; one at least
 */
export async function evaluatePerturbed(
  session: Session,
  labels: Uint8Array,
  { kinds, seed, read, onPass }: RobustnessOptions,
): Promise<Robustness> {
  // Digit by digit, so that it is the same whatever part of the set is in memory. Seed 0 is 0.
  const noiseKey = (index: number): number => randomBits(0, seed) + index;
  let passes = 0;
  const records: PerturbationRecord[] = [];
  for (const kind of kinds) {
    const { unit, amounts, variants } = PERTURBATIONS[kind];
    const levels: PerturbedLevel[] = [];
    for (const amount of amounts) {
      let correct = 0;
      for (const perturb of variants) {
        const change: Change = (pixels, index) => perturb(pixels, amount, noiseKey(index));
        correct += countCorrect(session, labels, read, change);
        await onPass?.(++passes);
      }
      const count = labels.length * variants.length;
      levels.push({ amount, count, correct, accuracy: correct / count });
    }
    records.push({ kind, unit, levels });
  }
  return { seed, kinds: records };
}

/** @param index the digit's place in the set */
type Change = (pixels: Uint8Array, index: number) => Uint8Array;

/** Part by part, as many digits as the session takes. */
function countCorrect(
  session: Session,
  labels: Uint8Array,
  read: RobustnessOptions['read'],
  change: Change,
): number {
  const input = session.input as Uint8Array;
  const size = input.length / session.capacity;
  let correct = 0;
  for (let first = 0; first < labels.length; first += session.capacity) {
    const count = Math.min(session.capacity, labels.length - first);
    read(first, input.subarray(0, count * size));
    for (let row = 0; row < count; row++) {
      const pixels = input.subarray(row * size, (row + 1) * size);
      pixels.set(change(pixels, first + row));
    }
    session.run(0, count);
    for (let row = 0; row < count; row++) if (session.predictions[row] === labels[first + row]) correct++;
  }
  return correct;
}

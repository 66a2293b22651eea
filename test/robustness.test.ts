/** Accuracy under perturbations, with a network of one rule in the place of a trained one. */
import { describe, expect, it } from '@jest/globals';
import type { Session } from '../src/engine/kernel/kernel.js';
import { countPasses, evaluatePerturbed } from '../src/robustness.js';

/** Answers 1 where the second pixel of the first row has ink, else 0; and keeps what it saw. */
function createStub(capacity: number): Session & { readonly seen: Uint8Array[] } {
  const input = new Uint8Array(capacity * 784);
  const predictions = new Int32Array(capacity);
  const seen: Uint8Array[] = [];
  return {
    capacity,
    input,
    outputs: new Float32Array(capacity * 10),
    predictions,
    seen,
    run(first, count) {
      for (let i = first; i < first + count; i++) {
        seen.push(input.slice(i * 784, (i + 1) * 784));
        predictions[i] = input[i * 784 + 1]! > 127 ? 1 : 0;
      }
    },
  };
}

/** Three digits, each a dot in the upper left corner; the last is not what it should be. */
const set = new Uint8Array(3 * 784);
for (const row of [0, 1, 2]) set[row * 784] = 255;
const labels = Uint8Array.of(1, 1, 7);
const read = (first: number, target: Uint8Array): void =>
  target.set(set.subarray(first * 784, first * 784 + target.length));

describe('evaluatePerturbed', () => {
  it('counts what is right in the mean of all directions, amount by amount', async () => {
    const { kinds } = await evaluatePerturbed(createStub(2), labels, {
      kinds: ['shift', 'invert'],
      seed: 0,
      read,
    });
    // One pixel to the right brings the dot to where it is looked for; no other direction does, and no other amount.
    const none = { count: 12, correct: 0, accuracy: 0 };
    expect(kinds).toEqual([
      {
        kind: 'shift',
        unit: 'px',
        levels: [
          { amount: 1, count: 12, correct: 2, accuracy: 2 / 12 },
          { amount: 2, ...none },
          { amount: 3, ...none },
          { amount: 4, ...none },
        ],
      },
      { kind: 'invert', unit: 'share', levels: [{ amount: 1, count: 3, correct: 2, accuracy: 2 / 3 }] },
    ]);
  });

  it('adds the same noise for a seed, whatever part of the set is in memory; another for another', async () => {
    const noisy = async (capacity: number, seed: number): Promise<Uint8Array[]> => {
      const session = createStub(capacity);
      await evaluatePerturbed(session, labels, { kinds: ['noise'], seed, read });
      return session.seen;
    };
    const once = await noisy(3, 5);
    expect(once[0]).not.toEqual(once[1]);
    expect(await noisy(2, 5)).toEqual(once);
    expect(await noisy(3, 6)).not.toEqual(once);
  });

  it('tells of each pass', async () => {
    const told: number[] = [];
    await evaluatePerturbed(createStub(3), labels, {
      kinds: ['rotate', 'invert'],
      seed: 0,
      read,
      onPass: (done) => void told.push(done),
    });
    // Four amounts in two directions, and one.
    expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(countPasses(['rotate', 'invert'])).toBe(9);
  });
});

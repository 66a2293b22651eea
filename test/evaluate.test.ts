import { describe, expect, it } from '@jest/globals';
import type { Session } from '../src/engine/kernel/kernel.js';
import { crossEntropy, evaluate, median } from '../src/evaluate.js';

/** A session that answers `predictions` and counts how it was called. */
function scripted(predictions: number[], confidence = 0.9): { session: Session; calls: [number, number][] } {
  const calls: [number, number][] = [];
  const outputs = new Float32Array(predictions.length * 10).fill((1 - confidence) / 9);
  predictions.forEach((digit, i) => (outputs[i * 10 + digit] = confidence));
  return {
    calls,
    session: {
      capacity: predictions.length,
      input: new Uint8Array(0),
      outputs,
      predictions: Int32Array.from(predictions),
      run: (first, count) => void calls.push([first, count]),
    },
  };
}

describe('evaluate', () => {
  const labels = Uint8Array.from([7, 2, 1, 0, 4, 1, 4]);
  const answers = [7, 2, 1, 0, 4, 7, 9];

  it('covers every row once, the last batch being short', async () => {
    const { session, calls } = scripted(answers);
    await evaluate(session, labels, { batchSizes: [3], probabilities: true });
    expect(calls).toEqual([[0, 3], [3, 3], [6, 1]]); // prettier-ignore
  });

  it('counts with integers, whatever the batch size', async () => {
    const { session } = scripted(answers);
    const { runs } = await evaluate(session, labels, { batchSizes: [1, 2, 3, 7, 100], probabilities: true });
    expect(runs.map((run) => run.correct)).toEqual([5, 5, 5, 5, 5]);
    expect(runs[0]!.accuracy).toBe(5 / 7);
    // √(5/7 · 2/7 / 7)
    expect(runs[0]!.standardError).toBeCloseTo(0.170747, 6);
  });

  it('fills the confusion matrix by label and answer, and lists the mistakes', async () => {
    const { session } = scripted(answers);
    const { confusion, misclassified } = await evaluate(session, labels, {
      batchSizes: [7],
      probabilities: true,
    });
    expect(confusion[1]![7]).toBe(1);
    expect(confusion[4]![9]).toBe(1);
    expect(confusion[7]![7]).toBe(1);
    expect(confusion.flat().reduce((a, b) => a + b)).toBe(7);
    expect(misclassified.map(({ index, label, digit }) => [index, label, digit])).toEqual([[5, 1, 7], [6, 4, 9]]); // prettier-ignore
    expect(misclassified[0]!.confidence).toBeCloseTo(0.9, 6);
  });

  it('reports the median of the repeated runs and times nothing but them', async () => {
    const { session } = scripted(answers);
    const clock = [0, 5, 100, 101, 200, 209];
    const { runs } = await evaluate(session, labels, {
      batchSizes: [7],
      repeat: 3,
      probabilities: true,
      now: () => clock.shift()!,
    });
    expect(runs[0]!.timing.forwardMs).toBe(5);
    expect(runs[0]!.timing.imagesPerSecond).toBe(1400);
    expect(runs[0]!.timing.microsecondsPerImage).toBeCloseTo(714.2857, 4);
  });

  it('has no loss where the outputs are no probabilities', async () => {
    const { session } = scripted(answers);
    const { runs } = await evaluate(session, labels, { batchSizes: [7], probabilities: false });
    expect(runs[0]!.loss).toBeNull();
  });
});

describe('crossEntropy', () => {
  it('is the mean of −ln p(label)', () => {
    const outputs = Float32Array.from([0.25, 0.75, 0.5, 0.5]);
    // (ln 4 + ln 2) / 2
    expect(crossEntropy(outputs, Uint8Array.from([0, 1]), 2)).toBeCloseTo(1.0397207708, 7);
  });

  it('stays finite where a probability was rounded to zero', () => {
    expect(crossEntropy(Float32Array.from([0, 1]), Uint8Array.from([0]), 2)).toBeCloseTo(87.33654, 4);
  });
});

it('takes the middle, or the mean of the two in the middle, as the median', () => {
  expect(median([5, 1, 9])).toBe(5);
  expect(median([4, 1, 9, 2])).toBe(3);
});

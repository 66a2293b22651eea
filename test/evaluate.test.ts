import { describe, expect, it } from '@jest/globals';
import type { Session } from '../src/engine/kernel/kernel.js';
import { evaluate, median } from '../src/evaluate.js';

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
    // The first pass, while the engine compiles, is not counted.
    const clock = [0, 999, 0, 5, 100, 101, 200, 209];
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

describe('the loss', () => {
  const loss = async (confidence: number, labels: number[]): Promise<number | null> => {
    const { session } = scripted([3, 3], confidence);
    const { runs } = await evaluate(session, Uint8Array.from(labels), {
      batchSizes: [2],
      probabilities: true,
    });
    return runs[0]!.loss;
  };

  it('is the mean of −ln p(label)', async () => {
    // (ln 2 + ln 18) / 2: half for the answer, the other half shared by nine
    expect(await loss(0.5, [3, 4])).toBeCloseTo(1.7917594692, 6);
  });

  it('stays finite where a probability was rounded to zero', async () => {
    // (0 + 126 ln 2) / 2
    expect(await loss(1, [3, 4])).toBeCloseTo(43.66827, 4);
  });
});

describe('a set larger than the session', () => {
  /** A session of few rows whose answers are what was loaded into it. */
  function narrow(
    capacity: number,
    answers: number[],
  ): {
    session: Session;
    load: (first: number, count: number) => void;
    loads: [number, number][];
    calls: [number, number][];
  } {
    const { session, calls } = scripted(new Array<number>(capacity).fill(0));
    const loads: [number, number][] = [];
    const load = (first: number, count: number): void => {
      loads.push([first, count]);
      session.predictions.set(answers.slice(first, first + count));
    };
    return { session, load, loads, calls };
  }
  const labels = Uint8Array.from([7, 2, 1, 0, 4, 1, 4, 9]);
  const answers = [7, 2, 1, 0, 4, 7, 9, 9];

  it('goes through it in parts of whole batches', async () => {
    const { session, load, loads, calls } = narrow(5, answers);
    const { runs, misclassified, confusion } = await evaluate(session, labels, {
      batchSizes: [2],
      probabilities: true,
      load,
    });
    expect(loads).toEqual([[0, 4], [4, 4]]); // prettier-ignore
    expect(calls).toEqual([[0, 2], [2, 2], [0, 2], [2, 2]]); // prettier-ignore
    expect(runs[0]!.correct).toBe(6);
    expect(misclassified.map(({ index, digit }) => [index, digit])).toEqual([[5, 7], [6, 9]]); // prettier-ignore
    expect(confusion.flat().reduce((a, b) => a + b)).toBe(8);
  });

  it('in parts of batches that are larger than the session', async () => {
    const { session, load, loads } = narrow(3, answers);
    const { runs } = await evaluate(session, labels, { batchSizes: [8], probabilities: true, load });
    expect(loads).toEqual([[0, 3], [3, 3], [6, 2]]); // prettier-ignore
    expect(runs[0]!.correct).toBe(6);
  });

  it('is loaded once where it fits after all', async () => {
    const { session, load, loads } = narrow(8, answers);
    await evaluate(session, labels, { batchSizes: [2, 8], repeat: 2, probabilities: true, load });
    expect(loads).toEqual([[0, 8]]);
  });

  it('is timed without the loading', async () => {
    const { session, load } = narrow(4, answers);
    const clock = [0, 5, 100, 101];
    const { runs } = await evaluate(session, labels, {
      batchSizes: [4],
      probabilities: true,
      load,
      now: () => clock.shift()!,
    });
    expect(runs[0]!.timing.forwardMs).toBe(6);
  });
});

it('takes the middle, or the mean of the two in the middle, as the median', () => {
  expect(median([5, 1, 9])).toBe(5);
  expect(median([4, 1, 9, 2])).toBe(3);
});

/** Scores against values worked out by hand. */
import { describe, expect, it } from '@jest/globals';
import {
  accuracy,
  bestTemperature,
  calibrationError,
  crossEntropy,
  softmaxRows,
} from '../../scripts/train/scores.js';

/** Rows that give `digit` the probability `confidence` and share the rest. */
function rows(answers: readonly (readonly [digit: number, confidence: number])[]): Float32Array {
  return Float32Array.from(
    answers.flatMap(([digit, confidence]) =>
      Array.from({ length: 10 }, (_, c) => (c === digit ? confidence : (1 - confidence) / 9)),
    ),
  );
}

describe('scores', () => {
  const answers = rows([
    [3, 0.91],
    [3, 0.93],
    [5, 0.62],
    [1, 0.58],
  ]);
  const labels = Uint8Array.from([3, 4, 5, 1]);

  it('accuracy is the share of right digits', () => {
    expect(accuracy(answers, labels)).toBe(0.75);
  });

  it('cross-entropy is the mean of −ln p of the label', () => {
    const expected = -(Math.log(0.91) + Math.log(0.07 / 9) + Math.log(0.62) + Math.log(0.58)) / 4;
    expect(crossEntropy(answers, labels)).toBeCloseTo(expected, 5);
  });

  it('the calibration error weighs the gap of each bin', () => {
    // Bins of 1/15: 0.91 and 0.93 share one ([13/15, 14/15)), half of them right; 0.62 and 0.58 lie in one each.
    const gaps = Math.abs(0.91 - 1 + 0.93) + Math.abs(0.62 - 1) + Math.abs(0.58 - 1);
    expect(calibrationError(answers, labels)).toBeCloseTo(gaps / 4, 6);
  });

  it('softmax at a temperature divides the logits by it', () => {
    const row = Float32Array.from([2, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(softmaxRows(row, 2)[0]).toBeCloseTo(Math.E / (Math.E + 9), 12);
  });

  it('the best temperature undoes a factor in the logits', () => {
    // Right with 0.8: logits ln(0.8 / (0.2/9)) apart, given three times too large.
    const logit = 3 * Math.log(0.8 / (0.2 / 9));
    const logits = Float32Array.from({ length: 100 }, (_, i) => (i % 10 === 0 ? logit : 0));
    const right = Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 4, 7]);
    expect(bestTemperature(logits, right)).toBeCloseTo(3, 2);
  });
});

/**
 * What a network's answers are worth: accuracy, cross-entropy, calibration; and the temperature that
 * calibrates them. Scores are rows of ten, logits or probabilities as told. Guo et al. 2017, "On Calibration
 * of Modern Neural Networks".
 */
import { expectedCalibrationError, reliability } from '../../src/evaluation/metrics.js';

const CLASSES = 10;

export function softmaxRows(logits: Float32Array, temperature = 1): Float64Array {
  const probabilities = new Float64Array(logits.length);
  for (let start = 0; start < logits.length; start += CLASSES) {
    const row = logits.subarray(start, start + CLASSES);
    const highest = Math.max(...row);
    const powers = Array.from(row, (z) => Math.exp((z - highest) / temperature));
    const sum = powers.reduce((a, b) => a + b, 0);
    probabilities.set(
      powers.map((power) => power / sum),
      start,
    );
  }
  return probabilities;
}

/** The greatest of each row. */
function predictions(scores: ArrayLike<number>): Uint8Array {
  return Uint8Array.from({ length: scores.length / CLASSES }, (_, n) => {
    let best = 0;
    for (let c = 1; c < CLASSES; c++) if (scores[n * CLASSES + c]! > scores[n * CLASSES + best]!) best = c;
    return best;
  });
}

export function accuracy(scores: ArrayLike<number>, labels: Uint8Array): number {
  const digits = predictions(scores);
  return labels.reduce((right, label, n) => right + (digits[n] === label ? 1 : 0), 0) / labels.length;
}

export function crossEntropy(probabilities: ArrayLike<number>, labels: Uint8Array): number {
  return (
    labels.reduce(
      (sum, label, n) => sum - Math.log(Math.max(1e-300, probabilities[n * CLASSES + label]!)),
      0,
    ) / labels.length
  );
}

/** Expected calibration error, over fifteen equal bins of confidence; of at least one digit. */
export function calibrationError(probabilities: ArrayLike<number>, labels: Uint8Array): number {
  const digits = predictions(probabilities);
  const confidences = Array.from(digits, (digit, n) => probabilities[n * CLASSES + digit]!);
  const hits = Array.from(digits, (digit, n) => (digit === labels[n] ? 1 : 0));
  return expectedCalibrationError(reliability(confidences, hits)) ?? 0;
}

/**
 * The temperature in 0.2 … 5 at which the cross-entropy of these digits is least, to three digits: golden
 * section.
 */
export function bestTemperature(logits: Float32Array, labels: Uint8Array): number {
  const cost = (logarithm: number): number => crossEntropy(softmaxRows(logits, Math.exp(logarithm)), labels);
  const ratio = (Math.sqrt(5) - 1) / 2;
  let low = Math.log(0.2);
  let high = Math.log(5);
  while (high - low > 5e-4) {
    const left = high - ratio * (high - low);
    const right = low + ratio * (high - low);
    if (cost(left) < cost(right)) high = right;
    else low = left;
  }
  return Math.exp((low + high) / 2);
}

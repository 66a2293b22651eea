/**
 * What an evaluation's counts say: an interval for the accuracy, figures per class, calibration. Pure functions of counts
 * and confidences; what the views of an evaluation show.
 */

/** Between what a proportion lies. */
export interface Interval {
  /** Its lower end, from 0 on. */
  readonly low: number;
  /** Its upper end, up to 1. */
  readonly high: number;
}

/** The standard normal distribution holds 95 % between −z and z. */
const Z_95 = 1.959963984540054;

/**
 * Wilson's score interval for a proportion, 95 % by default. Unlike p ± z·SE it stays within 0 … 1 and holds near both ends,
 * where accuracies lie. Nothing tried: 0 … 1.
 * Source: Wilson 1927; Newcombe 1998, "Two-sided confidence intervals for the single proportion", method 3.
 */
export function wilsonInterval(correct: number, count: number, z = Z_95): Interval {
  if (count === 0) return { low: 0, high: 1 };
  const p = correct / count;
  const z2 = z * z;
  const middle = p + z2 / (2 * count);
  const half = z * Math.sqrt((p * (1 - p) + z2 / (4 * count)) / count);
  const scale = 1 + z2 / count;
  // At the ends the exact values are 0 and 1; rounding could step over them.
  return {
    low: correct === 0 ? 0 : (middle - half) / scale,
    high: correct === count ? 1 : (middle + half) / scale,
  };
}

export interface ClassScore {
  readonly label: number;
  /** How many images have the label. */
  readonly support: number;
  /** How many images were taken for it. */
  readonly predicted: number;
  readonly correct: number;
  /** correct / predicted; null where nothing was taken for it. */
  readonly precision: number | null;
  /** correct / support; null where no image has the label. */
  readonly recall: number | null;
  /** The harmonic mean of both, 2·correct / (support + predicted); null where both are. */
  readonly f1: number | null;
}

/**
 * Precision, recall and F1 of each class.
 * @param confusion confusion[label][answer], square
 * @param unanswered by label, images that got no answer: they lower the recall
 */
export function classScores(
  confusion: readonly (readonly number[])[],
  unanswered: readonly number[] = [],
): ClassScore[] {
  return confusion.map((row, label) => {
    const correct = row[label]!;
    const support = sum(row) + (unanswered[label] ?? 0);
    const predicted = sum(confusion.map((answers) => answers[label]!));
    return {
      label,
      support,
      predicted,
      correct,
      precision: ratio(correct, predicted),
      recall: ratio(correct, support),
      f1: ratio(2 * correct, support + predicted),
    };
  });
}

/** The answers whose confidence lies in (low, high]. */
export interface ReliabilityBin extends Interval {
  readonly count: number;
  /** Mean confidence and share of right answers; null where there are none. */
  readonly confidence: number | null;
  readonly accuracy: number | null;
}

/**
 * Sorts answers by confidence into equal bins: where a network is calibrated, each bin's accuracy is its confidence.
 * Source: Guo et al. 2017, "On Calibration of Modern Neural Networks", §2.
 * @param confidences the probability that each answer was given, 0 … 1
 * @param hits whether each answer is right, 1 or 0
 */
export function reliability(
  confidences: ArrayLike<number>,
  hits: ArrayLike<number>,
  bins = 15,
): ReliabilityBin[] {
  const counts = new Float64Array(bins);
  const confidenceSums = new Float64Array(bins);
  const hitSums = new Float64Array(bins);
  for (let i = 0; i < confidences.length; i++) {
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidences[i]! * bins) - 1));
    counts[bin]!++;
    confidenceSums[bin]! += confidences[i]!;
    hitSums[bin]! += hits[i]!;
  }
  return Array.from(counts, (count, bin) => ({
    low: bin / bins,
    high: (bin + 1) / bins,
    count,
    confidence: ratio(confidenceSums[bin]!, count),
    accuracy: ratio(hitSums[bin]!, count),
  }));
}

/** Expected calibration error: |accuracy − confidence| in the mean over all answers, bin by bin; null where there are none. */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number | null {
  const count = sum(bins.map((bin) => bin.count));
  const gaps = bins.map((bin) => bin.count * Math.abs((bin.accuracy ?? 0) - (bin.confidence ?? 0)));
  return ratio(sum(gaps), count);
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

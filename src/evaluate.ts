/**
 * Runs a session over a labelled set in batches and counts what it got right. A set that is larger than the session goes through
 * it a part at a time, so that memory does not grow with the set. The clock runs over the loops of batches and nothing else: from
 * uint8 pixels in the session's memory to probabilities and predicted digits.
 * Book §3.6.2 (accuracy) and §3.6.3 (batches).
 */
import type { Session, Team } from './engine/kernel/kernel.js';
import { wilsonInterval, type Interval } from './evaluation/metrics.js';

/** How many answers were right, and what that says of the network. */
export interface AccuracyEstimate {
  /** How many digits there were. */
  readonly count: number;
  /** How many of them were read rightly. */
  readonly correct: number;
  /** correct / count. */
  readonly accuracy: number;
  /** Of the accuracy as an estimate from `count` trials: √(p(1 − p) / n). */
  readonly standardError: number;
  /** Where the accuracy lies with 95 % confidence, by Wilson's score. */
  readonly interval: Interval;
}

/** What came of one batch size. */
export interface EvalRun extends AccuracyEstimate {
  /** Rows that went through together; the last batch may be shorter. */
  readonly batchSize: number;
  /** Mean cross-entropy in nats; null where the outputs are no probabilities. */
  readonly loss: number | null;
  /** How long the forward passes took. */
  readonly timing: Timing;
}

/** The time of the forward passes alone. */
export interface Timing {
  /** Milliseconds for all batches, the median where there were several runs. */
  readonly forwardMs: number;
  /** count / seconds. */
  readonly imagesPerSecond: number;
  /** The same as time for one digit. */
  readonly microsecondsPerImage: number;
}

/** A digit that was taken for another. */
export interface Misclassified {
  /** Its place in the set, from 0. */
  readonly index: number;
  /** What it is. */
  readonly label: number;
  /** What the network said. */
  readonly digit: number;
  /** The probability that it gave to `digit`. */
  readonly confidence: number;
}

/** What came of all runs. */
export interface Evaluation {
  /** One per batch size, in the order asked for. */
  readonly runs: readonly EvalRun[];
  /** confusion[label][digit]: how many. */
  readonly confusion: readonly (readonly number[])[];
  /** In the order of the set. */
  readonly misclassified: readonly Misclassified[];
}

/** How `evaluate` runs. */
export interface EvaluateOptions {
  /** Whole numbers from 1 on; each is run. */
  readonly batchSizes: readonly number[];
  /** How often each batch size is run; the median time counts. Default: 1. */
  readonly repeat?: number | undefined;
  /** Whether the outputs are probabilities, so that a loss can be told. */
  readonly probabilities: boolean;
  /** Puts rows first … first + count − 1 of the set into the session's first rows. Default: the session holds the whole set. */
  readonly load?: ((first: number, count: number) => void) | undefined;
  /** Milliseconds, monotonic. */
  readonly now?: (() => number) | undefined;
  /** Called between runs, with how many are done and how many there are. */
  readonly onRun?: ((done: number, total: number) => void | Promise<void>) | undefined;
}

/**
 * Runs a session over a labelled set, in batches of each size asked for, and counts what it got right. Book §3.6.2 and
 * §3.6.3. The clock runs over the forward passes alone.
 * @param session holds the set in its input, from row 0 on; or a part of it, where `load` is given
 * @param labels (count,), the true digits
 */
export async function evaluate(
  session: Session | Team,
  labels: Uint8Array,
  options: EvaluateOptions,
): Promise<Evaluation> {
  const { batchSizes, repeat = 1, probabilities, load, now = () => performance.now(), onRun } = options;
  const total = batchSizes.length * repeat;
  const capacity = load ? session.capacity : labels.length;
  const fits = labels.length <= capacity;
  if (fits) load?.(0, labels.length);

  /** @returns the milliseconds of the forward passes alone */
  const runOnce = async (batchSize: number, tally?: Tally): Promise<number> => {
    let ms = 0;
    for (const { first, count } of splitRows(labels.length, capacity, batchSize)) {
      if (!fits) load?.(first, count);
      const start = now();
      await runBatches(session, count, batchSize);
      ms += now() - start;
      tally?.add(session, labels.subarray(first, first + count), first);
    }
    return ms;
  };

  // Figures that are compared should not differ by who came first: the engine compiles while it first runs.
  if (total > 1) await runOnce(batchSizes[0]!);
  const runs: EvalRun[] = [];
  let tally = new Tally();
  for (const batchSize of batchSizes) {
    const times: number[] = [];
    for (let i = 0; i < repeat; i++) {
      tally = new Tally();
      times.push(await runOnce(batchSize, tally));
      await onRun?.(runs.length * repeat + times.length, total);
    }
    runs.push(summarize(tally, labels.length, batchSize, median(times), probabilities));
  }
  const { confusion, misclassified } = tally;
  return { runs, confusion, misclassified };
}

interface Rows {
  readonly first: number;
  readonly count: number;
}

/** Parts of a set, none larger than the capacity, each of whole batches where one fits. */
function splitRows(total: number, capacity: number, batchSize: number): Rows[] {
  const length = total <= capacity ? total : Math.floor(capacity / batchSize) * batchSize || capacity;
  return Array.from({ length: Math.ceil(total / length) }, (_, i) => ({
    first: i * length,
    count: Math.min(length, total - i * length),
  }));
}

async function runBatches(session: Session | Team, count: number, batchSize: number): Promise<void> {
  if ('runAll' in session) return await session.runAll(count, batchSize);
  for (let first = 0; first < count; first += batchSize)
    session.run(first, Math.min(batchSize, count - first));
}

/** The smallest normal float32: stands in for a probability that was rounded to zero, so that the mean stays finite. */
const SMALLEST = 2 ** -126;

/** What came of one run, added up part by part. */
class Tally {
  readonly confusion = Array.from({ length: 10 }, () => new Array<number>(10).fill(0));
  readonly misclassified: Misclassified[] = [];
  /** Sum of −ln p(label). */
  loss = 0;

  /**
   * One plain loop over locals: in a short run the engine has not compiled it yet.
   * @param first the number of the first row in the set
   */
  add({ predictions, outputs }: Session, labels: Uint8Array, first: number): void {
    const { confusion, misclassified } = this;
    let loss = this.loss;
    for (let i = 0; i < labels.length; i++) {
      const label = labels[i]!;
      const digit = predictions[i]!;
      const p = outputs[i * 10 + label]!;
      confusion[label]![digit]!++;
      loss -= Math.log(p > SMALLEST ? p : SMALLEST);
      if (digit === label) continue;
      misclassified.push({ index: first + i, label, digit, confidence: outputs[i * 10 + digit]! });
    }
    this.loss = loss;
  }
}

function summarize(
  { misclassified, loss }: Tally,
  count: number,
  batchSize: number,
  forwardMs: number,
  probabilities: boolean,
): EvalRun {
  return {
    batchSize,
    ...estimateAccuracy(count - misclassified.length, count),
    loss: probabilities ? loss / count : null,
    timing: {
      forwardMs,
      imagesPerSecond: count / (forwardMs / 1000),
      microsecondsPerImage: (forwardMs * 1000) / count,
    },
  };
}

/** @param correct of `count` answers */
export function estimateAccuracy(correct: number, count: number): AccuracyEstimate {
  const accuracy = correct / count;
  const standardError = Math.sqrt((accuracy * (1 - accuracy)) / count);
  return { count, correct, accuracy, standardError, interval: wilsonInterval(correct, count) };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * Runs a session over a labelled set in batches and counts what it got right. The clock runs over the loop of batches
 * and nothing else: from uint8 pixels in the session's memory to probabilities and predicted digits.
 * Book §3.6.2 (accuracy) and §3.6.3 (batches).
 */
import type { Session, Team } from './engine/kernel/kernel.js';

/** What came of one batch size. */
export interface EvalRun {
  /** Rows that went through together; the last batch may be shorter. */
  readonly batchSize: number;
  /** How many digits there were. */
  readonly count: number;
  /** How many of them were read rightly. */
  readonly correct: number;
  /** correct / count. */
  readonly accuracy: number;
  /** Of the accuracy as an estimate from `count` trials: √(p(1 − p) / n). */
  readonly standardError: number;
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
  /** Milliseconds, monotonic. */
  readonly now?: (() => number) | undefined;
  /** Called between runs, with how many are done and how many there are. */
  readonly onRun?: ((done: number, total: number) => void | Promise<void>) | undefined;
}

/**
 * Runs a session over a labelled set, in batches of each size asked for, and counts what it got right. Book §3.6.2 and
 * §3.6.3. The clock runs over the forward passes alone.
 * @param session holds the set in its input, from row 0 on
 * @param labels (count,), the true digits
 */
export async function evaluate(
  session: Session | Team,
  labels: Uint8Array,
  options: EvaluateOptions,
): Promise<Evaluation> {
  const { batchSizes, repeat = 1, probabilities, now = () => performance.now(), onRun } = options;
  const count = labels.length;
  const total = batchSizes.length * repeat;
  // Figures that are compared should not differ by who came first: the engine compiles while it first runs.
  if (total > 1) await runBatches(session, count, batchSizes[0]!);
  const runs: EvalRun[] = [];
  for (const batchSize of batchSizes) {
    const times: number[] = [];
    for (let i = 0; i < repeat; i++) {
      const start = now();
      await runBatches(session, count, batchSize);
      times.push(now() - start);
      await onRun?.(runs.length * repeat + times.length, total);
    }
    runs.push(summarize(session, labels, batchSize, median(times), probabilities));
  }
  return {
    runs,
    confusion: confusionMatrix(session, labels),
    misclassified: listMisclassified(session, labels),
  };
}

async function runBatches(session: Session | Team, count: number, batchSize: number): Promise<void> {
  if ('runAll' in session) return await session.runAll(count, batchSize);
  for (let first = 0; first < count; first += batchSize)
    session.run(first, Math.min(batchSize, count - first));
}

function summarize(
  session: Session,
  labels: Uint8Array,
  batchSize: number,
  forwardMs: number,
  probabilities: boolean,
): EvalRun {
  const count = labels.length;
  let correct = 0;
  for (let i = 0; i < count; i++) if (session.predictions[i] === labels[i]) correct++;
  const accuracy = correct / count;
  return {
    batchSize,
    count,
    correct,
    accuracy,
    standardError: Math.sqrt((accuracy * (1 - accuracy)) / count),
    loss: probabilities ? crossEntropy(session.outputs, labels) : null,
    timing: {
      forwardMs,
      imagesPerSecond: count / (forwardMs / 1000),
      microsecondsPerImage: (forwardMs * 1000) / count,
    },
  };
}

/** The smallest normal float32: stands in for a probability that was rounded to zero, so that the mean stays finite. */
const SMALLEST = 2 ** -126;

/** Mean of −ln p(label). @param outputs (≥ count, classes), rows of probabilities */
export function crossEntropy(outputs: Float32Array, labels: Uint8Array, classes = 10): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++)
    sum -= Math.log(Math.max(outputs[i * classes + labels[i]!]!, SMALLEST));
  return sum / labels.length;
}

function confusionMatrix({ predictions }: Session, labels: Uint8Array): number[][] {
  const matrix = Array.from({ length: 10 }, () => new Array<number>(10).fill(0));
  labels.forEach((label, i) => matrix[label]![predictions[i]!]!++);
  return matrix;
}

function listMisclassified({ predictions, outputs }: Session, labels: Uint8Array): Misclassified[] {
  const mistakes: Misclassified[] = [];
  labels.forEach((label, index) => {
    const digit = predictions[index]!;
    if (digit !== label) mistakes.push({ index, label, digit, confidence: outputs[index * 10 + digit]! });
  });
  return mistakes;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

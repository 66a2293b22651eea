/** A small evaluation for the tests of reports: labels, answers and how sure the network was of each. */
import type { EvalReport } from '../../src/commands/eval.js';
import { estimateAccuracy } from '../../src/evaluate.js';
import { classScores } from '../../src/evaluation/metrics.js';
import type { Answers, Circumstances } from '../../src/report/model.js';

export interface Answer {
  readonly label: number;
  readonly digit: number;
  readonly confidence: number;
}

/** The image of row i is filled with i. */
export function answersOf(rows: readonly Answer[], sources?: readonly string[]): Answers {
  const outputs = new Float32Array(rows.length * 10);
  const pixels = new Uint8Array(rows.length * 784);
  rows.forEach(({ label, digit, confidence }, i) => {
    outputs[i * 10 + label] = 1 - confidence;
    outputs[i * 10 + digit] = confidence;
    pixels.fill(i, i * 784, (i + 1) * 784);
  });
  return {
    pixels,
    outputs,
    labels: Uint8Array.from(rows, ({ label }) => label),
    predictions: Int32Array.from(rows, ({ digit }) => digit),
    sources,
  };
}

export function recordOf(rows: readonly Answer[], more: Partial<EvalReport> = {}): EvalReport {
  const confusion = Array.from({ length: 10 }, () => new Array<number>(10).fill(0));
  for (const { label, digit } of rows) confusion[label]![digit]!++;
  const correct = rows.filter(({ label, digit }) => label === digit).length;
  const count = rows.length + (more.unread?.length ?? 0);
  const unread = confusion.map((_, digit) => more.unread?.filter(({ label }) => label === digit).length ?? 0);
  const timing = { forwardMs: 2, imagesPerSecond: 5000, microsecondsPerImage: 200 };
  return {
    command: 'eval',
    weights: {
      name: 'mine',
      path: '/tmp/mine.npz',
      format: 'npz',
      sha256: 'ab'.repeat(32),
      layers: [784, 50, 10],
      activations: ['relu', 'softmax'],
      parameters: 39_760,
    },
    dataset: { name: 'mnist', split: 'test', count, path: '/data' },
    kernel: 'simd',
    threads: 1,
    runs: [{ ...estimateAccuracy(correct, count), batchSize: 100, loss: 0.5, timing }],
    timing: { loadWeightsMs: 1, loadDataMs: 1, totalMs: 10 },
    confusion,
    classes: classScores(confusion, unread),
    ...more,
  };
}

export const circumstances: Circumstances = {
  commandLine: 'mnn eval --report r.html',
  time: '2026-11-25T10:00:00.000Z',
  version: '1.2.3',
  node: 'v20.19.0',
  processor: 'a processor',
  cores: 2,
  memoryBytes: 8 * 2 ** 30,
  system: 'Linux 6, x64',
  imagesSha256: 'cd'.repeat(32),
  labelsSha256: 'ef'.repeat(32),
};

/**
 * The record of an evaluation and the digits themselves → what a report shows: figures, and for each cell of the
 * confusion matrix the digits behind it. How it looks is the page's matter (page.ts).
 */
import type { EvalReport } from '../commands/eval.js';
import { expectedCalibrationError, reliability, type ReliabilityBin } from '../evaluation/metrics.js';

/** What the network saw and said, a row for each image that was answered. */
export interface Answers {
  /** (count, 784), 0 background to 255 ink. */
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
  readonly predictions: ArrayLike<number>;
  /** (count, 10): the network's outputs. */
  readonly outputs: Float32Array;
  /** Names of the images; by their index where there are none. */
  readonly sources?: readonly string[] | undefined;
}

/** What was run on what; figures mean little without. */
export interface Circumstances {
  /** As one would type it. */
  readonly commandLine: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly version: string;
  readonly node: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  /** SHA-256 of the images and labels as raw IDX files. */
  readonly imagesSha256: string;
  readonly labelsSha256: string;
}

/** One image and its answer. */
export interface ShownDigit {
  readonly source: string;
  readonly label: number;
  readonly digit: number;
  /** Of 0 to 9: probabilities after softmax, else plain outputs. */
  readonly outputs: readonly number[];
  /** 784 bytes. */
  readonly pixels: Uint8Array;
}

/** Images with one label that got one answer. */
export interface Cell {
  readonly label: number;
  readonly digit: number;
  readonly count: number;
  /** Mistakes: the most confident first. Right answers: the least sure first. Not all where there are many. */
  readonly shown: readonly ShownDigit[];
}

/** How many mistakes, or right answers, a cell shows at most. */
interface CellLimits {
  readonly wrong: number;
  readonly right: number;
}

export interface Calibration {
  readonly bins: readonly ReliabilityBin[];
  /** Expected calibration error. */
  readonly error: number;
}

export interface ReportModel {
  readonly record: EvalReport;
  readonly circumstances: Circumstances;
  /** cells[label][answer]. */
  readonly cells: readonly (readonly Cell[])[];
  readonly limits: CellLimits;
  /** The most confident mistakes of all. */
  readonly mistakes: readonly ShownDigit[];
  /** Undefined where the outputs are no probabilities, or nothing was answered. */
  readonly calibration: Calibration | undefined;
  /** Whether the outputs are probabilities. */
  readonly givesProbabilities: boolean;
}

/** Bytes of a digit: 28×28. */
const PIXELS = 784;

/** Mistakes that cells hold in all: keeps a report below 2 MB, at 600 to 800 bytes a digit. */
const MOST_MISTAKES = 1400;
const RIGHT_PER_CELL = 12;
const GALLERY = 24;

export function buildReport(record: EvalReport, answers: Answers, circumstances: Circumstances): ReportModel {
  const run = record.runs[0]!;
  const givesProbabilities = run.loss !== null;
  const limits = { wrong: cellLimit(record.confusion), right: RIGHT_PER_CELL };
  const isWrong = (index: number): boolean => answers.predictions[index] !== answers.labels[index];
  const byConfidence = Array.from(answers.labels.keys()).sort(
    (a, b) => confidenceOf(answers, b) - confidenceOf(answers, a),
  );
  const mistakes = byConfidence.filter(isWrong);
  return {
    record,
    circumstances,
    cells: collectCells(record, answers, limits, {
      wrong: mistakes,
      right: byConfidence.filter((index) => !isWrong(index)).reverse(),
    }),
    limits,
    mistakes: mistakes.slice(0, GALLERY).map((index) => showDigit(answers, index)),
    calibration: givesProbabilities ? calibrate(answers) : undefined,
    givesProbabilities,
  };
}

/** The answer's probability, or output. */
function confidenceOf({ outputs, predictions }: Answers, index: number): number {
  return outputs[index * 10 + predictions[index]!]!;
}

/** The most digits a cell with mistakes may show so that all cells together stay within their bound. */
function cellLimit(confusion: EvalReport['confusion']): number {
  const counts = confusion.flatMap((row, label) => row.filter((_, digit) => digit !== label));
  const shown = (limit: number): number => counts.reduce((sum, count) => sum + Math.min(count, limit), 0);
  const largest = Math.max(...counts);
  let limit = Math.floor(MOST_MISTAKES / counts.length);
  while (limit < largest && shown(limit + 1) <= MOST_MISTAKES) limit++;
  return limit;
}

/** @param ranked indices of mistakes and of right answers, those to show first in front */
function collectCells(
  { confusion }: EvalReport,
  answers: Answers,
  limits: CellLimits,
  ranked: { readonly wrong: readonly number[]; readonly right: readonly number[] },
): Cell[][] {
  const shown = confusion.map((row) => row.map((): ShownDigit[] => []));
  const collect = (indices: readonly number[], limit: number): void => {
    for (const index of indices) {
      const cell = shown[answers.labels[index]!]![answers.predictions[index]!]!;
      if (cell.length < limit) cell.push(showDigit(answers, index));
    }
  };
  collect(ranked.wrong, limits.wrong);
  collect(ranked.right, limits.right);
  return confusion.map((row, label) =>
    row.map((count, digit) => ({ label, digit, count, shown: shown[label]![digit]! })),
  );
}

function showDigit({ pixels, labels, predictions, outputs, sources }: Answers, index: number): ShownDigit {
  return {
    source: sources?.[index] ?? `[${index}]`,
    label: labels[index]!,
    digit: predictions[index]!,
    outputs: Array.from(outputs.subarray(index * 10, (index + 1) * 10)),
    pixels: pixels.subarray(index * PIXELS, (index + 1) * PIXELS),
  };
}

function calibrate(answers: Answers): Calibration | undefined {
  const { labels, predictions } = answers;
  const confidences = Float32Array.from(labels, (_, index) => confidenceOf(answers, index));
  const hits = Uint8Array.from(labels, (label, index) => (predictions[index] === label ? 1 : 0));
  const bins = reliability(confidences, hits);
  const error = expectedCalibrationError(bins);
  return error === null ? undefined : { bins, error };
}

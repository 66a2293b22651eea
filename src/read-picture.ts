/** What is to be seen of a picture → what the network says of the digits in it. */
import { NoDigitError } from './errors.js';
import { prepare, type Picture, type PrepareOptions, type Seen } from './image/prepare.js';
import { rankDigits, type Prediction, type Reader } from './predict.js';
import { steadiness } from './steadiness.js';
import type { Strangeness } from './strangeness.js';
import { t } from './text.js';

export interface AnswerOptions {
  /** An answer less sure than this is none. */
  readonly minConfidence?: number | undefined;
  /** Judges by more than the network whether what was read is a digit. */
  readonly strangeness?: Strangeness | undefined;
}

export type ReadOptions = PrepareOptions & AnswerOptions;

export interface Reading extends Prediction, Seen {
  /** The mean probability of `digit` when the ink is turned, moved or scaled a little. */
  readonly steadiness: number;
  /** How unlike training digits it is; beyond 1 are two of a hundred of these. Only where there was something to judge by. */
  readonly strangeness?: number;
}

/** Several digits, read from left to right. */
export interface RowReading {
  /** The digits as text. */
  readonly text: string;
  readonly digits: readonly Reading[];
}

/**
 * The digit in a picture.
 * @throws {NoDigitError} when there is none, or none that is read with `minConfidence`
 * @throws {ShapeError} when the picture is to be taken raw and is not 28×28
 */
export function readPicture(picture: Picture, reader: Reader, options: ReadOptions = {}): Reading {
  const [seen] = prepare(picture, { ...options, multi: false });
  return answerDigit(picture.source, seen, reader, options);
}

/** The digits in a picture, from left to right. @throws {NoDigitError} as `readPicture` */
export function readRow(picture: Picture, reader: Reader, options: ReadOptions = {}): RowReading {
  return answerRow(picture.source, prepare(picture, { ...options, multi: true }), reader, options);
}

/** @param digits from left to right @throws {NoDigitError} for one that is not read with `minConfidence` */
export function answerRow(
  source: string,
  digits: readonly Seen[],
  reader: Reader,
  options: AnswerOptions,
): RowReading {
  const readings = digits.map((seen) => answerDigit(source, seen, reader, options));
  return { text: readings.map(({ digit }) => digit).join(''), digits: readings };
}

/** Without planes to judge by, an answer less steady than this is doubtful. */
const STEADY = 0.8;

/** @param source names the picture in errors @throws {NoDigitError} when it is not read with `minConfidence` */
export function answerDigit(
  source: string,
  seen: Seen,
  reader: Reader,
  { minConfidence = 0, strangeness }: AnswerOptions,
): Reading {
  const prediction = reader.predict(seen.pixels);
  if (prediction.confidence < minConfidence) throw notSureEnough(source, prediction, minConfidence);
  const steady = steadiness(seen.pixels, prediction.digit, reader);
  const strange = strangeness?.(seen.pixels, prediction.digit);
  // Digits may be a little strange or a little unsteady; what is both is mostly none.
  const isDoubtful = steady < (strange ?? STEADY);
  const warnings = isDoubtful ? [...seen.warnings, mayBeNoDigit()] : seen.warnings;
  return {
    ...prediction,
    ...seen,
    steadiness: steady,
    ...(strange === undefined ? {} : { strangeness: strange }),
    warnings,
  };
}

function mayBeNoDigit(): string {
  return t`it may be no digit: it is unlike those that the network has learnt from, or the answer changes as the ink is moved a little`;
}

function notSureEnough(source: string, { probabilities }: Prediction, wanted: number): NoDigitError {
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  const [first, second] = rankDigits(probabilities);
  return new NoDigitError(
    t`${source}: no digit that is sure enough: ${first!.digit} with ${percent(first!.confidence)}, ${second!.digit} with ${percent(second!.confidence)}, wanted are ${percent(wanted)}`,
    t`--show prints what the network saw`,
  );
}

/** A decoded picture → what the network says of the digit in it. */
import { NoDigitError, ShapeError } from './errors.js';
import { SIZE } from './image/centre.js';
import { compositeAlpha, luma } from './image/composite.js';
import type { Picture } from './image/decode.js';
import { preprocess, preprocessRow, type Preprocessed, type PreprocessOptions } from './image/preprocess.js';
import type { Invert } from './image/segment.js';
import type { Box } from './image/raster.js';
import { rankDigits, type Prediction, type Reader } from './predict.js';
import { steadiness } from './steadiness.js';
import { t } from './text.js';

export interface ReadOptions extends PreprocessOptions {
  readonly invert: Invert;
  /** The picture is 28×28 and like MNIST's already: nothing is done to it, but for `invert: 'yes'`. */
  readonly raw?: boolean | undefined;
  /** An answer less sure than this is none. */
  readonly minConfidence?: number | undefined;
}

export interface Reading extends Prediction {
  /** The picture was dark on light. */
  readonly inverted: boolean;
  /** Where the digit is, in pixels of the picture as it is seen upright. */
  readonly box: Box;
  /** The 28×28 that the network saw. */
  readonly pixels: Uint8Array;
  /** The mean probability of `digit` when the ink is turned, moved or scaled a little. */
  readonly steadiness: number;
  /** What makes the answer doubtful, in words; mostly nothing. */
  readonly warnings: readonly string[];
  /** The choices that were made on the way; undefined for a picture taken raw. */
  readonly steps: Steps | undefined;
}

export type Steps = Pick<Preprocessed, 'unchanged' | 'threshold' | 'strokeWidth'>;

/** Several digits, read from left to right. */
export interface RowReading {
  /** The digits as text. */
  readonly text: string;
  readonly digits: readonly Reading[];
}

/**
 * @throws {NoDigitError} when there is no digit, or none that is read with `minConfidence`
 * @throws {ShapeError} when the picture is to be taken raw and is not 28×28
 */
export function readPicture(picture: Picture, reader: Reader, options: ReadOptions): Reading {
  return named(picture, () => {
    const seen = options.raw ? takeRaw(picture, options.invert) : prepare(picture, options);
    return answer(seen, reader, options);
  });
}

/**
 * What the network would see of a picture.
 * @throws {NoDigitError} when there is no digit; it names the picture
 */
export function seePicture(picture: Picture, options: PreprocessOptions = {}): Seen {
  return named(picture, () => prepare(picture, options));
}

/** @throws {NoDigitError} when there is no digit, or one that is not read with `minConfidence` */
export function readRow(picture: Picture, reader: Reader, options: ReadOptions): RowReading {
  return named(picture, () => {
    const { pixels, width, height, channels } = picture;
    const row = preprocessRow(pixels, width, height, channels, options);
    const digits = row.map((seen) => answer(inFullSize(seen, picture), reader, options));
    return { text: digits.map(({ digit }) => digit).join(''), digits };
  });
}

/** Below this an answer is doubtful: about one picture of a digit in ten, and most of letters, though not all. */
const STEADY = 0.9;

function answer(seen: Seen, reader: Reader, { minConfidence = 0 }: ReadOptions): Reading {
  const prediction = reader.predict(seen.pixels);
  if (prediction.confidence < minConfidence) throw notSureEnough(prediction, minConfidence);
  const warnings = [...seen.warnings];
  const steady = steadiness(seen.pixels, prediction.digit, reader);
  if (steady < STEADY) {
    warnings.push(
      t`the answer is not sure: it changes when the ink is turned or moved a little; it may be no digit`,
    );
  }
  return { ...prediction, ...seen, steadiness: steady, warnings };
}

type Seen = Omit<Reading, keyof Prediction | 'steadiness'>;

function prepare(picture: Picture, options: PreprocessOptions): Seen {
  const { pixels, width, height, channels } = picture;
  return inFullSize(preprocess(pixels, width, height, channels, options), picture);
}

/** The box in pixels of the picture before it was reduced. */
function inFullSize(prepared: Preprocessed, picture: Picture): Seen {
  const { pixels, inverted, box, warnings, unchanged, threshold, strokeWidth } = prepared;
  const steps = { unchanged, threshold, strokeWidth };
  const scaleX = picture.fullWidth / picture.width;
  const scaleY = picture.fullHeight / picture.height;
  const [x, y, width, height] = box;
  const [left, top] = [Math.round(x * scaleX), Math.round(y * scaleY)];
  const [right, bottom] = [Math.round((x + width) * scaleX), Math.round((y + height) * scaleY)];
  return { pixels, inverted, box: [left, top, right - left, bottom - top], warnings, steps };
}

/** What preprocessing says of the pixels, said of the picture. */
function named<Result>({ source }: Picture, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof NoDigitError)) throw error;
    throw new NoDigitError(`${source}: ${error.message}`, error.hint, { cause: error });
  }
}

function takeRaw({ source, pixels, width, height, channels }: Picture, invert: Invert): Seen {
  if (width !== SIZE || height !== SIZE) {
    throw new ShapeError(
      t`${source} is ${width}×${height}, and --raw takes ${SIZE}×${SIZE} as is`,
      t`leave --raw away: the digit is then found, scaled and centred`,
    );
  }
  const grey = luma(compositeAlpha(pixels, width, height, channels));
  const inverted = invert === 'yes';
  return {
    pixels: Uint8Array.from(grey.data, (level) => Math.round(inverted ? 255 - level : level)),
    inverted,
    box: [0, 0, SIZE, SIZE],
    warnings: [],
    steps: undefined,
  };
}

function notSureEnough({ probabilities }: Prediction, wanted: number): NoDigitError {
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  const [first, second] = rankDigits(probabilities);
  return new NoDigitError(
    t`no digit that is sure enough: ${first!.digit} with ${percent(first!.confidence)}, ${second!.digit} with ${percent(second!.confidence)}, wanted are ${percent(wanted)}`,
    t`--show prints what the network saw`,
  );
}

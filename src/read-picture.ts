/** A decoded picture → what the network says of the digit in it. */
import { NoDigitError, ShapeError } from './errors.js';
import { SIZE } from './image/centre.js';
import { compositeAlpha, luma } from './image/composite.js';
import type { Picture } from './image/decode.js';
import { preprocess, type Invert } from './image/preprocess.js';
import type { Box } from './image/raster.js';
import { rankDigits, type Prediction, type Reader } from './predict.js';

export interface ReadOptions {
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
}

/**
 * @throws {NoDigitError} when there is no digit, or none that is read with `minConfidence`
 * @throws {ShapeError} when the picture is to be taken raw and is not 28×28
 */
export function readPicture(picture: Picture, reader: Reader, options: ReadOptions): Reading {
  const seen = options.raw ? takeRaw(picture, options.invert) : seePicture(picture, options.invert);
  const reading = { ...reader.predict(seen.pixels), ...seen };
  const { minConfidence = 0 } = options;
  if (reading.confidence < minConfidence) throw notSureEnough(picture.source, reading, minConfidence);
  return reading;
}

type Seen = Pick<Reading, 'inverted' | 'box' | 'pixels'>;

/**
 * What the network would see of a picture.
 * @throws {NoDigitError} when there is no digit; it names the picture
 */
export function seePicture(picture: Picture, invert: Invert = 'auto'): Seen {
  try {
    return prepare(picture, invert);
  } catch (error) {
    if (!(error instanceof NoDigitError)) throw error;
    throw new NoDigitError(`${picture.source}: ${error.message}`, error.hint, { cause: error });
  }
}

function prepare(picture: Picture, invert: Invert): Seen {
  const { pixels, inverted, box } = preprocess(
    picture.pixels,
    picture.width,
    picture.height,
    picture.channels,
    { invert },
  );
  const scaleX = picture.fullWidth / picture.width;
  const scaleY = picture.fullHeight / picture.height;
  const [x, y, width, height] = box;
  const full: Box = [x * scaleX, y * scaleY, width * scaleX, height * scaleY].map(Math.round) as never;
  return { pixels, inverted, box: full };
}

function takeRaw({ source, pixels, width, height, channels }: Picture, invert: Invert): Seen {
  if (width !== SIZE || height !== SIZE) {
    throw new ShapeError(
      `${source} is ${width}×${height}, and --raw takes ${SIZE}×${SIZE} as is`,
      'leave --raw away: the digit is then found, scaled and centred',
    );
  }
  const grey = luma(compositeAlpha(pixels, width, height, channels));
  const inverted = invert === 'yes';
  return {
    pixels: Uint8Array.from(grey.data, (level) => Math.round(inverted ? 255 - level : level)),
    inverted,
    box: [0, 0, SIZE, SIZE],
  };
}

function notSureEnough(source: string, { probabilities }: Prediction, wanted: number): NoDigitError {
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  const [first, second] = rankDigits(probabilities);
  return new NoDigitError(
    `${source}: no digit that is sure enough: ${first!.digit} with ${percent(first!.confidence)}, ` +
      `${second!.digit} with ${percent(second!.confidence)}, wanted are ${percent(wanted)}`,
    '--show prints what the network saw',
  );
}

/**
 * A decoded picture → what the network is to see of it: preprocessed or taken as it is, its places told in pixels of the
 * picture before it was reduced, its errors said of the picture by name. Pure.
 */
import { NoDigitError, ShapeError } from '../errors.js';
import { SIZE } from './centre.js';
import { compositeAlpha, luma, type Channels } from './composite.js';
import { preprocess, preprocessRow, type Preprocessed, type PreprocessOptions } from './preprocess.js';
import type { Box } from './raster.js';
import type { Invert } from './segment.js';
import { t } from '../text.js';

export interface Picture {
  /** Names it in errors. */
  readonly source: string;
  /** (height, width, channels), 8 bit, sRGB. */
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: Channels;
  /** The picture's size upright, before it was reduced. */
  readonly fullWidth: number;
  readonly fullHeight: number;
}

export interface PrepareOptions extends PreprocessOptions {
  /** Several digits from left to right in the place of one. */
  readonly multi?: boolean | undefined;
  /** The picture is 28×28 and like MNIST's already: nothing is done to it, but for `invert: 'yes'`. */
  readonly raw?: boolean | undefined;
}

/** One digit as the network is to see it. */
export interface Seen {
  /** 28×28, 0 background to 255 ink. */
  readonly pixels: Uint8Array;
  /** The picture was dark on light. */
  readonly inverted: boolean;
  /** Where the digit is, in pixels of the picture as it is seen upright. */
  readonly box: Box;
  /** What makes an answer doubtful, in words; mostly nothing. */
  readonly warnings: readonly string[];
  /** The choices that were made on the way; undefined for a picture taken raw. */
  readonly steps: Steps | undefined;
}

type Steps = Pick<Preprocessed, 'unchanged' | 'threshold' | 'strokeWidth'>;

/**
 * @returns one digit, or with `multi` one or more
 * @throws {NoDigitError} when there is nothing to read; it names the picture
 * @throws {ShapeError} when the picture is to be taken raw and is not 28×28
 */
export function prepare(picture: Picture, options: PrepareOptions = {}): [Seen, ...Seen[]] {
  const { pixels, width, height, channels, source } = picture;
  if (options.raw) return [takeRaw(picture, options.invert)];
  try {
    const digits = options.multi
      ? preprocessRow(pixels, width, height, channels, options)
      : [preprocess(pixels, width, height, channels, options)];
    return digits.map((digit) => inFullSize(digit, picture)) as [Seen, ...Seen[]];
  } catch (error) {
    if (!(error instanceof NoDigitError)) throw error;
    throw new NoDigitError(`${source}: ${error.message}`, error.hint, { cause: error });
  }
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

function takeRaw({ source, pixels, width, height, channels }: Picture, invert: Invert = 'auto'): Seen {
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

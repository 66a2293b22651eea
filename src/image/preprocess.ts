/**
 * A picture of a digit → 784 bytes, light on dark, as the network was trained on. Each stage is a function of its own
 * file; here is their order. Pure: no files, no decoder, nothing of Node, and no function whose last bit may differ
 * between systems, so that the same picture gives the same bytes everywhere.
 */
import { NoDigitError, ShapeError } from '../errors.js';
import { t } from '../text.js';
import { findCharacters } from './characters.js';
import { compositeAlpha, luma, type Channels } from './composite.js';
import { checkContrast, judgeLegibility } from './legibility.js';
import { isMnistLike } from './mnist-like.js';
import { normalizeDigit } from './normalize.js';
import { inkBox, type Box, type Mask, type Plane } from './raster.js';
import { look, lookAlongRow, lookCloser } from './look.js';
import type { Invert } from './segment.js';
import { boxOf, maskOf, selectDigit } from './selection.js';
import { strokeWidth } from './stroke.js';
import { aboveLevel } from './threshold.js';

/** How a picture is looked at. */
export interface PreprocessOptions {
  /** Whether the picture is dark on light and so has to be inverted. Default: auto. */
  readonly invert?: Invert | undefined;
  /** Is shown each stage's result. */
  readonly observe?: ((stage: string, result: Plane | Mask) => void) | undefined;
}

/** A digit as the network wants it, and what was done to the picture. */
export interface Preprocessed {
  /** 28×28, 0 background to 255 ink. */
  readonly pixels: Uint8Array;
  /** The picture was dark on light. */
  readonly inverted: boolean;
  /** Where the digit is, in pixels of the picture. */
  readonly box: Box;
  /** Passed as it is, being MNIST-like already. */
  readonly unchanged: boolean;
  /** The level of ink, 0 to 1, that separates it from paper. */
  readonly threshold: number;
  /** The width of its strokes before they were mended, where the digit is 20 pixels large. */
  readonly strokeWidth: number;
  /** What makes an answer doubtful, in words. */
  readonly warnings: readonly string[];
}

/**
 * A picture of one digit → 28×28 pixels as in MNIST: light on dark, the digit 20 pixels large, its centre of mass in the
 * middle.
 * @param pixels (height, width, channels), 8 bit
 * @throws {NoDigitError} when there is nothing to read
 * @throws {ShapeError} when the number of bytes is not width · height · channels
 */
export function preprocess(
  pixels: Uint8Array,
  width: number,
  height: number,
  channels: Channels,
  options: PreprocessOptions = {},
): Preprocessed {
  const { invert = 'auto', observe } = options;
  const planes = planesOf(pixels, width, height, channels);
  observe?.('grey', luma(planes));
  if (invert !== 'yes' && planes.length === 1 && isMnistLike(planes[0]!)) return passUnchanged(planes[0]!);
  const whole = look(planes, invert);
  const found = selectDigit(whole.labelling);
  const warnings = judgeLegibility(whole, found);
  const closer = lookCloser(planes, whole, boxOf(found));
  const { inverted, ink, threshold, labelling, toPicture } = closer;
  observe?.('ink', ink);
  const chosen = closer === whole ? found : selectDigit(labelling);
  const mask = maskOf(labelling, chosen);
  observe?.('digit', mask);
  return {
    ...normalizeDigit(ink, mask, threshold),
    inverted,
    box: toPicture(boxOf(chosen)),
    unchanged: false,
    threshold,
    warnings,
  };
}

/**
 * A row of digits, from left to right.
 * @param pixels (height, width, channels), 8 bit
 * @throws {NoDigitError} when there is nothing to read
 * @throws {ShapeError} when the number of bytes is not width · height · channels
 */
export function preprocessRow(
  pixels: Uint8Array,
  width: number,
  height: number,
  channels: Channels,
  options: PreprocessOptions = {},
): Preprocessed[] {
  const { invert = 'auto', observe } = options;
  const planes = planesOf(pixels, width, height, channels);
  observe?.('grey', luma(planes));
  const whole = look(planes, invert);
  checkContrast(whole);
  const found = findCharacters(whole.labelling);
  if (found.length === 0) throw new NoDigitError(t`there are no digits: the picture is blank`);
  const heights = found.map(({ box }) => box[3]).sort((a, b) => a - b);
  const closer = lookAlongRow(planes, whole, boxOf(found), heights[heights.length >> 1]!);
  const { inverted, ink, threshold, labelling, toPicture } = closer;
  observe?.('ink', ink);
  const characters = closer === whole ? found : findCharacters(labelling);
  return characters.map(({ mask, box, merged }) => ({
    ...normalizeDigit(ink, mask, threshold),
    inverted,
    box: toPicture(box),
    unchanged: false,
    threshold,
    warnings: merged ? [t`digits that touch, without a thin neck to cut them at, are read as one`] : [],
  }));
}

/** @throws {ShapeError} when the number of bytes does not fit the size */
function planesOf(pixels: Uint8Array, width: number, height: number, channels: Channels): readonly Plane[] {
  if (width >= 1 && height >= 1 && pixels.length === width * height * channels)
    return compositeAlpha(pixels, width, height, channels);
  throw new ShapeError(
    t`${pixels.length} bytes are no picture of ${width}×${height} pixels with ${channels} channels: that would be ${width * height * channels}`,
  );
}

function passUnchanged(grey: Plane): Preprocessed {
  return {
    pixels: Uint8Array.from(grey.data),
    inverted: false,
    box: inkBox(grey)!,
    unchanged: true,
    threshold: 0,
    strokeWidth: strokeWidth(aboveLevel(grey, 127)),
    warnings: [],
  };
}

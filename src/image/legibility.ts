/**
 * Whether there is something to read at all, judged before the network is asked: a network trained on digits has an answer
 * for everything. The limits lie between what pictures of digits and what noise, texture and text measure.
 */
import { NoDigitError } from '../errors.js';
import { t } from '../text.js';
import { findCharacters, findGroups } from './characters.js';
import type { Component } from './components.js';
import type { Segmentation } from './segment.js';
import { inkBox, type Mask } from './raster.js';
import { maskOf } from './selection.js';
import { strokeWidth } from './stroke.js';
import { histogram, levelOfLargest } from './threshold.js';

const { max, sqrt } = Math;

/** Ink that takes less of the light than this from the paper is the paper's own texture. */
const FAINTEST_INK = 0.08;

/** Noise separates by 2.4 to 3.2 standard deviations whatever its kind; the most blurred photograph tried by 4.3. */
const LEAST_SEPARATION = 3.6;

/** A digit falls into few pieces, even where the pen skipped. */
const MOST_PIECES = 12;

/** A disc is as broad as half its side, as area and perimeter tell it; the thickest of MNIST's digits as 0.37. */
const BLOT = 0.42;

/** So many characters are a text. */
const TEXT = 8;

/**
 * @param chosen the components that are taken for the digit
 * @returns what makes the answer doubtful, in words
 * @throws {NoDigitError} where there is nothing to read
 */
export function judgeLegibility(segmentation: Segmentation, chosen: readonly Component[]): string[] {
  checkContrast(segmentation);
  if (chosen.length > MOST_PIECES) {
    throw new NoDigitError(t`there is no digit: the ink is in ${chosen.length} pieces`);
  }
  if (isBlot(maskOf(segmentation.labelling, chosen)))
    throw new NoDigitError(t`there is no digit: what stands out is a blot without strokes`);
  const characters = findCharacters(segmentation.labelling).length;
  if (characters >= TEXT) {
    throw new NoDigitError(
      t`there is no single digit: the picture holds about ${characters} characters`,
      t`crop it to one digit, or read a row of digits with --multi`,
    );
  }
  // One that could be cut in two may be a wide 0 or 2 as well.
  const areSeveral = characters > 2 || findGroups(segmentation.labelling).length > 1;
  return areSeveral ? [t`the picture seems to hold ${characters} characters: --multi reads a row`] : [];
}

/** Whether there is ink at all, beyond the paper's texture and the camera's noise. */
export function standsOut(segmentation: Segmentation): boolean {
  const { typical, separation } = measureContrast(segmentation);
  return typical >= FAINTEST_INK && separation >= LEAST_SEPARATION;
}

/** @throws {NoDigitError} where nothing stands out from the paper, or from its noise */
export function checkContrast(segmentation: Segmentation): void {
  const { typical, separation } = measureContrast(segmentation);
  if (typical < FAINTEST_INK) {
    throw new NoDigitError(t`there is no digit: the picture is blank`, t`nothing stands out from the paper`);
  }
  if (separation < LEAST_SEPARATION) {
    throw new NoDigitError(
      t`there is no digit: the picture is noise`,
      t`nothing stands out from its texture`,
    );
  }
}

function isBlot(mask: Mask): boolean {
  const [, , width, height] = inkBox(mask)!;
  return strokeWidth(mask) > BLOT * max(width, height);
}

/** The typical level of ink, and its distance from the paper's mean in standard deviations of the paper. */
function measureContrast({ ink, threshold }: Segmentation): { typical: number; separation: number } {
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < ink.data.length; i++) {
    const level = ink.data[i]!;
    if (level > threshold) continue;
    count++;
    sum += level;
    squares += level * level;
  }
  const mean = sum / max(count, 1);
  const deviation = sqrt(max(0, squares / max(count, 1) - mean * mean));
  const inked = ink.data.length - count;
  const typical = inked === 0 ? 0 : levelOfLargest(histogram(ink, 1), 1, inked / 2);
  return { typical, separation: (typical - mean) / max(deviation, 0.001) };
}

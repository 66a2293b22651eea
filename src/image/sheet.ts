/** A card on a dark desk, a blackboard on a white page: the sheet in a picture whose frame shows what it lies on. */
import { luma } from './composite.js';
import { labelComponents, type Component, type Labelling } from './components.js';
import { groundOf } from './polarity.js';
import type { Box } from './raster.js';
import { shrink } from './resize.js';
import type { Scaled } from './segment.js';
import { aboveLevel, histogram, otsu } from './threshold.js';

const { floor, max, min, round } = Math;

export interface Sheet {
  readonly box: Box;
  /** It is lighter than what it lies on. */
  readonly isLight: boolean;
}

/** The longer side is reduced to this: a sheet is large. */
const REDUCED_SIDE = 160;

/**
 * What is a sheet: the least of its box that its outline encloses (of a disc's 0.79, of an upright rectangle's all), the least
 * of that which is not ink, its width by its length, and its least side as a share of the picture's.
 */
const SHEET = { enclosed: 0.85, bare: 0.75, narrow: 0.4, side: 0.12 };

/** So much of each side is cut off, with the sheet's own edge. */
const INSET = 0.02;

/** @returns its place in the unscaled picture; undefined where there is none */
export function findSheet({ planes, width: fullWidth, height: fullHeight }: Scaled): Sheet | undefined {
  const grey = luma(planes);
  const ground = groundOf(grey);
  if (ground === 'mixed') return undefined;
  const small = shrink(grey, REDUCED_SIDE);
  const light = aboveLevel(small, otsu(histogram(small, 256), 256));
  const isLight = ground === 'dark';
  const mask = isLight ? light : { ...light, data: light.data.map((level) => 1 - level) };
  const labelling = labelComponents(mask, small);
  const sheet = labelling.components.find((component) => isSheet(component, labelling));
  if (!sheet) return undefined;
  const [x, y, width, height] = sheet.box;
  const [left, top] = [x + round(width * INSET) + 1, y + round(height * INSET) + 1];
  const [right, bottom] = [2 * x + width - left, 2 * y + height - top];
  const [scaleX, scaleY] = [fullWidth / small.width, fullHeight / small.height];
  return {
    isLight,
    box: [
      round(left * scaleX),
      round(top * scaleY),
      floor((right - left) * scaleX),
      floor((bottom - top) * scaleY),
    ],
  };
}

function isSheet(component: Component, labelling: Labelling): boolean {
  const [, , width, height] = component.box;
  if (min(width, height) < SHEET.narrow * max(width, height)) return false;
  if (width < SHEET.side * labelling.width || height < SHEET.side * labelling.height) return false;
  const enclosed = enclosedArea(component, labelling);
  return (
    enclosed >= SHEET.enclosed * width * height && bareArea(component, labelling) >= SHEET.bare * enclosed
  );
}

/** What is not ink in its box: also what a 0 or an 8 cuts off from the rest of the sheet. */
function bareArea(
  { box: [left, top, width, height] }: Component,
  { labels, width: stride }: Labelling,
): number {
  let area = 0;
  for (let y = top; y < top + height; y++) {
    for (let x = left; x < left + width; x++) if (labels[y * stride + x] !== 0) area++;
  }
  return area;
}

/** The area between the outermost pixels of each row, or of each column where that is less. */
function enclosedArea({ label, box: [left, top, width, height] }: Component, labelling: Labelling): number {
  const isOwn = (x: number, y: number): boolean =>
    labelling.labels[(top + y) * labelling.width + left + x] === label;
  return min(
    sumOfSpans(height, width, (y, x) => isOwn(x, y)),
    sumOfSpans(width, height, (x, y) => isOwn(x, y)),
  );
}

function sumOfSpans(lines: number, length: number, isOwn: (line: number, at: number) => boolean): number {
  let sum = 0;
  for (let line = 0; line < lines; line++) {
    let [first, last] = [0, length - 1];
    while (first < length && !isOwn(line, first)) first++;
    while (last > first && !isOwn(line, last)) last--;
    sum += max(0, last - first + 1);
  }
  return sum;
}

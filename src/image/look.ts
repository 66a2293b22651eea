/**
 * Where in a picture to look: at the sheet that lies on a ground of the other lightness, if there is one, else at all of
 * it; and closer where what was found is small and the picture has more detail than was looked at.
 */
import { standsOut } from './legibility.js';
import { cropPlane, type Box, type Plane } from './raster.js';
import { scaleToWork, segment, type Invert, type Segmentation } from './segment.js';
import { findSheet } from './sheet.js';

const { max, min, round } = Math;

/** A digit is looked at closer where its longer side was seen with fewer pixels than this. */
const CLOSE = 100;

/** What is looked at around it, in its longer sides. */
const SURROUNDINGS = 0.6;

/**
 * The picture segmented, or the sheet in it.
 * @param planes one, or red, green and blue; levels 0 to 255
 */
export function look(planes: readonly Plane[], invert: Invert): Segmentation {
  const scaled = scaleToWork(planes);
  const sheet = invert === 'auto' ? findSheet(scaled) : undefined;
  const onSheet = sheet && lookWithin(planes, sheet.box, sheet.isLight ? 'yes' : 'no');
  return onSheet && standsOut(onSheet) ? onSheet : segment(scaled, invert);
}

/**
 * What was found segmented anew, with all the detail that the picture has of it.
 * @param box of what was found, in the segmentation's pixels
 * @returns the segmentation itself, where it cannot be seen any better
 */
export function lookCloser(planes: readonly Plane[], seen: Segmentation, box: Box): Segmentation {
  const side = max(box[2], box[3]);
  const [x, y, width, height] = seen.toPicture(box);
  if (side >= CLOSE || max(width, height) <= side) return seen;
  const margin = round(max(width, height) * SURROUNDINGS);
  const around: Box = [x - margin, y - margin, width + 2 * margin, height + 2 * margin];
  const closer = lookWithin(planes, around, seen.inverted ? 'yes' : 'no');
  return closer.labelling.components.length > 0 ? closer : seen;
}

/** A row of digits seen lower than this is looked at closer, within a margin in shares of their height. */
const ROW = { low: 70, margin: 0.6 };

/**
 * A row of digits segmented anew where they are low.
 * @param box of the row @param height of its digits, in the segmentation's pixels
 */
export function lookAlongRow(
  planes: readonly Plane[],
  seen: Segmentation,
  box: Box,
  height: number,
): Segmentation {
  if (height >= ROW.low) return seen;
  const margin = round(height * ROW.margin);
  const [x, y, w, h] = seen.toPicture([
    box[0] - margin,
    box[1] - margin,
    box[2] + 2 * margin,
    box[3] + 2 * margin,
  ]);
  const closer = lookWithin(planes, [x, y, w, h], seen.inverted ? 'yes' : 'no');
  return closer.labelling.components.length > 0 ? closer : seen;
}

/** A part of the picture segmented; boxes are still told in pixels of the whole. */
function lookWithin(planes: readonly Plane[], box: Box, invert: Invert): Segmentation {
  const { width, height } = planes[0]!;
  const [left, top] = [max(0, box[0]), max(0, box[1])];
  const right = min(width, box[0] + box[2]);
  const bottom = min(height, box[1] + box[3]);
  const part = planes.map((plane) => cropPlane(plane, [left, top, right - left, bottom - top]));
  const segmentation = segment(scaleToWork(part), invert);
  return {
    ...segmentation,
    toPicture(inner) {
      const [x, y, w, h] = segmentation.toPicture(inner);
      return [x + left, y + top, w, h];
    },
  };
}

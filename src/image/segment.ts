/**
 * The first half of preprocessing, up to the question which ink is the digit: alpha composed, polarity decided, paper
 * divided out, ink separated and cut into components.
 */
import { inkMap } from './background.js';
import { labelComponents, type Labelling } from './components.js';
import { luma } from './composite.js';
import { isDarkOnLight } from './polarity.js';
import { mapPlane, type Box, type Plane } from './raster.js';
import { resize } from './resize.js';
import { aboveLevel, inkThreshold } from './threshold.js';

const { ceil, floor, max, min, round, sqrt } = Math;

/** Whether the picture is dark on light and so has to be inverted. */
export type Invert = 'auto' | 'yes' | 'no';

export interface Segmentation {
  /** The picture was dark on light. */
  readonly inverted: boolean;
  /** 0 paper to 1, at the size that is worked at. */
  readonly ink: Plane;
  /** What is above it is ink. */
  readonly threshold: number;
  readonly labelling: Labelling;
  /** A box of `ink` in pixels of the picture. */
  readonly toPicture: (box: Box) => Box;
}

/** Pictures are enlarged until their sides are at least this long, and reduced until the
 * longer one is at most this, or their product. */
const SMALLEST = { longer: 140, shorter: 84 };
const LARGEST = { longer: 512, area: 512 * 384 };

/** The longer side of a strip, such as a row of digits, may be this long, but no longer. */
const LONGEST = 1536;

/** @param planes one, or red, green and blue, as `scaleToWork` gives them; levels 0 to 255 */
export function segment({ planes, width, height }: Scaled, invert: Invert): Segmentation {
  const inverted = invert === 'auto' ? isDarkOnLight(luma(planes)) : invert === 'yes';
  const ink = inkMap(inverted ? planes : planes.map((plane) => mapPlane(plane, (level) => 255 - level)));
  const threshold = inkThreshold(ink);
  return {
    inverted,
    ink,
    threshold,
    labelling: labelComponents(aboveLevel(ink, threshold), ink),
    toPicture: (box) => scaleBox(box, width / ink.width, height / ink.height, width, height),
  };
}

/** A picture at the size that is worked at, and the size that it had. */
export interface Scaled {
  readonly planes: readonly Plane[];
  readonly width: number;
  readonly height: number;
}

/** Small pictures are enlarged by a whole factor, large ones reduced. */
export function scaleToWork(planes: readonly Plane[]): Scaled {
  const { width, height } = planes[0]!;
  const factor = workingScale(max(width, height), min(width, height));
  const scaled = (length: number): number => max(1, round(length * factor));
  return { planes: planes.map((plane) => resize(plane, scaled(width), scaled(height))), width, height };
}

function workingScale(longer: number, shorter: number): number {
  const largest = max(LARGEST.longer / longer, sqrt(LARGEST.area / (longer * shorter)));
  const reduction = min(largest, LONGEST / longer);
  if (reduction < 1) return reduction;
  const wanted = max(ceil(SMALLEST.longer / longer), ceil(SMALLEST.shorter / shorter));
  return max(1, min(wanted, floor(LONGEST / longer)));
}

/** The whole pixels that a box covers at another scale. */
function scaleBox([x, y, w, h]: Box, scaleX: number, scaleY: number, width: number, height: number): Box {
  const left = floor(x * scaleX);
  const top = floor(y * scaleY);
  return [left, top, min(width, ceil((x + w) * scaleX)) - left, min(height, ceil((y + h) * scaleY)) - top];
}

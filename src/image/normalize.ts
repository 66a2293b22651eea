/** The ink of one digit → the 28×28 that MNIST would have made of it. */
import { placeByMass } from './centre.js';
import { createPlane, cropPlane, inkBox, mapPlane, type Box, type Mask, type Plane } from './raster.js';
import { resize } from './resize.js';
import { offsetStroke, strokeWidth } from './stroke.js';
import { aboveLevel, histogram, splitAt, upperQuantile } from './threshold.js';

const { abs, ceil, max, min, round } = Math;

export interface NormalizedDigit {
  /** 28×28, 0 background to 255 ink. */
  readonly pixels: Uint8Array;
  /** The mean width of strokes before they were mended, in pixels of the 28×28. */
  readonly strokeWidth: number;
}

/** Longer side of the digit in the 28×28. */
const BOX = 20;

/** Larger digits are reduced to this, six pixels for each of the 28×28, as long as their strokes stay so broad. */
const ENOUGH = { side: 6 * BOX, stroke: 4 };

/** Widths that are left as they are; nine of ten of MNIST's digits have about these. */
const STROKE = { thinnest: 2, broadest: 3.6 };

/**
 * Grey levels stretched, strokes mended, scaled by area into the box of 20 pixels, centred by mass.
 * @param ink 0 paper to 1
 * @param mask the digit's pixels, those above `threshold`; something is set
 */
export function normalizeDigit(ink: Plane, mask: Mask, threshold: number): NormalizedDigit {
  const box = inkBox(mask)!;
  const margin = ceil(max(box[2], box[3]) * 0.35) + 3; // for strokes that grow
  const around: Box = [box[0] - margin, box[1] - margin, box[2] + 2 * margin, box[3] + 2 * margin];
  const [crop, inked, factor] = reduce(cropPlane(ink, around), cropMask(mask, around), max(box[2], box[3]));
  const side = max(box[2], box[3]) * factor;
  const digit = stretch(crop, inked, threshold, side);
  const solid = aboveLevel(digit, 0.5);
  const scale = BOX / side;
  const width = strokeWidth(solid) * scale;
  const wanted = min(STROKE.broadest, max(STROKE.thinnest, width));
  const radius = (wanted - width) / 2 / scale;
  const mended = abs(radius) < 0.5 ? digit : offsetStroke(digit, solid, radius);
  return { pixels: placeByMass(fitIntoBox(mended)), strokeWidth: width };
}

/** A large digit at the size that is enough for its strokes. @returns its ink and mask, and the factor */
function reduce(ink: Plane, mask: Mask, side: number): [ink: Plane, mask: Mask, factor: number] {
  const factor = max(ENOUGH.side / side, ENOUGH.stroke / max(1, strokeWidth(mask)));
  if (factor >= 1) return [ink, mask, 1];
  const scaled = (plane: Plane): Plane =>
    resize(plane, round(plane.width * factor), round(plane.height * factor));
  return [scaled(ink), aboveLevel(scaled(asPlane(mask)), 0.5), factor];
}

/** How far from its ink a digit's soft edge reaches: a pixel of the 28×28. */
const EDGE = 1 / BOX;

/** Levels from the paper's noise to the typical ink → 0 to 1; what is not near the digit's own ink is left out. */
function stretch(ink: Plane, mask: Mask, threshold: number, side: number): Plane {
  const typical = upperQuantile(histogram(ink, 1, mask), 1, 0.5);
  const noise = upperQuantile(splitAt(histogram(ink, 1), 1, threshold).below, 1, 0.1);
  const floor = min(threshold / 2, 1.5 * noise);
  const range = max(typical - floor, 1e-6);
  const near = grow(mask, max(2, round(side * EDGE)));
  const out = createPlane(ink.width, ink.height);
  for (let i = 0; i < out.data.length; i++) {
    if (near.data[i] === 1) out.data[i] = min(1, max(0, (ink.data[i]! - floor) / range));
  }
  return out;
}

/** Levels up to this are the soft edge's last traces. */
const FAINT = 0.05;

/** Cropped to what is dark enough to count, scaled, and its full ink brought to 1. */
function fitIntoBox(digit: Plane): Plane {
  const box = inkBox(digit, 0.25) ?? inkBox(digit)!;
  const scale = BOX / max(box[2], box[3]);
  const fitted = resize(cropPlane(digit, box), max(1, round(box[2] * scale)), max(1, round(box[3] * scale)));
  const full = upperQuantile(splitAt(histogram(fitted, 1), 1, FAINT).above, 1, 0.15);
  return mapPlane(fitted, (level) => min(1, level / max(full, 0.05)));
}

function cropMask(mask: Mask, box: Box): Mask {
  return aboveLevel(cropPlane(asPlane(mask), box), 0);
}

function asPlane(mask: Mask): Plane {
  return { ...mask, data: new Float32Array(mask.data) };
}

/** Grown by `radius` pixels in all eight directions. */
function grow({ width, height, data }: Mask, radius: number): Mask {
  const rows = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    let until = -1;
    for (let x = 0; x < width + radius; x++) {
      if (x < width && data[y * width + x] === 1) until = x + 2 * radius;
      if (x >= radius && x <= until) rows[y * width + x - radius] = 1;
    }
  }
  const out = new Uint8Array(data.length);
  for (let x = 0; x < width; x++) {
    let until = -1;
    for (let y = 0; y < height + radius; y++) {
      if (y < height && rows[y * width + x] === 1) until = y + 2 * radius;
      if (y >= radius && y <= until) out[(y - radius) * width + x] = 1;
    }
  }
  return { width, height, data: out };
}

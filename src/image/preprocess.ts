/**
 * A picture of a digit → 784 bytes, light on dark, as the network was trained on. Each stage is a function of its own
 * file; here is their order. Pure: no files, no decoder, nothing of Node, and no function whose last bit may differ
 * between systems, so that the same picture gives the same bytes everywhere.
 */
import { NoDigitError, ShapeError } from '../errors.js';
import { inkMap } from './background.js';
import { placeByMass } from './centre.js';
import { labelComponents } from './components.js';
import { compositeAlpha, luma, type Channels } from './composite.js';
import { isMnistLike } from './mnist-like.js';
import { isDarkOnLight } from './polarity.js';
import { cropPlane, inkBox, mapPlane, type Box, type Mask, type Plane } from './raster.js';
import { resize } from './resize.js';
import { maskOf, selectDigit, unite } from './selection.js';
import { offsetStroke, strokeWidth } from './stroke.js';
import { histogram, levelOfLargest, otsu } from './threshold.js';

const { abs, ceil, floor, max, min, round } = Math;

export type Invert = 'auto' | 'yes' | 'no';

export interface PreprocessOptions {
  /** Whether the picture is dark on light and so has to be inverted. Default: auto. */
  readonly invert?: Invert | undefined;
  /** Is shown each stage's result. */
  readonly observe?: ((stage: string, result: Plane | Mask) => void) | undefined;
}

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
}

/** The longer side that pictures are brought to at least and at most. */
const SMALLEST_SIDE = 140;
const LARGEST_SIDE = 512;

/** Longer side of the digit in the 28×28. */
const BOX = 20;

/**
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
  const { invert = 'auto', observe = () => undefined } = options;
  checkSize(pixels, width, height, channels);
  const original = compositeAlpha(pixels, width, height, channels);
  observe('composed', luma(original));
  if (invert !== 'yes' && original.length === 1 && isMnistLike(original[0]!))
    return passUnchanged(original[0]!);

  const planes = scaleToWork(original);
  const grey = luma(planes);
  const inverted = invert === 'auto' ? isDarkOnLight(grey) : invert === 'yes';
  const dark = inverted ? planes : planes.map((plane) => mapPlane(plane, (level) => 255 - level));
  const ink = inkMap(dark);
  observe('ink', ink);
  const threshold = inkThreshold(ink);
  const labelling = labelComponents(above(ink, threshold), ink);
  const chosen = selectDigit(labelling);
  if (chosen.length === 0) throw new NoDigitError('there is no digit: the picture is blank');
  const mask = maskOf(labelling, chosen);
  observe('digit', mask);
  const box = chosen.map((component) => component.box).reduce(unite);
  const normalized = normalizeDigit(ink, mask, box, threshold);
  return {
    pixels: normalized.pixels,
    inverted,
    box: scaleBox(box, width / grey.width, height / grey.height, width, height),
    unchanged: false,
    threshold,
    strokeWidth: normalized.strokeWidth,
  };
}

function checkSize(pixels: Uint8Array, width: number, height: number, channels: number): void {
  if (width >= 1 && height >= 1 && pixels.length === width * height * channels) return;
  throw new ShapeError(
    `${pixels.length} bytes are no picture of ${width}×${height} pixels with ${channels} channels: ` +
      `that would be ${width * height * channels}`,
  );
}

function passUnchanged(grey: Plane): Preprocessed {
  return {
    pixels: Uint8Array.from(grey.data),
    inverted: false,
    box: inkBox(grey)!,
    unchanged: true,
    threshold: 0,
    strokeWidth: strokeWidth(above(grey, 127)),
  };
}

/** Small pictures are enlarged by a whole factor, large ones reduced. */
function scaleToWork(planes: readonly Plane[]): readonly Plane[] {
  const { width, height } = planes[0]!;
  const side = max(width, height);
  const factor =
    side < SMALLEST_SIDE ? ceil(SMALLEST_SIDE / side) : side > LARGEST_SIDE ? LARGEST_SIDE / side : 1;
  const scaled = (length: number): number => max(1, round(length * factor));
  return planes.map((plane) => resize(plane, scaled(width), scaled(height)));
}

/** Ink fainter than this share of the strongest is none: lines printed on paper, what shines through from the back. */
const FAINTEST = 0.45;

/** Otsu's level, raised where the strongest ink stands well above it. */
function inkThreshold(ink: Plane): number {
  const all = histogram(ink, 1);
  const strongest = levelOfLargest(all, 1, max(12, 0.0006 * ink.data.length));
  const range = max(levelOfLargest(all, 1, 0.005 * ink.data.length), 0.001);
  const threshold = max(otsu(histogram(ink, range), range), FAINTEST * strongest);
  const inked = ink.data.filter((level) => level > threshold);
  if (inked.length <= 20) return threshold;
  const typical = levelOfLargest(
    histogram({ width: inked.length, height: 1, data: inked }, 1),
    1,
    inked.length * 0.2,
  );
  return max(threshold, FAINTEST * typical);
}

function above({ width, height, data }: Plane, threshold: number): Mask {
  const mask = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) if (data[i]! > threshold) mask[i] = 1;
  return { width, height, data: mask };
}

/** The range of stroke widths within which nine of ten of MNIST's digits are, in pixels of the 28×28. */
const STROKE = { thinnest: 2, broadest: 3.6 };

/** The chosen ink → 28×28: grey levels stretched, strokes mended, scaled into the box, centred by mass. */
function normalizeDigit(
  ink: Plane,
  mask: Mask,
  box: Box,
  threshold: number,
): { pixels: Uint8Array; strokeWidth: number } {
  const margin = ceil(max(box[2], box[3]) * 0.35) + 3;
  const around: Box = [box[0] - margin, box[1] - margin, box[2] + 2 * margin, box[3] + 2 * margin];
  const digit = stretch(cropPlane(ink, around), cropMask(mask, around), threshold);
  const solid = above(digit, 0.5);
  const scale = BOX / max(box[2], box[3]);
  const width = strokeWidth(solid) * scale;
  const wanted = min(STROKE.broadest, max(STROKE.thinnest, width));
  const radius = (wanted - width) / 2 / scale;
  const mended = abs(radius) < 0.5 ? digit : offsetStroke(digit, solid, radius);
  return { pixels: placeByMass(fitIntoBox(mended)), strokeWidth: width };
}

/** Levels from half the threshold to the typical ink → 0 to 1; what is no neighbour of the digit is left out. */
function stretch(ink: Plane, mask: Mask, threshold: number): Plane {
  const inked = ink.data.filter((_, i) => mask.data[i] === 1);
  const typical = levelOfLargest(
    histogram({ width: inked.length, height: 1, data: inked }, 1),
    1,
    inked.length / 2,
  );
  const floor = threshold / 2;
  const near = dilate(mask, 2);
  return {
    ...ink,
    data: ink.data.map((level, i) =>
      near.data[i] === 1 ? min(1, max(0, (level - floor) / max(typical - floor, 1e-6))) : 0,
    ),
  };
}

function fitIntoBox(digit: Plane): Plane {
  const box = inkBox(digit, 0.25) ?? inkBox(digit)!;
  const scale = BOX / max(box[2], box[3]);
  const fitted = resize(cropPlane(digit, box), max(1, round(box[2] * scale)), max(1, round(box[3] * scale)));
  const inked = fitted.data.filter((level) => level > 0.05);
  const bright = levelOfLargest(
    histogram({ width: inked.length, height: 1, data: inked }, 1),
    1,
    inked.length * 0.15,
  );
  return mapPlane(fitted, (level) => min(1, level / max(bright, 0.05)));
}

function cropMask(mask: Mask, box: Box): Mask {
  const plane = cropPlane({ ...mask, data: Float32Array.from(mask.data) }, box);
  return { ...plane, data: Uint8Array.from(plane.data) };
}

/** Grown by `radius` pixels in all eight directions. */
function dilate({ width, height, data }: Mask, radius: number): Mask {
  const out = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x] === 0) continue;
      for (let v = max(0, y - radius); v <= min(height - 1, y + radius); v++) {
        out.fill(1, v * width + max(0, x - radius), v * width + min(width, x + radius + 1));
      }
    }
  }
  return { width, height, data: out };
}

function scaleBox([x, y, w, h]: Box, scaleX: number, scaleY: number, width: number, height: number): Box {
  const left = floor(x * scaleX);
  const top = floor(y * scaleY);
  return [left, top, min(width, ceil((x + w) * scaleX)) - left, min(height, ceil((y + h) * scaleY)) - top];
}

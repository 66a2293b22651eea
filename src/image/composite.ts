/**
 * First stage: interleaved bytes → one plane of levels where the picture is grey, three where it is coloured. Alpha is
 * composed on whichever of black and white shows the ink: a drawing saved with a transparent background often has
 * nothing in its colours but one level.
 * Source: Porter and Duff, "Compositing digital images" (1984), `over`.
 */
import { createPlane, type Plane } from './raster.js';

/** 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha. */
export type Channels = 1 | 2 | 3 | 4;

/** Below this share of opaque pixels the picture is a drawing on nothing; above it, a sheet with a few holes. */
const DRAWING_COVERAGE = 0.6;

/**
 * @param pixels (height, width, channels), 8 bit, alpha not premultiplied
 * @returns one plane, or three: red, green, blue
 */
export function compositeAlpha(
  pixels: Uint8Array,
  width: number,
  height: number,
  channels: Channels,
): readonly Plane[] {
  const colours = channels <= 2 ? 1 : 3;
  const hasAlpha = channels % 2 === 0;
  const distinct = colours === 3 && !isGrey(pixels, channels) ? 3 : 1;
  const ground = hasAlpha ? chooseGround(pixels, channels) : 0;
  return Array.from({ length: distinct }, (_, colour) => {
    const plane = createPlane(width, height);
    for (let i = 0, at = colour; i < plane.data.length; i++, at += channels) {
      const level = pixels[at]!;
      const alpha = hasAlpha ? pixels[i * channels + channels - 1]! : 255;
      plane.data[i] = alpha === 255 ? level : (level * alpha + ground * (255 - alpha)) / 255;
    }
    return plane;
  });
}

/** Rec. 601 luma of one or three planes. */
export function luma(planes: readonly Plane[]): Plane {
  const [red, green, blue] = planes;
  if (!red || !green || !blue) return red!;
  const out = createPlane(red.width, red.height);
  for (let i = 0; i < out.data.length; i++) {
    out.data[i] = 0.299 * red.data[i]! + 0.587 * green.data[i]! + 0.114 * blue.data[i]!;
  }
  return out;
}

function isGrey(pixels: Uint8Array, channels: number): boolean {
  for (let at = 0; at < pixels.length; at += channels) {
    if (channels === 4 && pixels[at + 3] === 0) continue;
    if (pixels[at] !== pixels[at + 1] || pixels[at] !== pixels[at + 2]) return false;
  }
  return true;
}

/** 0 or 255: away from the level of a drawing's ink; near that of a sheet, so that its holes vanish. */
function chooseGround(pixels: Uint8Array, channels: number): number {
  let opaque = 0;
  let weight = 0;
  let sum = 0;
  for (let at = 0; at < pixels.length; at += channels) {
    const alpha = pixels[at + channels - 1]!;
    const level =
      channels === 2 ? pixels[at]! : 0.299 * pixels[at]! + 0.587 * pixels[at + 1]! + 0.114 * pixels[at + 2]!;
    if (alpha >= 128) opaque++;
    weight += alpha;
    sum += alpha * level;
  }
  const isLight = weight > 0 && sum / weight > 127.5;
  const isDrawing = opaque * channels < DRAWING_COVERAGE * pixels.length;
  return isLight === isDrawing ? 0 : 255;
}

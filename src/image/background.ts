/**
 * Paper divided out: what is left is ink, whatever the light. The background is the closing of the picture by a window
 * wider than any stroke, so that it follows shadows, their edges too. Light multiplies, hence the quotient. In colour the
 * ink is taken where it is strongest, channel by channel: yellow on white is seen in blue alone.
 */
import { close } from './morphology.js';
import { createPlane, type Plane } from './raster.js';
import { smooth } from './smooth.js';

const { floor, max, min, round } = Math;

/** The window of the closing, as a share of the shorter side. Wider than the broadest strokes seen (a fifth). */
const WINDOW = 0.28;

/** Darker paper than this is not divided up to full contrast: its noise would be. */
const DARKEST_PAPER = 64;

/**
 * @param planes dark ink on light paper, one or three channels
 * @returns 0 paper to 1 black ink on white
 */
export function inkMap(planes: readonly Plane[]): Plane {
  const { width, height } = planes[0]!;
  const side = min(width, height);
  const radius = max(2, round((side * WINDOW) / 2));
  const ink = createPlane(width, height);
  for (const plane of planes) {
    const denoised = smooth(plane, smoothingFor(side));
    raiseToShare(ink.data, denoised.data, close(denoised, radius).data);
  }
  return ink;
}

/** Passes of the low-pass filter: more where there are more pixels to a stroke. */
function smoothingFor(side: number): number {
  return min(4, 1 + floor(side / 150));
}

/** Raises ink to the share of the paper's light that does not come back. */
function raiseToShare(ink: Float32Array, level: Float32Array, paper: Float32Array): void {
  for (let i = 0; i < ink.length; i++) {
    const share = (paper[i]! - level[i]!) / max(paper[i]!, DARKEST_PAPER);
    ink[i] = max(ink[i]!, share);
  }
}

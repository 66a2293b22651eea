/** The distortions that a network is tried on, and their application to a whole set of digits. */
import { Distorter } from '../train/distorter.js';
import type { Distortion } from '../train/distortion.js';
import { PIXELS } from '../train/layout.js';

export interface Condition {
  readonly name: string;
  /** Accuracy is the mean over these. */
  readonly distortions: readonly Distortion[];
}

const shifts = (pixels: number): Distortion[] => [
  { shiftX: pixels },
  { shiftX: -pixels },
  { shiftY: pixels },
  { shiftY: -pixels },
];

export const conditions: readonly Condition[] = [
  { name: 'as they are', distortions: [{}] },
  { name: 'shift 1 px', distortions: shifts(1) },
  { name: 'shift 2 px', distortions: shifts(2) },
  { name: 'rotation 10°', distortions: [{ rotation: 10 }, { rotation: -10 }] },
  { name: 'thicker', distortions: [{ thickness: 1 }] },
  { name: 'thinner', distortions: [{ thickness: -1 }] },
  { name: 'noise 0.2', distortions: [{ noise: 0.2 }] },
  { name: 'noise 0.4', distortions: [{ noise: 0.4 }] },
];

const distorter = new Distorter();

/** `count` digits; each has noise of its own, the same at every run. */
export function distortAll(pixels: Uint8Array, count: number, distortion: Distortion): Uint8Array {
  const distorted = new Uint8Array(pixels.length);
  for (let n = 0; n < count; n++) {
    const digit = pixels.subarray(n * PIXELS, (n + 1) * PIXELS);
    distorted.set(distorter.distort(digit, distortion, n), n * PIXELS);
  }
  return distorted;
}

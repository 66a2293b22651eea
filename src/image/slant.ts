/** How far a digit leans; told to the user, not mended: the network has learnt leaning digits. */
import { centreOfMass, SIZE } from './centre.js';

/** @param pixels 28×28 @returns degrees from upright, positive to the right, from the second moments of the ink */
export function slantDegrees(pixels: Uint8Array): number {
  const centre = centreOfMass({ width: SIZE, height: SIZE, data: Float32Array.from(pixels) });
  let shear = 0;
  let spread = 0;
  pixels.forEach((level, i) => {
    const x = (i % SIZE) + 0.5 - centre.x;
    const y = Math.floor(i / SIZE) + 0.5 - centre.y;
    shear -= level * x * y; // y grows downwards
    spread += level * y * y;
  });
  return spread === 0 ? 0 : (Math.atan2(shear, spread) * 180) / Math.PI;
}

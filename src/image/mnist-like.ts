/** Tells pictures that need nothing done from all others. */
import { centreOfMass, SIZE } from './centre.js';
import { inkBox, type Plane } from './raster.js';

/**
 * Whether a picture is already what MNIST's digits are: 28×28, light on black, its longer side 20 pixels (three of the
 * 10,000 test digits have 19), its centre of mass within pixel 14.
 */
export function isMnistLike(grey: Plane): boolean {
  if (grey.width !== SIZE || grey.height !== SIZE) return false;
  const box = inkBox(grey);
  if (!box) return false;
  const side = Math.max(box[2], box[3]);
  const { x, y } = centreOfMass(grey);
  return side >= 19 && side <= 20 && [x, y].every((centre) => centre >= 14 && centre < 15);
}

/** Digits of a few pixels, written down and read by place. */

const SIDE = 28;

/** 784 bytes of pixels by "x,y" from the top left. */
export function picture(pixels: Readonly<Record<string, number>>): Uint8Array {
  const image = new Uint8Array(SIDE * SIDE);
  for (const [place, value] of Object.entries(pixels)) {
    const [x, y] = place.split(',').map(Number) as [number, number];
    image[y * SIDE + x] = value;
  }
  return image;
}

/** The pixels that are not zero, as `picture` takes them. */
export function inked(image: Uint8Array): Record<string, number> {
  const entries = Array.from(image, (value, at): [string, number] => [
    `${at % SIDE},${Math.floor(at / SIDE)}`,
    value,
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== 0));
}

/** Which of the components make up the digit: the most prominent one, and what lies close enough to belong to it. */
import type { Component, Labelling } from './components.js';
import type { Box, Mask } from './raster.js';

const { max, min } = Math;

/** Parts of one digit are larger than specks and nearer than the next digit. Shares of the digit so far. */
const NEAR_PART = { area: 0.03, distance: 0.12 };
const LARGE_PART = { area: 0.12, distance: 0.2 };

/** @returns the components of the digit, the most prominent first; none where there are none */
export function selectDigit({ width, height, components }: Labelling): Component[] {
  const rest = components
    .map((component) => ({ component, prominence: prominence(component, width, height) }))
    .sort((a, b) => b.prominence - a.prominence || a.component.label - b.component.label)
    .map(({ component }) => component);
  const main = rest.shift();
  if (!main) return [];
  const parts = [main];
  let box = main.box;
  for (let i = 0; i < rest.length; i++) {
    if (!belongs(rest[i]!, main, box)) continue;
    const [part] = rest.splice(i, 1);
    parts.push(part!);
    box = unite(box, part!.box);
    i = -1; // what was too far from the smaller box may be near the larger
  }
  return parts;
}

/** The ink of some components. */
export function maskOf({ width, height, labels }: Labelling, components: readonly Component[]): Mask {
  const chosen = new Uint8Array(max(0, ...components.map(({ label }) => label)) + 1);
  for (const { label } of components) chosen[label] = 1;
  const data = new Uint8Array(labels.length);
  for (let i = 0; i < data.length; i++) if (chosen[labels[i]!] === 1) data[i] = 1;
  return { width, height, data };
}

/** The box around some things that have one; there is at least one. */
export function boxOf(things: readonly { readonly box: Box }[]): Box {
  return things.map(({ box }) => box).reduce(unite);
}

function unite(a: Box, b: Box): Box {
  const left = min(a[0], b[0]);
  const top = min(a[1], b[1]);
  return [left, top, max(a[0] + a[2], b[0] + b[2]) - left, max(a[1] + a[3], b[1] + b[3]) - top];
}

/** Much ink, tall, near the middle, and not cut by the frame: edges of desks and neighbouring digits are. */
function prominence(
  { mass, box: [x, y, w, h], sidesTouched }: Component,
  width: number,
  height: number,
): number {
  const dx = (x + w / 2) / width - 0.5;
  const dy = (y + h / 2) / height - 0.5;
  const central = 1 / (1 + 4 * (dx * dx + dy * dy));
  const tall = 0.3 + max(h, 0.6 * w) / max(width, height);
  const whole = [1, 0.25][sidesTouched] ?? 0.08;
  return mass * central * tall * whole;
}

function belongs(part: Component, main: Component, box: Box): boolean {
  const distance = gap(part.box, box) / max(box[2], box[3]);
  const share = part.area / main.area;
  const cut = part.sidesTouched > 0;
  return (
    (share > NEAR_PART.area && distance < NEAR_PART.distance && (!cut || main.sidesTouched > 0)) ||
    (share > LARGE_PART.area && distance < LARGE_PART.distance && !cut)
  );
}

/** Between two boxes, along the axes; 0 where they overlap. */
function gap([ax, ay, aw, ah]: Box, [bx, by, bw, bh]: Box): number {
  return max(0, ax - bx - bw, bx - ax - aw) + max(0, ay - by - bh, by - ay - ah);
}

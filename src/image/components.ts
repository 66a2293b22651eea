/**
 * Connected components of ink, eight neighbours.
 * Source: A. Rosenfeld and J. L. Pfaltz, "Sequential operations in digital picture processing" (1966), with union-find.
 */
import type { Box, Mask, Plane } from './raster.js';

export interface Component {
  /** Its number in the labels, from 1. */
  readonly label: number;
  /** Pixels. */
  readonly area: number;
  /** Sum of its levels of ink. */
  readonly mass: number;
  readonly box: Box;
  /** How many sides of the frame it touches. */
  readonly sidesTouched: number;
}

export interface Labelling {
  readonly width: number;
  readonly height: number;
  /** 0 paper, else the number of a component. */
  readonly labels: Int32Array;
  /** In the order in which reading line by line meets them. */
  readonly components: readonly Component[];
}

/** @param ink gives each component its mass */
export function labelComponents(mask: Mask, ink: Plane): Labelling {
  const { width, height } = mask;
  const { labels, count } = resolveLabels(mask);
  const areas = new Float64Array(count + 1);
  const masses = new Float64Array(count + 1);
  const bounds = Array.from(
    { length: count + 1 },
    () => [width, height, -1, -1] as [number, number, number, number],
  );
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const label = labels[at]!;
      if (label === 0) continue;
      areas[label]!++;
      masses[label]! += ink.data[at]!;
      const box = bounds[label]!;
      if (x < box[0]) box[0] = x;
      if (y < box[1]) box[1] = y;
      if (x > box[2]) box[2] = x;
      box[3] = y;
    }
  }
  const components = bounds.slice(1).map(([left, top, right, bottom], i) => ({
    label: i + 1,
    area: areas[i + 1]!,
    mass: masses[i + 1]!,
    box: [left, top, right - left + 1, bottom - top + 1] as const,
    sidesTouched: [left <= 1, top <= 1, right >= width - 2, bottom >= height - 2].filter(Boolean).length,
  }));
  return { width, height, labels, components };
}

/** First pass: provisional labels, equalities noted; second pass: the least of the equal ones, renumbered from 1. */
function resolveLabels({ width, height, data }: Mask): { labels: Int32Array; count: number } {
  const labels = new Int32Array(width * height);
  const parent = [0];
  const root = (label: number): number => {
    while (parent[label] !== label) label = parent[label] = parent[parent[label]!]!;
    return label;
  };
  /** The label of both from here on: the lesser; 0 is none. */
  const join = (one: number, other: number): number => {
    if (one === 0 || other === 0) return one + other;
    const [a, b] = [root(one), root(other)];
    return a === b ? a : (parent[Math.max(a, b)] = Math.min(a, b));
  };
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (data[at] === 0) continue;
      // The neighbour above touches the other three, which are joined with it already.
      const above = y > 0 ? labels[at - width]! : 0;
      if (above !== 0) {
        labels[at] = above;
        continue;
      }
      // Of those on the left one is enough, as they touch as well.
      const left = x === 0 ? 0 : labels[at - 1]! || (y > 0 ? labels[at - width - 1]! : 0);
      const right = y > 0 && x < width - 1 ? labels[at - width + 1]! : 0;
      labels[at] = join(left, right) || parent.push(parent.length) - 1;
    }
  }
  const numbers = new Int32Array(parent.length);
  let count = 0;
  for (let label = 1; label < parent.length; label++) if (parent[label] === label) numbers[label] = ++count;
  for (let at = 0; at < labels.length; at++) if (labels[at] !== 0) labels[at] = numbers[root(labels[at]!)]!;
  return { labels, count };
}

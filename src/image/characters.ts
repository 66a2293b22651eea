/**
 * A row of digits → the ink of each, from left to right. Components that stand over each other make one character; one
 * that is too wide for a digit is cut where its neck is thinnest, if there is a thin one.
 */
import type { Component, Labelling } from './components.js';
import { inkBox, type Box, type Mask } from './raster.js';
import { maskOf, unite } from './selection.js';
import { strokeWidth } from './stroke.js';

const { abs, max, min, round } = Math;

export interface Character {
  readonly mask: Mask;
  readonly box: Box;
  /** Too wide for one digit, and without a thin neck to cut it at. */
  readonly merged: boolean;
}

/** Less of the largest component's mass than this is a speck. */
const SPECK = 0.03;

/** Characters are at least this share of the middle one's height; what is lower is a dash, a dot, dirt. */
const LOW = 0.4;

/** Two components are one character where they share this much of the narrower one's width; tall ones, nearly all of it. */
const SHARED_WIDTH = 0.5;
const SHARED_WIDTH_TALL = 0.8;

/** Wider than this, in heights of the tallest character, is more than one digit. */
const WIDEST = 1.15;

/** A neck is thin where a column holds at most this many stroke widths of ink. */
const THIN_NECK = 1.6;

export function findCharacters(labelling: Labelling): Character[] {
  const groups = groupComponents(significant(labelling));
  const heights = groups.map((group) => boxOf(group)[3]).sort((a, b) => a - b);
  const middle = heights[heights.length >> 1] ?? 0;
  const tallest = heights.at(-1) ?? 0;
  return groups
    .filter((group) => boxOf(group)[3] >= LOW * middle)
    .flatMap((group) => cutAtNecks(maskOf(labelling, group), boxOf(group), tallest));
}

function boxOf(group: readonly Component[]): Box {
  return group.map(({ box }) => box).reduce(unite);
}

/** Without specks; without what the frame cuts, unless that is all there is. */
function significant({ components }: Labelling): Component[] {
  const inside = components.filter(({ sidesTouched }) => sidesTouched === 0);
  const candidates = inside.length > 0 ? inside : components;
  const largest = max(0, ...candidates.map(({ mass }) => mass));
  return candidates.filter(({ mass }) => mass >= SPECK * largest);
}

function groupComponents(components: readonly Component[]): Component[][] {
  const tallest = max(0, ...components.map(({ box }) => box[3]));
  const groups: Component[][] = [];
  for (const component of [...components].sort((a, b) => a.box[0] - b.box[0] || a.label - b.label)) {
    const home = groups.find((group) => standsOver(boxOf(group), component.box, tallest));
    if (home) home.push(component);
    else groups.push([component]);
  }
  return groups;
}

function standsOver(a: Box, b: Box, tallest: number): boolean {
  const shared = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0]);
  const bothTall = min(a[3], b[3]) >= 0.6 * tallest;
  return shared >= (bothTall ? SHARED_WIDTH_TALL : SHARED_WIDTH) * min(a[2], b[2]);
}

function cutAtNecks(mask: Mask, box: Box, tallest: number): Character[] {
  const whole: Character = { mask, box, merged: false };
  const pieces = round(box[2] / (0.72 * tallest));
  if (box[2] <= WIDEST * tallest || pieces < 2) return [whole];
  const cuts = findCuts(mask, box, pieces);
  if (!cuts) return [{ ...whole, merged: true }];
  const edges = [box[0], ...cuts, box[0] + box[2]];
  const parts = edges.slice(1).map((right, i) => {
    const part = keepColumns(mask, edges[i]!, right);
    return { mask: part, box: inkBox(part) ?? box, merged: false };
  });
  // The bar of a wide 7 or 2 is no digit of its own.
  return parts.every((part) => part.box[3] >= LOW * tallest) ? parts : [whole];
}

/** The columns to cut at, one between each two pieces; undefined where a neck is too thick. */
function findCuts(mask: Mask, [left, , width]: Box, pieces: number): number[] | undefined {
  const thickest = THIN_NECK * strokeWidth(mask);
  const cuts: number[] = [];
  for (let i = 1; i < pieces; i++) {
    const ideal = left + (i * width) / pieces;
    const reach = (0.3 * width) / pieces;
    let best = { column: -1, cost: Infinity, ink: Infinity };
    for (let column = round(ideal - reach); column <= ideal + reach; column++) {
      const ink = columnInk(mask, column);
      const cost = ink + abs(column - ideal) / reach; // of equal necks the one nearer to the middle
      if (cost < best.cost) best = { column, cost, ink };
    }
    if (best.ink > thickest) return undefined;
    cuts.push(best.column);
  }
  return cuts;
}

function columnInk({ width, height, data }: Mask, column: number): number {
  let ink = 0;
  for (let y = 0; y < height; y++) ink += data[y * width + column]!;
  return ink;
}

function keepColumns({ width, height, data }: Mask, from: number, to: number): Mask {
  return {
    width,
    height,
    data: data.map((ink, at) => (at % width >= from && at % width < to ? ink : 0)),
  };
}

/**
 * A row of digits → the ink of each, from left to right. Components that stand over each other make one character; one
 * that is too wide for a digit is cut where its neck is thinnest, if there is a thin one.
 */
import type { Component, Labelling } from './components.js';
import { inkBox, type Box, type Mask } from './raster.js';
import { boxOf, maskOf } from './selection.js';
import { strokeWidth } from './stroke.js';

const { abs, max, min, round } = Math;

export interface Character {
  readonly mask: Mask;
  readonly box: Box;
  /** Too wide for one digit, and without a thin neck to cut it at. */
  readonly merged: boolean;
}

/** Less of the largest component's mass than this is a speck; so much at least a whole character has. */
const SPECK = 0.0075;
const CHARACTER = 0.03;

/** Characters are at least this share of the middle one's height; what is lower is a dash, a dot, dirt. */
const LOW = 0.4;

/** Two components are one character where they share this much of the narrower one's width; tall ones, nearly all of it. */
const SHARED_WIDTH = 0.5;
const SHARED_WIDTH_TALL = 0.8;

/** Pieces of a broken stroke are lower than this and follow each other this closely, in heights of the tallest. */
const BROKEN = { height: 0.35, gap: 0.3 };

/** Wider than this, in heights of the tallest character, is more than one digit. */
const WIDEST = 1.15;

/** What is cut off is at least this high, in heights of the tallest. */
const CUT_HEIGHT = 0.65;

/** A neck is thin where a column holds at most this many stroke widths of ink. */
const THIN_NECK = 4;

export function findCharacters(labelling: Labelling): Character[] {
  const groups = findGroups(labelling);
  const tallest = max(0, ...groups.map((group) => boxOf(group)[3]));
  return groups.flatMap((group) => cutAtNecks(maskOf(labelling, group), boxOf(group), tallest));
}

/** The components of each character, or of several where these touch; from left to right. */
export function findGroups(labelling: Labelling): Component[][] {
  const found = groupComponents(significant(labelling));
  const heaviest = max(0, ...found.map(massOf));
  const groups = found.filter((group) => massOf(group) >= CHARACTER * heaviest);
  const heights = groups.map((group) => boxOf(group)[3]).sort((a, b) => a - b);
  const middle = heights[heights.length >> 1] ?? 0;
  return groups.filter((group) => boxOf(group)[3] >= LOW * middle);
}

function massOf(group: readonly Component[]): number {
  return group.reduce((sum, { mass }) => sum + mass, 0);
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
    const home = groups.find((group) => belongs(group, component, tallest));
    if (home) home.push(component);
    else groups.push([component]);
  }
  return groups;
}

function belongs(group: readonly Component[], { box }: Component, tallest: number): boolean {
  const whole = boxOf(group);
  const bothTall = min(whole[3], box[3]) >= 0.6 * tallest;
  const share = sharedWidth(whole, box) / min(whole[2], box[2]);
  if (share >= (bothTall ? SHARED_WIDTH_TALL : SHARED_WIDTH)) return true;
  const isPiece = (piece: Box): boolean => piece[3] < BROKEN.height * tallest;
  return (
    isPiece(box) &&
    group.some(
      ({ box: other }) =>
        isPiece(other) && sharedWidth(other, box) > 0 && verticalGap(other, box) < BROKEN.gap * tallest,
    )
  );
}

function sharedWidth(a: Box, b: Box): number {
  return min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0]);
}

function verticalGap(a: Box, b: Box): number {
  return max(a[1], b[1]) - min(a[1] + a[3], b[1] + b[3]);
}

function cutAtNecks(mask: Mask, box: Box, tallest: number): Character[] {
  const whole: Character = { mask, box, merged: false };
  const pieces = round(box[2] / (0.72 * tallest));
  if (box[2] <= WIDEST * tallest || pieces < 2) return [whole];
  const necks = findNecks(mask, box, pieces);
  if (!necks) return [whole];
  if (necks.some(({ ink }) => ink > THIN_NECK * strokeWidth(mask))) return [{ ...whole, merged: true }];
  const edges = [box[0], ...necks.map(({ column }) => column), box[0] + box[2]];
  const parts = edges.slice(1).map((right, i) => {
    const part = keepColumns(mask, edges[i]!, right);
    return { mask: part, box: inkBox(part) ?? box, merged: false };
  });
  // The bar of a wide 7 or 5 is no digit of its own.
  return parts.every((part) => part.box[3] >= CUT_HEIGHT * tallest) ? parts : [whole];
}

interface Neck {
  readonly column: number;
  /** Pixels of ink in it. */
  readonly ink: number;
}

/**
 * The columns where digits of about the same width may touch. A column that crosses the ink twice is no neck: it runs
 * through the loop of one digit.
 * @returns the thinnest between each two pieces; undefined where there is none
 */
function findNecks(mask: Mask, [left, , width]: Box, pieces: number): Neck[] | undefined {
  const necks: Neck[] = [];
  for (let i = 1; i < pieces; i++) {
    const ideal = left + (i * width) / pieces;
    const reach = (0.3 * width) / pieces;
    let best: Neck | undefined;
    let least = Infinity;
    for (let column = round(ideal - reach); column <= ideal + reach; column++) {
      const { ink, crossings } = crossColumn(mask, column);
      const cost = ink + abs(column - ideal) / reach; // of equal necks the one nearer to the middle
      if (crossings === 1 && cost < least) [best, least] = [{ column, ink }, cost];
    }
    if (!best) return undefined;
    necks.push(best);
  }
  return necks;
}

function crossColumn(
  { width, height, data }: Mask,
  column: number,
): { readonly ink: number; readonly crossings: number } {
  let [ink, crossings, above] = [0, 0, 0];
  for (let y = 0; y < height; y++) {
    const here = data[y * width + column]!;
    ink += here;
    if (here > above) crossings++;
    above = here;
  }
  return { ink, crossings };
}

function keepColumns({ width, height, data }: Mask, from: number, to: number): Mask {
  const kept = new Uint8Array(data.length);
  for (let start = 0; start < data.length; start += width)
    kept.set(data.subarray(start + from, start + to), start + from);
  return { width, height, data: kept };
}

/**
 * A grid of dots drawn with characters, 2×4 dots each by the Braille patterns of Unicode or one each in ASCII. Lines are
 * clipped to it.
 * Source: The Unicode Standard, chapter "Braille Patterns" (U+2800: the dots of a cell are the bits of its code).
 */

import type { Dashes } from '../charts/dashes.js';

/** Dots that one character has across and down. */
export interface CellSize {
  readonly across: number;
  readonly down: number;
}

export const BRAILLE_CELL: CellSize = { across: 2, down: 4 };
export const ASCII_CELL: CellSize = { across: 1, down: 1 };

/** What is drawn in a character. */
export interface Cell {
  /** Bit b is set for the dot that Braille calls b + 1. 0: empty. */
  readonly dots: number;
  /** Which pen drew there last. */
  readonly pen: number;
}

/** In dots, from the upper left corner; whole numbers are the middles of dots. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Braille's bit for each dot of a cell: [y][x]. */
const BITS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

export function brailleCharacter(dots: number): string {
  return String.fromCharCode(0x2800 + dots);
}

/** The bit of the dot at (x, y) of a cell. */
function brailleBit(x: number, y: number): number {
  return BITS[y]![x]!;
}

export class DotCanvas {
  readonly #dots: Uint8Array;
  readonly #pens: Int8Array;

  /** @param columns characters across @param rows characters down */
  constructor(
    readonly columns: number,
    readonly rows: number,
    readonly cell: CellSize,
  ) {
    this.#dots = new Uint8Array(columns * rows);
    this.#pens = new Int8Array(columns * rows);
  }

  /** Dots across. */
  get width(): number {
    return this.columns * this.cell.across;
  }

  /** Dots down. */
  get height(): number {
    return this.rows * this.cell.down;
  }

  at(column: number, row: number): Cell {
    const index = row * this.columns + column;
    return { dots: this.#dots[index]!, pen: this.#pens[index]! };
  }

  /** One dot; nothing happens outside. */
  set(x: number, y: number, pen: number): void {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    const { across, down } = this.cell;
    const index = Math.floor(y / down) * this.columns + Math.floor(x / across);
    this.#dots[index]! |= brailleBit(x % across, y % down);
    this.#pens[index] = pen;
  }

  /** A line through the points; dashes run on around corners. */
  polyline(points: readonly Point[], pen: number, dashes: Dashes = []): void {
    const isDrawn = dasher(dashes);
    let last: string | undefined;
    for (let i = 1; i < points.length; i++) {
      const segment = clip(points[i - 1]!, points[i]!, this.width - 1, this.height - 1);
      if (!segment) continue;
      for (const { x, y } of walk(...segment)) {
        const place = `${x},${y}`;
        if (place !== last && isDrawn()) this.set(x, y, pen);
        last = place;
      }
    }
  }
}

/** Tells of each dot of a line in turn whether it is drawn. */
function dasher(dashes: Dashes): () => boolean {
  const period = dashes.reduce((sum, length) => sum + length, 0);
  let position = -1;
  return () => {
    if (period === 0) return true;
    position = (position + 1) % period;
    let end = 0;
    return dashes.findIndex((length) => position < (end += length)) % 2 === 0;
  };
}

/** The dots from one point to the other, both included. */
function* walk(from: Point, to: Point): Generator<Point> {
  const steps = Math.max(1, Math.ceil(Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y))));
  for (let i = 0; i <= steps; i++) {
    yield {
      x: Math.round(from.x + ((to.x - from.x) * i) / steps),
      y: Math.round(from.y + ((to.y - from.y) * i) / steps),
    };
  }
}

/**
 * The part of a segment within 0 … right and 0 … bottom, half a dot more on each side; undefined where there is none.
 * Source: Liang and Barsky, "A new concept and method for line clipping", 1984.
 */
function clip(from: Point, to: Point, right: number, bottom: number): [Point, Point] | undefined {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  let [start, end] = [0, 1];
  const edges = [
    [-dx, from.x + HALF],
    [dx, right + HALF - from.x],
    [-dy, from.y + HALF],
    [dy, bottom + HALF - from.y],
  ] as const;
  for (const [outward, room] of edges) {
    if (outward === 0 && room < 0) return undefined;
    if (outward < 0) start = Math.max(start, room / outward);
    if (outward > 0) end = Math.min(end, room / outward);
  }
  if (!(start <= end)) return undefined;
  const along = (t: number): Point => ({ x: from.x + dx * t, y: from.y + dy * t });
  return [along(start), along(end)];
}

/** Just less than half a dot, so that what is kept rounds to a dot that there is. */
const HALF = 0.499;

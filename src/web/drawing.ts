/**
 * What lies on the drawing page's paper, and everything that lay there before, so that each step can be undone: strokes, or
 * a picture in their place. Pure; painting is paint.ts.
 */

/**
 * Units of the paper's side. The picture that is read, and kept, has as many pixels: the fewest that preprocessing does
 * not enlarge, five for each of the 28.
 */
export const SIDE = 140;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line of a pen, in units of the paper. */
export interface Stroke {
  readonly thickness: number;
  readonly points: readonly Point[];
}

export interface Sheet<Picture> {
  readonly strokes: readonly Stroke[];
  /** A picture that was dropped, pasted or opened; there are no strokes then. */
  readonly picture?: Picture;
}

export class Drawing<Picture> {
  /** The sheet as it was after each step; the last is what lies there. */
  readonly #sheets: Sheet<Picture>[] = [{ strokes: [] }];
  /** The last stroke is still being drawn. */
  #penIsDown = false;

  get sheet(): Sheet<Picture> {
    return this.#sheets.at(-1)!;
  }

  get isEmpty(): boolean {
    return this.sheet.strokes.length === 0 && this.sheet.picture === undefined;
  }

  get canUndo(): boolean {
    return this.#sheets.length > 1;
  }

  /** The pen comes down; a picture that lies there gives way. */
  beginStroke(point: Point, thickness: number): void {
    this.#push({ strokes: [...this.sheet.strokes, { thickness, points: [point] }] });
    this.#penIsDown = true;
  }

  /** The pen moves: the last stroke grows, unless it was taken away meanwhile. */
  extendStroke(points: readonly Point[]): void {
    if (!this.#penIsDown) return;
    const { strokes } = this.#sheets.pop()!;
    const last = strokes.at(-1)!;
    const longer = { ...last, points: [...last.points, ...points] };
    this.#sheets.push({ strokes: [...strokes.slice(0, -1), longer] });
  }

  placePicture(picture: Picture): void {
    this.#push({ strokes: [], picture });
  }

  clear(): void {
    if (!this.isEmpty) this.#push({ strokes: [] });
  }

  undo(): void {
    if (this.canUndo) this.#sheets.pop();
    this.#penIsDown = false;
  }

  #push(sheet: Sheet<Picture>): void {
    this.#sheets.push(sheet);
    this.#penIsDown = false;
  }
}

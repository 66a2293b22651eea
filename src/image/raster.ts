/**
 * What the stages of preprocessing pass to each other: planes of levels and masks of ink, row-major. Pure data; no stage
 * changes what it is given.
 */

const { max, min } = Math;

/** One channel. Levels run from 0 to 255, unless a stage says otherwise; fractions are kept until the last stage. */
export interface Plane {
  /** Columns. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** (height, width), row by row. */
  readonly data: Float32Array;
}

/** 1 where there is ink, else 0. */
export interface Mask {
  /** Columns. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** (height, width), row by row. */
  readonly data: Uint8Array;
}

/** x, y, width, height; whole pixels. */
export type Box = readonly [x: number, y: number, width: number, height: number];

export function createPlane(width: number, height: number): Plane {
  return { width, height, data: new Float32Array(width * height) };
}

export function mapPlane({ width, height, data }: Plane, level: (value: number) => number): Plane {
  return { width, height, data: data.map(level) };
}

/** The part of a plane inside a box; what lies outside the plane is `fill`. */
export function cropPlane(plane: Plane, [left, top, width, height]: Box, fill = 0): Plane {
  const out = createPlane(width, height);
  if (fill !== 0) out.data.fill(fill);
  const from = max(0, left);
  const to = min(plane.width, left + width);
  for (let y = max(0, top); y < min(plane.height, top + height) && from < to; y++) {
    const row = plane.data.subarray(y * plane.width + from, y * plane.width + to);
    out.data.set(row, (y - top) * width + from - left);
  }
  return out;
}

/** The smallest box around all that is above a level; undefined where nothing is. */
export function inkBox({ width, height, data }: Plane | Mask, above = 0): Box | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (data[at]! <= above) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (top === height) top = y;
      bottom = y;
    }
  }
  return right < 0 ? undefined : [left, top, right - left + 1, bottom - top + 1];
}

/** The levels along the frame, `depth` pixels deep; corners are counted once. */
export function borderLevels({ width, height, data }: Plane, depth: number): number[] {
  const levels: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (y < depth || y >= height - depth || x < depth || x >= width - depth)
        levels.push(data[y * width + x]!);
      else x = width - depth - 1;
    }
  }
  return levels;
}

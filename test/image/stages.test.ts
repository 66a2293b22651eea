/** Each stage of preprocessing on drawn pictures, with values computed by hand. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inkMap } from '../../src/image/background.js';
import { centreOfMass, placeByMass } from '../../src/image/centre.js';
import { labelComponents } from '../../src/image/components.js';
import { compositeAlpha, luma } from '../../src/image/composite.js';
import { distanceTo } from '../../src/image/distance.js';
import { isMnistLike } from '../../src/image/mnist-like.js';
import { close, windowMaximum } from '../../src/image/morphology.js';
import { isDarkOnLight } from '../../src/image/polarity.js';
import { borderLevels, createPlane, cropPlane, inkBox, type Plane } from '../../src/image/raster.js';
import { resize } from '../../src/image/resize.js';
import { maskOf, selectDigit } from '../../src/image/selection.js';
import { boxMean, smooth } from '../../src/image/smooth.js';
import { offsetStroke, strokeWidth } from '../../src/image/stroke.js';
import { histogram, levelOfLargest, otsu } from '../../src/image/threshold.js';
import { mask, plane, rowsOf } from './picture.js';

const anyPlane = fc.integer({ min: 1, max: 24 }).chain((width) =>
  fc
    .array(fc.array(fc.integer({ min: 0, max: 255 }), { minLength: width, maxLength: width }), {
      minLength: 1,
      maxLength: 24,
    })
    .map((rows) => ({ width, height: rows.length, data: Float32Array.from(rows.flat()) })),
);

describe('compositeAlpha', () => {
  const compose = (pixels: number[], channels: 1 | 2 | 3 | 4): number[][] =>
    compositeAlpha(Uint8Array.from(pixels), pixels.length / channels, 1, channels).map(({ data }) =>
      Array.from(data),
    );

  it('leaves grey as one plane and coloured as three', () => {
    expect(compose([1, 2, 3], 1)).toEqual([[1, 2, 3]]);
    expect(compose([7, 7, 7, 9, 9, 9], 3)).toEqual([[7, 9]]);
    expect(compose([7, 8, 9, 1, 2, 3], 3)).toEqual([[7, 1], [8, 2], [9, 3]]); // prettier-ignore
  });

  it('puts black ink on nothing onto white, white ink onto black', () => {
    expect(compose([0, 255, 0, 0, 0, 0, 0, 102], 2)).toEqual([[0, 255, 255, 153]]);
    expect(compose([255, 255, 255, 0, 0, 0, 255, 102], 2)).toEqual([[255, 0, 0, 102]]);
    expect(compose([0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0], 4)).toEqual([[0, 255, 255]]);
  });

  it('fills the holes of a sheet with what the sheet is like', () => {
    expect(compose([250, 255, 250, 255, 250, 255, 0, 0], 2)).toEqual([[250, 250, 250, 255]]);
    expect(compose([9, 255, 9, 255, 9, 255, 255, 0], 2)).toEqual([[9, 9, 9, 0]]);
  });

  it('weighs colours as Rec. 601 does', () => {
    const [level] = luma(compositeAlpha(Uint8Array.of(100, 200, 50), 1, 1, 3)).data;
    expect(level).toBeCloseTo(0.299 * 100 + 0.587 * 200 + 0.114 * 50, 4);
  });
});

describe('planes', () => {
  it('crops, filling what lies outside', () => {
    expect(rowsOf(cropPlane(plane(['12', '34']), [1, -1, 2, 3], 9))).toEqual([[9, 9], [2, 9], [4, 9]]); // prettier-ignore
  });

  it('finds the box of what is above a level', () => {
    expect(inkBox(plane(['....', '.12.', '....']))).toEqual([1, 1, 2, 1]);
    expect(inkBox(plane(['....', '.12.', '....']), 1)).toEqual([2, 1, 1, 1]);
    expect(inkBox(plane(['..', '..']))).toBeUndefined();
  });

  it('takes the levels of the frame, each once', () => {
    expect(borderLevels(plane(['123', '894', '765']), 1).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(borderLevels(plane(['12']), 3)).toEqual([1, 2]);
  });
});

describe('resize', () => {
  it('takes the mean of the area that a new pixel covers', () => {
    expect(rowsOf(resize(plane(['1357', '1357']), 2, 1))).toEqual([[2, 6]]);
    // 3 → 2: pixels [0, 1.5) and [1.5, 3): (2·1 + 1·4)/3 and (1·4 + 2·7)/3
    expect(rowsOf(resize(plane(['147']), 2, 1))).toEqual([[2, 6]]);
  });

  it('interpolates linearly upwards, between the centres of pixels', () => {
    expect(rowsOf(resize(plane(['04']), 4, 1))).toEqual([[0, 1, 3, 4]]);
  });

  it('keeps the mean when it reduces', () => {
    fc.assert(
      fc.property(anyPlane, fc.integer({ min: 1, max: 24 }), (picture, width) => {
        const small = resize(picture, Math.min(width, picture.width), 1);
        const mean = (levels: Float32Array): number => levels.reduce((a, b) => a + b, 0) / levels.length;
        expect(mean(small.data)).toBeCloseTo(mean(picture.data), 3);
      }),
    );
  });
});

describe('thresholds', () => {
  it('splits two levels in the middle between them', () => {
    const levels: Plane = { width: 6, height: 1, data: Float32Array.of(10, 10, 10, 10, 200, 200) };
    // Every cut after bin 10 up to bin 199 gives the same variance; the middle is (10 + 199)/2 + 1.
    expect(otsu(histogram(levels, 256), 256)).toBe(105.5);
  });

  it('has the published answer for a small histogram', () => {
    // Levels 0…5 with counts 8, 7, 2, 6, 9, 4: a worked example of Otsu's method, whose answer is that 3 belongs above.
    const counts = new Float64Array(256);
    [8, 7, 2, 6, 9, 4].forEach((count, level) => (counts[level] = count));
    expect(otsu(counts, 256)).toBe(3);
  });

  it('finds the level that so many pixels reach', () => {
    const levels: Plane = { width: 4, height: 1, data: Float32Array.of(0.1, 0.2, 0.5, 0.9) };
    expect(levelOfLargest(histogram(levels, 1), 1, 1)).toBeCloseTo(0.9, 2);
    expect(levelOfLargest(histogram(levels, 1), 1, 2)).toBeCloseTo(0.5, 2);
    expect(levelOfLargest(histogram(levels, 1), 1, 9)).toBe(0);
  });
});

describe('filters', () => {
  it('smooths by [1 2 1]/4 along both axes', () => {
    const point = createPlane(5, 5);
    point.data[12] = 16;
    expect(rowsOf(smooth(point, 1))).toEqual([
      [0, 0, 0, 0, 0],
      [0, 1, 2, 1, 0],
      [0, 2, 4, 2, 0],
      [0, 1, 2, 1, 0],
      [0, 0, 0, 0, 0],
    ]);
    // No stage changes what it is given.
    expect(point.data.reduce((a, b) => a + b)).toBe(16);
    expect(point.data[12]).toBe(16);
  });

  it('takes means of squares, cut off at the frame', () => {
    expect(rowsOf(boxMean(plane(['123', '456', '789']), 1))).toEqual([
      [3, 3.5, 4],
      [4.5, 5, 5.5],
      [6, 6.5, 7],
    ]);
  });

  it('agrees with the plain definition of a window’s maximum', () => {
    fc.assert(
      fc.property(anyPlane, fc.integer({ min: 1, max: 9 }), (picture, size) => {
        const window = Math.min(size, picture.width, picture.height);
        const rows = rowsOf(picture);
        const expected = rows
          .slice(window - 1)
          .map((_, y) =>
            rows[0]!
              .slice(window - 1)
              .map((_, x) =>
                Math.max(...rows.slice(y, y + window).flatMap((row) => row.slice(x, x + window))),
              ),
          );
        expect(rowsOf(windowMaximum(picture, window))).toEqual(expected);
      }),
    );
  });

  it('closes strokes and leaves what is wider than the window', () => {
    const stroke = plane(['99999999', '99911999', '99911999', '99999999']);
    expect(rowsOf(close(stroke, 1)).flat()).toEqual(new Array(32).fill(9));
    const block = plane(['99999999', '99111999', '99111999', '99111999', '99999999']);
    expect(close(block, 1).data).toEqual(block.data);
  });

  it('leaves dark regions that the frame cuts, to the last corner', () => {
    const corner = plane(['11999', '19999', '99999', '99999', '99999']);
    expect(close(corner, 1).data).toEqual(corner.data);
    const band = plane(['19999', '19999', '19999', '19999', '19999']);
    expect(close(band, 2).data).toEqual(band.data);
  });

  it('never darkens, and closing twice changes nothing more', () => {
    fc.assert(
      fc.property(anyPlane, fc.integer({ min: 1, max: 5 }), (picture, radius) => {
        const closed = close(picture, radius);
        expect(closed.data.every((level, i) => level >= picture.data[i]!)).toBe(true);
        expect(close(closed, radius).data).toEqual(closed.data);
      }),
    );
  });
});

describe('polarity and ink', () => {
  /** A vertical stroke 6 wide on a canvas that `light` gives the levels of. */
  const drawing = (light: (x: number, y: number) => number, ink: number): Plane => {
    const picture = createPlane(120, 100);
    for (let y = 0; y < 100; y++) {
      for (let x = 0; x < 120; x++) {
        const stroke = x >= 57 && x < 63 && y >= 20 && y < 80;
        picture.data[y * 120 + x] = light(x, y) * (stroke ? ink : 1);
      }
    }
    return picture;
  };

  it('sees which is paper', () => {
    expect(isDarkOnLight(drawing(() => 230, 0.3))).toBe(true);
    expect(isDarkOnLight(drawing(() => 40, 5))).toBe(false);
  });

  it('is not misled by a shadow over most of the picture', () => {
    const shadow = (_: number, y: number): number => (y > 35 ? 90 : 230);
    expect(isDarkOnLight(drawing(shadow, 0.4))).toBe(true);
    const picture = drawing(shadow, 0.4);
    expect(isDarkOnLight({ ...picture, data: picture.data.map((level) => 255 - level) })).toBe(false);
  });

  it('divides the light out: the same ink in sun and shadow, none along the shadow’s edge', () => {
    const even = inkMap([drawing(() => 230, 0.4)]);
    const half = inkMap([drawing((_, y) => (y < 50 ? 230 : 115), 0.4)]);
    const at = ({ data }: Plane, x: number, y: number): number => data[y * 120 + x]!;
    expect(at(even, 60, 30)).toBeCloseTo(0.6, 2);
    expect(at(half, 60, 30)).toBeCloseTo(0.6, 2);
    expect(at(half, 60, 70)).toBeCloseTo(0.6, 2);
    for (let y = 0; y < 100; y++) expect(at(half, 20, y)).toBeCloseTo(0, 6);
  });

  it('takes ink where a colour shows it: yellow on white is in blue alone', () => {
    const white = drawing(() => 255, 1);
    const blue = drawing(() => 255, 0);
    expect(inkMap([white, white, blue]).data[50 * 120 + 60]).toBeGreaterThan(0.9);
  });
});

describe('components', () => {
  const drawn = mask([
    '#..#....',
    '.#.#..##',
    '...#..##',
    '........',
    '##....#.',
  ]); // prettier-ignore
  const ink: Plane = { ...drawn, data: Float32Array.from(drawn.data, (pixel) => pixel / 2) };

  it('are joined by corners too, and measured', () => {
    const { components } = labelComponents(drawn, ink);
    expect(components.map(({ area, mass, box }) => [area, mass, ...box])).toEqual([
      [2, 1, 0, 0, 2, 2],
      [3, 1.5, 3, 0, 1, 3],
      [4, 2, 6, 1, 2, 2],
      [2, 1, 0, 4, 2, 1],
      [1, 0.5, 6, 4, 1, 1],
    ]);
  });

  it('join branches that meet only later', () => {
    const u = mask(['#.#.#', '#.#.#', '#####']);
    expect(labelComponents(u, { ...u, data: new Float32Array(15) }).components).toHaveLength(1);
  });

  it('make a digit of the prominent one and its parts, without specks and strangers', () => {
    const page = createPlane(60, 60);
    const fill = (x: number, y: number, w: number, h: number): void => {
      for (let v = y; v < y + h; v++) page.data.fill(1, v * 60 + x, v * 60 + x + w);
    };
    fill(28, 15, 4, 30); // the digit
    fill(34, 15, 8, 3); // its part: two pixels off
    fill(10, 10, 1, 1); // a speck
    fill(58, 0, 2, 60); // along the frame
    const page1: Plane = page;
    const labelling = labelComponents({ ...page1, data: Uint8Array.from(page1.data) }, page1);
    const digit = maskOf(labelling, selectDigit(labelling));
    expect(inkBox(digit)).toEqual([28, 15, 14, 30]);
  });
});

describe('strokes', () => {
  it('have exact distances', () => {
    const { data } = distanceTo(mask(['....', '.#..', '....']), 1);
    expect(Array.from(data)).toEqual([2, 1, 2, 5, 1, 0, 1, 4, 2, 1, 2, 5].map((square) => Math.fround(Math.sqrt(square)))); // prettier-ignore
  });

  it('have distances that agree with the plain definition', () => {
    fc.assert(
      fc.property(anyPlane, ({ width, height, data }) => {
        const drawn = { width, height, data: Uint8Array.from(data, (level) => (level > 128 ? 1 : 0)) };
        fc.pre(drawn.data.includes(1));
        const inked = Array.from(drawn.data.keys()).filter((i) => drawn.data[i] === 1);
        const expected = Array.from(drawn.data, (_, i) =>
          Math.fround(
            Math.min(
              ...inked.map((j) =>
                Math.sqrt(
                  ((i % width) - (j % width)) ** 2 + (Math.floor(i / width) - Math.floor(j / width)) ** 2,
                ),
              ),
            ),
          ),
        );
        expect(Array.from(distanceTo(drawn, 1).data)).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });

  it('have a width, about that of a long bar', () => {
    const bar = mask(
      Array.from({ length: 12 }, (_, y) => (y >= 4 && y < 8 ? '#'.repeat(100) : '.'.repeat(100))),
    );
    // 2 · 400 / (208 · π/4)
    expect(strokeWidth(bar)).toBeCloseTo(4.897, 3);
    expect(strokeWidth(mask(['...']))).toBe(0);
  });

  it('grow and shrink by a radius', () => {
    const line = mask(['.......', '.......', '.......', '#######', '.......', '.......', '.......']);
    const ink: Plane = { ...line, data: Float32Array.from(line.data) };
    const column = (grown: Plane): number[] => rowsOf(grown).map((row) => row[3]!);
    expect(column(offsetStroke(ink, line, 1))).toEqual([0, 0, 1, 1, 1, 0, 0]);
    expect(column(offsetStroke(ink, line, 1.5))).toEqual([0, 0.5, 1, 1, 1, 0.5, 0]);
    const bar = mask(['.......', '.......', '#######', '#######', '#######', '.......', '.......']);
    const thick: Plane = { ...bar, data: Float32Array.from(bar.data) };
    expect(column(offsetStroke(thick, bar, -1))).toEqual([0, 0, 0, 1, 0, 0, 0]);
  });
});

describe('the centre of mass', () => {
  it('is measured from the corner', () => {
    expect(centreOfMass(plane(['....', '.31.']))).toEqual({ x: 1.75, y: 1.5 });
  });

  it('comes to lie within pixel 14, the ink unchanged', () => {
    const placed = placeByMass(plane(['#..', '#..', '###'], 1));
    const shown = { width: 28, height: 28, data: Float32Array.from(placed) };
    const { x, y } = centreOfMass(shown);
    expect(Math.floor(x)).toBe(14);
    expect(Math.floor(y)).toBe(14);
    expect(inkBox(shown)!.slice(2)).toEqual([3, 3]);
    expect(placed.filter((level) => level === 255)).toHaveLength(5);
  });

  it('never pushes ink over the frame', () => {
    const heavy = createPlane(20, 20);
    heavy.data.fill(0.01);
    heavy.data[0] = 1000;
    const placed = placeByMass(heavy);
    expect(inkBox({ width: 28, height: 28, data: placed })).toEqual([8, 8, 20, 20]);
  });
});

describe('isMnistLike', () => {
  const square = (side: number, left: number, top: number): Plane => {
    const picture = createPlane(28, 28);
    for (let y = top; y < top + side; y++) picture.data.fill(255, y * 28 + left, y * 28 + left + side);
    return picture;
  };

  it('wants 28×28, 20 pixels of ink, the mass in the middle', () => {
    expect(isMnistLike(square(20, 4, 4))).toBe(true);
    expect(isMnistLike(square(20, 3, 4))).toBe(false);
    expect(isMnistLike(square(22, 3, 3))).toBe(false);
    expect(isMnistLike(createPlane(28, 28))).toBe(false);
    expect(isMnistLike(createPlane(20, 20))).toBe(false);
  });
});

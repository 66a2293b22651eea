import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  ASCII_CELL,
  BRAILLE_CELL,
  brailleCharacter,
  DotCanvas,
  type Point,
} from '../../src/views/dot-canvas.js';

/** What a line draws on a canvas one character high. */
function drawLine(
  columns: number,
  points: readonly (readonly [x: number, y: number])[],
  dashes: readonly number[] = [],
): string {
  const canvas = new DotCanvas(columns, 1, BRAILLE_CELL);
  canvas.polyline(points.map(([x, y]): Point => ({ x, y })), 0, dashes); // prettier-ignore
  return Array.from({ length: columns }, (_, column) => brailleCharacter(canvas.at(column, 0).dots)).join('');
}

describe('a canvas of Braille patterns', () => {
  it('sets the dots where the names of the characters say', () => {
    const dot = (x: number, y: number): string => drawLine(1, [[x, y], [x, y]]); // prettier-ignore
    // U+2801 DOTS-1 upper left, U+2808 DOTS-4 upper right, U+2840 DOTS-7 lower left, U+2880 DOTS-8 lower right.
    expect([dot(0, 0), dot(1, 0), dot(0, 3), dot(1, 3)]).toEqual(['⠁', '⠈', '⡀', '⢀']);
    expect([dot(0, 1), dot(1, 1), dot(0, 2), dot(1, 2)]).toEqual(['⠂', '⠐', '⠄', '⠠']);
  });

  it.each([
    [
      'across',
      [
        [0, 0],
        [3, 0],
      ],
      '⠉⠉',
    ],
    [
      'down',
      [
        [0, 0],
        [0, 3],
      ],
      '⡇⠀',
    ],
    [
      'aslant',
      [
        [0, 0],
        [3, 3],
      ],
      '⠑⢄',
    ],
    [
      'from far away',
      [
        [-1e6, 1],
        [1e6, 1],
      ],
      '⠒⠒',
    ],
    [
      'outside',
      [
        [-5, -1],
        [9, -1],
      ],
      '⠀⠀',
    ],
  ] as const)('draws a line %s', (_, points, expected) => {
    // prettier-ignore
    expect(drawLine(2, points)).toBe(expected);
  });

  it('dashes, on through the points', () => {
    // Dots 0, 1, 2 and 5, 6, 7.
    expect(drawLine(4, [[0, 0], [4, 0], [7, 0]], [3, 2])).toBe('⠉⠁⠈⠉'); // prettier-ignore
  });

  it('remembers the pen that drew last', () => {
    const canvas = new DotCanvas(1, 1, BRAILLE_CELL);
    canvas.set(0, 0, 1);
    canvas.set(1, 0, 2);
    expect(canvas.at(0, 0)).toEqual({ dots: 9, pen: 2 });
  });

  it('keeps to its bounds, however far a line goes', () => {
    const coordinate = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    const points = fc.array(fc.record({ x: coordinate, y: coordinate }), { maxLength: 6 });
    fc.assert(
      fc.property(points, fc.constantFrom(BRAILLE_CELL, ASCII_CELL), (points, cell) => {
        const canvas = new DotCanvas(5, 4, cell);
        canvas.set = (x, y) => {
          expect(x >= 0 && x < canvas.width && y >= 0 && y < canvas.height).toBe(true);
        };
        canvas.polyline(points, 0);
      }),
    );
  });
});

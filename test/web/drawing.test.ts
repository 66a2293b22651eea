import { describe, expect, it } from '@jest/globals';
import { Drawing } from '../../src/web/drawing.js';

const [start, middle, end] = [
  { x: 10, y: 10 },
  { x: 20, y: 30 },
  { x: 40, y: 50 },
] as const;

/** A stroke with a point; then one with three. */
function drawn(): Drawing<string> {
  const drawing = new Drawing<string>();
  drawing.beginStroke(start, 8);
  drawing.beginStroke(start, 11);
  drawing.extendStroke([middle]);
  drawing.extendStroke([end]);
  return drawing;
}

const first = { thickness: 8, points: [start] };
const second = { thickness: 11, points: [start, middle, end] };

describe('what lies on the paper', () => {
  it('is nothing at first', () => {
    const drawing = new Drawing<string>();
    expect(drawing.sheet).toEqual({ strokes: [] });
    expect([drawing.isEmpty, drawing.canUndo]).toEqual([true, false]);
  });

  it('is strokes, the last of which grows', () => {
    const drawing = drawn();
    expect(drawing.sheet).toEqual({ strokes: [first, second] });
    expect([drawing.isEmpty, drawing.canUndo]).toEqual([false, true]);
  });

  it('is a picture in the place of strokes, until a stroke begins', () => {
    const drawing = drawn();
    drawing.placePicture('a.png');
    expect(drawing.sheet).toEqual({ strokes: [], picture: 'a.png' });
    drawing.beginStroke(end, 5);
    expect(drawing.sheet).toEqual({ strokes: [{ thickness: 5, points: [end] }] });
  });
});

describe('undo', () => {
  it('takes back a whole stroke, a picture, and clearing', () => {
    const drawing = drawn();
    drawing.placePicture('a.png');
    drawing.clear();
    expect(drawing.isEmpty).toBe(true);
    drawing.undo();
    expect(drawing.sheet.picture).toBe('a.png');
    drawing.undo();
    expect(drawing.sheet).toEqual({ strokes: [first, second] });
    drawing.undo();
    expect(drawing.sheet).toEqual({ strokes: [first] });
  });

  it('ends at the empty paper', () => {
    const drawing = drawn();
    for (let i = 0; i < 5; i++) drawing.undo();
    expect([drawing.isEmpty, drawing.canUndo]).toEqual([true, false]);
  });

  it('is not asked to bring back a paper that was empty before it was cleared', () => {
    const drawing = new Drawing<string>();
    drawing.clear();
    expect(drawing.canUndo).toBe(false);
  });
});

it.each(['undo', 'clear'] as const)('a pen that is still down draws nothing after %s', (act) => {
  const drawing = drawn();
  drawing[act]();
  const { sheet } = drawing;
  drawing.extendStroke([end]);
  expect(drawing.sheet).toBe(sheet);
});

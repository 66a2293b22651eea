import { describe, expect, it } from '@jest/globals';
import { sampleCurves } from '../../src/engine/curves.js';
import { plainPaint } from '../../src/paint.js';
import { formatPlot } from '../../src/views/plot.js';

const book = { range: [-5, 5], ylim: [-0.1, 1.1] } as const;
const curves = sampleCurves(['step', 'sigmoid'], [-5, 5]);
const plot = (columns: number, ascii: boolean): string[] =>
  formatPlot(curves, { ...book, columns, ascii }, plainPaint).split('\n');

describe('curves in the terminal', () => {
  it.each([30, 40, 80, 200])('fit %i columns', (columns) => {
    for (const ascii of [true, false]) {
      const widths = plot(columns, ascii).map((line) => line.length);
      expect(Math.max(...widths)).toBeLessThanOrEqual(Math.min(columns, 100));
    }
  });

  it('are 7-bit where asked for, each with a character of its own', () => {
    const text = plot(80, true).join('\n');
    expect(text).toMatch(/^[\n -~]*$/);
    expect(text).toMatch(/\*\*\*\* step {3}\+\+\+\+ sigmoid/);
  });

  it('stand at the numbers of the axis', () => {
    const lines = plot(80, true);
    const rowOf = (label: string): string => lines.find((line) => line.trimStart().startsWith(label))!;
    // Step is 1 on the right, and 0 on the left, where the sigmoid nearly is so too.
    expect(rowOf('1.0')).toMatch(/\| +\*+\++$/);
    expect(rowOf('0.0')).toMatch(/\|\++\*+\.+$/);
    const zero = lines.at(-1)!.indexOf(' 0 ') + 1;
    expect(lines[1]![zero]).toBe(':');
    expect(lines.slice(4, -5).every((line) => '*+'.includes(line[zero]!))).toBe(true);
  });

  it('show a step dashed over another curve, and solid alone', () => {
    const right = (lines: string[]): string => lines.find((line) => line.startsWith('1.0'))!.slice(46, 60);
    expect(right(plot(80, false))).toMatch(/⣀⡀ ⢀⣀⣀ {2}/);
    const alone = formatPlot(curves.slice(0, 1), { ...book, columns: 80, ascii: false }, plainPaint);
    expect(right(alone.split('\n'))).toBe('⣀'.repeat(14));
  });
});

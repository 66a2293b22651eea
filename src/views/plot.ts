/** Curves in the terminal: axes with round numbers, a legend, each curve told apart by its dashes or its character too. */
import { chooseDashes, type Dashes } from '../charts/dashes.js';
import type { Curve, Interval } from '../engine/curves.js';
import type { Paint } from '../paint.js';
import { ASCII_CELL, BRAILLE_CELL, brailleCharacter, DotCanvas, type Point } from './dot-canvas.js';
import { formatTicks, niceTicks } from './ticks.js';

export interface PlotView {
  readonly range: Interval;
  readonly ylim: Interval;
  /** Characters that the figure may be wide. */
  readonly columns: number;
  /** Draws with 7-bit characters in the place of Braille patterns. */
  readonly ascii: boolean;
}

/** How a curve is drawn. */
interface Pen {
  /** In ASCII. */
  readonly character: string;
  /** In Braille, in dots. */
  readonly dashes: Dashes;
  readonly colour: (paint: Paint) => (text: string) => string;
}

const CHARACTERS = '*+ox#%@&=~$^';
const COLOURS: readonly Pen['colour'][] = [
  (paint) => paint.cyan,
  (paint) => paint.yellow,
  (paint) => paint.green,
  (paint) => paint.red,
];

/** The widest figure: a curve says no more in a wider one. */
const MOST_COLUMNS = 100;
const FEWEST_COLUMNS = 16;

/** Characters of the frame, the axes through zero, and a sample in the legend. */
const UNICODE = { left: '┤', down: '┬', across: '─', corner: '└', zeroX: '┊', zeroY: '┈' };
const ASCII = { left: '|', down: '+', across: '-', corner: '+', zeroX: ':', zeroY: '.' };
const SAMPLE_CELLS = 4;

export function formatPlot(curves: readonly Curve[], view: PlotView, paint: Paint): string {
  const marks = view.ascii ? ASCII : UNICODE;
  const pens = choosePens(curves.map(({ name }) => name));
  const total = Math.min(view.columns, MOST_COLUMNS);
  const rows = Math.min(22, Math.max(8, Math.round(total / 4)));
  const yTicks = niceTicks(view.ylim, Math.floor(rows / 2));
  const yLabels = formatTicks(yTicks);
  const margin = Math.max(...yLabels.map((label) => label.length)) + 1;
  const columns = Math.max(FEWEST_COLUMNS, total - margin - 1);
  const canvas = new DotCanvas(columns, rows, view.ascii ? ASCII_CELL : BRAILLE_CELL);
  const dotX = (x: number): number => scale(x, view.range, canvas.width);
  const dotY = (y: number): number => canvas.height - 1 - scale(y, view.ylim, canvas.height);
  curves.forEach(({ x, y }, pen) => {
    const points = x.map((value, i): Point => ({ x: dotX(value), y: dotY(y[i]!) }));
    canvas.polyline(points, pen, view.ascii ? [] : pens[pen]!.dashes);
  });

  const columnOf = (x: number): number => Math.floor(Math.round(dotX(x)) / canvas.cell.across);
  const rowOf = (y: number): number => Math.floor(Math.round(dotY(y)) / canvas.cell.down);
  const labelAt = new Map(yTicks.map((tick, i) => [rowOf(tick), yLabels[i]!]));
  const zeroColumn = contains(view.range, 0) ? columnOf(0) : -1;
  const zeroRow = contains(view.ylim, 0) ? rowOf(0) : -1;
  const lines = Array.from({ length: rows }, (_, row) => {
    const cells = Array.from({ length: columns }, (_, column): Run => {
      const { dots, pen } = canvas.at(column, row);
      if (dots > 0) {
        const { character, colour } = pens[pen]!;
        return { text: view.ascii ? character : brailleCharacter(dots), colour: colour(paint) };
      }
      if (column === zeroColumn) return { text: marks.zeroX, colour: paint.dim };
      return row === zeroRow ? { text: marks.zeroY, colour: paint.dim } : { text: ' ' };
    });
    const label = labelAt.get(row);
    const axis = label === undefined ? (view.ascii ? '|' : '│') : marks.left;
    return `${(label ?? '').padStart(margin - 1)} ${axis}${paintRuns(cells).trimEnd()}`;
  });
  return [
    ...formatLegend(curves, pens, total, view.ascii, paint).map((line) => `${' '.repeat(margin + 1)}${line}`),
    ...lines,
    ...formatXAxis(view.range, columns, columnOf, margin, marks),
  ].join('\n');
}

/** Text in one colour. */
interface Run {
  readonly text: string;
  readonly colour?: (text: string) => string;
}

/** Neighbours in the same colour are painted as one. */
function paintRuns(runs: readonly Run[]): string {
  let line = '';
  for (let i = 0; i < runs.length;) {
    const { colour } = runs[i]!;
    let text = '';
    for (; i < runs.length && runs[i]!.colour === colour; i++) text += runs[i]!.text;
    line += colour ? colour(text) : text;
  }
  return line;
}

function choosePens(names: readonly string[]): Pen[] {
  return chooseDashes(names).map((dashes, i) => ({
    character: CHARACTERS[i % CHARACTERS.length]!,
    colour: COLOURS[i % COLOURS.length]!,
    dashes,
  }));
}

/** A sample of each line with its name, in as many lines as they need. */
function formatLegend(
  curves: readonly Curve[],
  pens: readonly Pen[],
  columns: number,
  ascii: boolean,
  paint: Paint,
): string[] {
  const lines: string[][] = [[]];
  let width = 0;
  curves.forEach(({ name }, i) => {
    const length = SAMPLE_CELLS + 1 + name.length + 3;
    if (width > 0 && width + length > columns) {
      lines.push([]);
      width = 0;
    }
    width += length;
    lines.at(-1)!.push(`${pens[i]!.colour(paint)(sample(pens[i]!, ascii))} ${name}`);
  });
  return lines.map((line) => line.join('   '));
}

function sample({ character, dashes }: Pen, ascii: boolean): string {
  if (ascii) return character.repeat(SAMPLE_CELLS);
  const canvas = new DotCanvas(SAMPLE_CELLS, 1, BRAILLE_CELL);
  canvas.polyline([{ x: 0, y: 1 }, { x: canvas.width - 1, y: 1 }], 0, dashes); // prettier-ignore
  return Array.from({ length: SAMPLE_CELLS }, (_, i) => brailleCharacter(canvas.at(i, 0).dots)).join('');
}

/** The axis with its marks, and below each its number. */
function formatXAxis(
  range: Interval,
  columns: number,
  columnOf: (x: number) => number,
  margin: number,
  marks: typeof UNICODE,
): string[] {
  const widest = Math.max(...formatTicks(niceTicks(range, 5)).map((label) => label.length));
  const ticks = niceTicks(range, Math.min(11, Math.floor(columns / (widest + 4))));
  const line = new Array<string>(columns).fill(marks.across);
  const numbers = new Array<string>(columns + margin + 2).fill(' ');
  formatTicks(ticks).forEach((label, i) => {
    const column = columnOf(ticks[i]!);
    line[column] = marks.down;
    const sign = label.startsWith('-') ? 1 : 0;
    const start = margin + 1 + column - sign - Math.floor((label.length - sign - 1) / 2);
    Array.from(label).forEach((character, k) => (numbers[start + k] = character));
  });
  return [`${' '.repeat(margin)}${marks.corner}${line.join('')}`, numbers.join('').trimEnd()];
}

/** Where a value lies among `count` dots in a row; out of 0 … count − 1 where it is out of the interval. */
function scale(value: number, [low, high]: Interval, count: number): number {
  return ((value - low) / (high - low)) * (count - 1);
}

function contains([low, high]: Interval, value: number): boolean {
  return value >= low && value <= high;
}

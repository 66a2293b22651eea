/**
 * The network at work, from left to right: the pixels, the hidden layers, the ten outputs. Units light up by what they give;
 * lines show what gave most to the answer, and what spoke most against it. What stays the same while one draws, all units
 * unlit, is on a canvas of its own underneath: painting, not computing, takes most of a frame.
 */
import type { Network } from '../engine/network.js';
import { t } from '../text.js';
import { element } from './dom.js';
import type { Point } from './drawing.js';
import { createCanvas, paintPixels } from './paint.js';
import { strongestPaths, type Contribution } from './paths.js';
import { createSurface, type Colours, type Surface } from './surface.js';

export interface NetworkView {
  readonly element: HTMLElement;
  /** @param activity undefined where nothing is on the paper */
  show(activity: Activity | undefined): void;
}

/** What the network did with a digit. */
export interface Activity {
  /** 28×28 */
  readonly pixels: Uint8Array;
  /** What each layer gives, the pixels (0 to 1) first. */
  readonly values: readonly ArrayLike<number>[];
  readonly digit: number;
}

/** A layer on the canvas: units in columns, filled downwards. */
interface Block {
  readonly left: number;
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
  /** Pixels a unit. */
  readonly cell: number;
}

const PIXELS_A_SIDE = 28;
const LARGEST_CELL = 17;

/** Of an unlit unit, in cells. */
const RADIUS = 0.36;

/** What is dimmer is not seen. */
const DIMMEST = 0.02;

/** Height of the text under each block. */
const CAPTION = 24;

export function createNetworkView(network: Network): NetworkView {
  const unlit = createSurface(() => paintUnlit(unlit, network));
  const lit = createSurface(() => show(last));
  const seen = createCanvas(PIXELS_A_SIDE, PIXELS_A_SIDE);
  let last: Activity | undefined;
  const show = (activity: Activity | undefined): void => {
    last = activity;
    paintPixels(seen, activity?.pixels);
    paintLit(lit, network, activity, seen);
  };
  const label = t`The network, ${network.sizes.join('-')}: its units light up by what they give`;
  return {
    show,
    element: element('div', { class: 'units', role: 'img', 'aria-label': label }, unlit.canvas, lit.canvas),
  };
}

function paintUnlit(surface: Surface, network: Network): void {
  const context = surface.begin();
  if (!context) return;
  const { width, height, colours } = surface;
  const [input, ...layers] = layOut(network, width, height);
  const side = input!.cell * PIXELS_A_SIDE;
  context.strokeStyle = colours.line;
  context.strokeRect(input!.left + 0.5, input!.top + 0.5, side - 1, side - 1);
  layers.forEach((block, i) => {
    for (let unit = 0; unit < network.sizes[i + 1]!; unit++) {
      const { x, y } = placeOf(unit, block);
      paintDisc(context, x, y, block.cell * RADIUS, colours.line, 1);
    }
  });
  paintCaptions(context, network, [input!, ...layers], height, colours);
}

function paintLit(
  surface: Surface,
  network: Network,
  activity: Activity | undefined,
  seen: HTMLCanvasElement,
): void {
  const context = surface.begin();
  if (!context) return;
  const { width, height, colours } = surface;
  const blocks = layOut(network, width, height);
  const [input, ...layers] = blocks;
  if (activity) {
    const side = input!.cell * PIXELS_A_SIDE;
    context.imageSmoothingEnabled = false;
    context.drawImage(seen, input!.left, input!.top, side, side);
    strongestPaths(network, activity.values, activity.digit).forEach((paths, i) =>
      paintPaths(context, paths, blocks[i]!, blocks[i + 1]!, colours),
    );
    layers.forEach((block, i) => paintUnits(context, block, activity.values[i + 1]!, colours));
  }
  paintDigits(context, layers.at(-1)!, activity?.digit, colours);
}

function layOut(network: Network, width: number, height: number): Block[] {
  const free = height - CAPTION;
  const middle = (extent: number): number => (free - extent) / 2;
  const inputCell = Math.min(free, Math.max(80, width * 0.2)) / PIXELS_A_SIDE;
  const outputs = network.outputSize;
  const outputCell = Math.min(free / outputs, 26);
  const hidden = network.sizes.slice(1, -1);
  // Between blocks there is as much room as a block takes, for the lines.
  const room = (width - PIXELS_A_SIDE * inputCell - 2 * outputCell) / (2 * hidden.length + 1);
  const blocks = hidden.map((units) => {
    const columns = Math.ceil(Math.sqrt(units / 4));
    const rows = Math.ceil(units / columns);
    return { columns, rows, cell: Math.min(LARGEST_CELL, free / rows, (room * 1.2) / columns) };
  });
  const sizes = [
    { columns: PIXELS_A_SIDE, rows: PIXELS_A_SIDE, cell: inputCell },
    ...blocks,
    { columns: 1, rows: outputs, cell: outputCell },
  ];
  // The digits' names stand right of the outputs.
  const taken = sizes.reduce((sum, { columns, cell }) => sum + columns * cell, outputCell);
  const gap = (width - taken) / (sizes.length - 1);
  let left = 0;
  return sizes.map((size) => {
    const block = { ...size, left, top: middle(size.rows * size.cell) };
    left += size.columns * size.cell + gap;
    return block;
  });
}

/** The middle of a unit; pixels are numbered along rows, units of the layers down columns. */
function placeOf(unit: number, { left, top, columns, rows, cell }: Block): Point {
  const [column, row] =
    columns === PIXELS_A_SIDE && rows === PIXELS_A_SIDE
      ? [unit % columns, Math.floor(unit / columns)]
      : [Math.floor(unit / rows), unit % rows];
  return { x: left + (column + 0.5) * cell, y: top + (row + 0.5) * cell };
}

function paintPaths(
  context: CanvasRenderingContext2D,
  paths: readonly Contribution[],
  before: Block,
  after: Block,
  { accent, against }: Colours,
): void {
  const largest = Math.max(...paths.map(({ amount }) => Math.abs(amount)));
  for (const { from, to, amount } of paths) {
    const [start, end] = [placeOf(from, before), placeOf(to, after)];
    const middle = (start.x + end.x) / 2;
    const share = Math.abs(amount) / largest;
    context.strokeStyle = amount > 0 ? accent : against;
    context.globalAlpha = 0.06 + 0.5 * share;
    context.lineWidth = 0.5 + 1.4 * share;
    context.beginPath();
    context.moveTo(start.x, start.y);
    context.bezierCurveTo(middle, start.y, middle, end.y, end.x, end.y);
    context.stroke();
  }
  context.globalAlpha = 1;
}

function paintUnits(
  context: CanvasRenderingContext2D,
  block: Block,
  values: ArrayLike<number>,
  { accent }: Colours,
): void {
  const levels = Array.from(values, Math.abs);
  // What exceeds 1, as after ReLU, is shown in proportion to the largest.
  const scale = Math.max(1, ...levels);
  levels.forEach((amount, unit) => {
    const level = amount / scale;
    if (level < DIMMEST) return;
    const { x, y } = placeOf(unit, block);
    paintDisc(context, x, y, block.cell * RADIUS * (1 + 0.35 * level), accent, level);
  });
}

function paintDisc(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  colour: string,
  alpha: number,
): void {
  context.globalAlpha = alpha;
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
  context.globalAlpha = 1;
}

function paintCaptions(
  context: CanvasRenderingContext2D,
  network: Network,
  blocks: readonly Block[],
  height: number,
  { muted }: Colours,
): void {
  context.fillStyle = muted;
  context.font = '12px system-ui, sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  blocks.forEach(({ left, columns, cell }, i) =>
    context.fillText(String(network.sizes[i]), left + (columns * cell) / 2, height - 6),
  );
}

function paintDigits(
  context: CanvasRenderingContext2D,
  block: Block,
  answer: number | undefined,
  { muted, accent }: Colours,
): void {
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  const font = `${Math.round(block.cell * 0.6)}px system-ui, sans-serif`;
  const paintDigit = (digit: number): void => {
    const { x, y } = placeOf(digit, block);
    context.fillText(String(digit), x + block.cell * 0.7, y + 1);
  };
  // To choose a font takes longer than to write with it.
  context.font = font;
  context.fillStyle = muted;
  for (let digit = 0; digit < block.rows; digit++) if (digit !== answer) paintDigit(digit);
  if (answer === undefined) return;
  context.font = `bold ${font}`;
  context.fillStyle = accent;
  paintDigit(answer);
}

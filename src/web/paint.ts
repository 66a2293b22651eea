/** Sheets, and what the network sees of them, onto canvases. */
import { SIDE, type Sheet, type Stroke } from './drawing.js';

/** A decoded picture on a canvas of its own, at the size that it is read at. */
export interface LoadedPicture {
  readonly name: string;
  readonly canvas: HTMLCanvasElement;
}

export type DrawnSheet = Sheet<LoadedPicture>;

export function createCanvas(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  return canvas;
}

/** For canvases that are read more than they are shown: they stay out of the graphics processor. */
export function readableContext(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  return canvas.getContext('2d', { willReadFrequently: true })!;
}

/** The sheet over a square, on what is there already. @param side of the square, in the units of the context */
export function paintSheet(
  context: CanvasRenderingContext2D,
  sheet: DrawnSheet,
  side: number,
  ink: string,
): void {
  if (sheet.picture) {
    const { canvas } = sheet.picture;
    const scale = side / Math.max(canvas.width, canvas.height);
    const [across, down] = [canvas.width * scale, canvas.height * scale];
    context.drawImage(canvas, (side - across) / 2, (side - down) / 2, across, down);
  }
  context.save();
  context.scale(side / SIDE, side / SIDE);
  context.strokeStyle = ink;
  context.lineCap = context.lineJoin = 'round';
  for (const stroke of sheet.strokes) paintStroke(context, stroke);
  context.restore();
}

/** Curves through the middles between points, which are rounder than the points of a quick hand. */
function paintStroke(context: CanvasRenderingContext2D, { thickness, points }: Stroke): void {
  const [first, ...rest] = points;
  context.lineWidth = thickness;
  context.beginPath();
  context.moveTo(first!.x, first!.y);
  // A tap is a dot: a line of no length, with round ends.
  context.lineTo(first!.x, first!.y);
  rest.forEach(({ x, y }, i) => {
    const next = rest[i + 1];
    if (next) context.quadraticCurveTo(x, y, (x + next.x) / 2, (y + next.y) / 2);
    else context.lineTo(x, y);
  });
  context.stroke();
}

/** The picture that is read and kept: black on white, or the picture that was given. */
export function sheetCanvas(sheet: DrawnSheet, canvas: HTMLCanvasElement): HTMLCanvasElement {
  if (sheet.picture) return sheet.picture.canvas;
  const context = readableContext(canvas);
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  paintSheet(context, sheet, canvas.width, '#000');
  return canvas;
}

/** @param pixels (28, 28), 0 to 255; undefined leaves the canvas empty */
export function paintPixels(canvas: HTMLCanvasElement, pixels: Uint8Array | undefined): void {
  const image = new ImageData(canvas.width, canvas.height);
  pixels?.forEach((level, i) => image.data.set([level, level, level, 255], i * 4));
  canvas.getContext('2d')!.putImageData(image, 0, 0);
}

/**
 * A canvas that is as sharp as the screen. Its size and the page's colours are kept at hand: to ask for them while the page
 * changes would have it laid out anew, each time.
 */
import { createCanvas } from './paint.js';

export interface Surface {
  readonly canvas: HTMLCanvasElement;
  /** Cleared, with CSS pixels for units; undefined while the canvas is not on the page. */
  begin(): CanvasRenderingContext2D | undefined;
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly colours: Colours;
}

/** Those of style.css, by the names that they have there. */
export interface Colours {
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly accent: string;
  readonly against: string;
}

/** @param repaint is called when the size or the colours have changed */
export function createSurface(repaint: () => void): Surface {
  const canvas = createCanvas(1, 1);
  const context = canvas.getContext('2d')!;
  let [width, height] = [0, 0];
  let colours = readColours();
  new ResizeObserver(() => {
    width = canvas.clientWidth;
    height = canvas.clientHeight;
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(height * devicePixelRatio);
    repaint();
  }).observe(canvas);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    colours = readColours();
    repaint();
  });
  return {
    canvas,
    begin() {
      if (width === 0) return undefined;
      context.setTransform(canvas.width / width, 0, 0, canvas.height / height, 0, 0);
      context.clearRect(0, 0, width, height);
      return context;
    },
    get width() {
      return width;
    },
    get height() {
      return height;
    },
    get colours() {
      return colours;
    },
  };
}

function readColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: keyof Colours): string => style.getPropertyValue(`--${name}`);
  return {
    ink: colour('ink'),
    muted: colour('muted'),
    line: colour('line'),
    accent: colour('accent'),
    against: colour('against'),
  };
}

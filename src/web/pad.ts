/**
 * The paper and its tools: mouse, finger and pen, the keyboard too, draw on it; it shows at the screen's own
 * resolution what lies there.
 */
import { t } from '../text.js';
import { button, element } from './dom.js';
import { SIDE, type Drawing, type Point } from './drawing.js';
import { paintSheet, type LoadedPicture } from './paint.js';
import { createSurface, type Surface } from './surface.js';

export interface Pad {
  readonly element: HTMLElement;
  /** Shows the drawing as it is now. */
  show(): void;
}

export interface PadEvents {
  /** The drawing has changed, the pen may still be down. */
  changed(): void;
  /** The pen is up. */
  settled(): void;
}

/** In units of the paper. At the first, strokes are about as thick as those of MNIST. */
const THICKNESS = { first: 11, min: 3, max: 24 };

/** How far an arrow key moves the pen, in units of the paper; with Shift. */
const KEY_STEP = { whole: 5, fine: 1 };

/** @param open the button that opens a picture, which stands among the tools */
export function createPad(drawing: Drawing<LoadedPicture>, open: HTMLElement, events: PadEvents): Pad {
  const surface = createSurface(() => show());
  const { canvas } = surface;
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'application');
  canvas.setAttribute('aria-label', t`Paper`);
  canvas.setAttribute('aria-describedby', 'pad-help');
  const thickness = element('input', {
    type: 'range',
    min: String(THICKNESS.min),
    max: String(THICKNESS.max),
    value: String(THICKNESS.first),
  });
  const settle = (act: () => void): void => {
    act();
    events.settled();
  };
  const undo = button(t`Undo`, () => settle(() => drawing.undo()));
  const clear = button(t`Clear`, () => settle(() => drawing.clear()));
  const keyboard = drawByKeyboard(canvas, drawing, () => thickness.valueAsNumber, { ...events, settle });
  drawByPointer(canvas, drawing, () => thickness.valueAsNumber, events);
  const show = (): void => {
    undo.disabled = !drawing.canUndo;
    clear.disabled = drawing.isEmpty;
    paint(surface, drawing, keyboard.pen());
    prompt.hidden = !drawing.isEmpty;
  };
  const prompt = element('p', { class: 'prompt', 'aria-hidden': 'true' }, t`Draw a digit here`);
  const help = t`Draw with mouse, finger or pen. By keyboard: arrow keys move the pen, Space lowers and lifts it, Backspace undoes, Delete clears.`;
  return {
    show,
    element: element(
      'div',
      { class: 'pad' },
      element('div', { class: 'paper' }, canvas, prompt),
      element('p', { id: 'pad-help', class: 'visually-hidden' }, help),
      element(
        'div',
        { class: 'tools', role: 'group', 'aria-label': t`Tools` },
        undo,
        clear,
        open,
        element('label', { class: 'thickness' }, element('span', {}, t`Thickness`), thickness),
      ),
    ),
  };
}

function paint(surface: Surface, { sheet }: Drawing<LoadedPicture>, pen: Pen | undefined): void {
  const context = surface.begin();
  if (!context) return;
  const { width: side, colours } = surface;
  paintSheet(context, sheet, side, colours.ink);
  if (!pen) return;
  const scale = side / SIDE;
  context.strokeStyle = colours.accent;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(pen.x * scale, pen.y * scale, (pen.isDown ? 4 : 7) * scale, 0, 2 * Math.PI);
  context.stroke();
}

/** One pointer at a time: a second finger, or the hand that rests on the screen, draws nothing. */
function drawByPointer(
  canvas: HTMLCanvasElement,
  drawing: Drawing<LoadedPicture>,
  thickness: () => number,
  { changed, settled }: PadEvents,
): void {
  let active: number | undefined;
  const toPaper = ({ clientX, clientY }: PointerEvent): Point => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return { x: ((clientX - left) / width) * SIDE, y: ((clientY - top) / height) * SIDE };
  };
  canvas.addEventListener('pointerdown', (event) => {
    if (active !== undefined || event.button !== 0) return;
    active = event.pointerId;
    canvas.setPointerCapture(active);
    drawing.beginStroke(toPaper(event), thickness());
    changed();
  });
  canvas.addEventListener('pointermove', (event) => {
    if (event.pointerId !== active) return;
    // All places since the last event, of which there is one a frame. Some browsers give none.
    const moves = event.getCoalescedEvents?.() ?? [];
    drawing.extendStroke((moves.length > 0 ? moves : [event]).map(toPaper));
    changed();
  });
  const lift = (event: PointerEvent): void => {
    if (event.pointerId !== active) return;
    active = undefined;
    settled();
  };
  canvas.addEventListener('pointerup', lift);
  canvas.addEventListener('pointercancel', lift);
}

interface Pen extends Point {
  readonly isDown: boolean;
}

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Keys draw while the paper has the focus; the pen is seen where it came by the keyboard. */
function drawByKeyboard(
  canvas: HTMLCanvasElement,
  drawing: Drawing<LoadedPicture>,
  thickness: () => number,
  { changed, settled, settle }: PadEvents & { settle(act: () => void): void },
): { pen(): Pen | undefined } {
  let pen: Pen = { x: SIDE / 2, y: SIDE / 4, isDown: false };
  const move = ({ x, y }: Point, step: number): void => {
    const within = (value: number): number => Math.min(SIDE, Math.max(0, value));
    pen = { ...pen, x: within(pen.x + x * step), y: within(pen.y + y * step) };
    if (pen.isDown) drawing.extendStroke([pen]);
    changed();
  };
  const toggle = (): void => {
    pen = { ...pen, isDown: !pen.isDown };
    if (pen.isDown) drawing.beginStroke(pen, thickness());
    changed();
    if (!pen.isDown) settled();
  };
  const lift = (): void => {
    if (pen.isDown) toggle();
  };
  const undoable = (act: () => void) => (): void => {
    lift();
    settle(act);
  };
  const actions: Readonly<Record<string, () => void>> = {
    ' ': toggle,
    Escape: lift,
    Backspace: undoable(() => drawing.undo()),
    Delete: undoable(() => drawing.clear()),
  };
  canvas.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    const act = arrow
      ? (): void => move(arrow, event.shiftKey ? KEY_STEP.fine : KEY_STEP.whole)
      : actions[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  canvas.addEventListener('focus', changed);
  canvas.addEventListener('blur', () => {
    lift();
    changed();
  });
  canvas.addEventListener('pointerdown', lift);
  return { pen: () => (canvas.matches(':focus-visible') ? pen : undefined) };
}

/** The drawing page: puts its parts together, and reads what is on the paper once a frame while it changes. */
import { loadReader, NoDigitError, type DigitReader, type Reading } from '../browser.js';
import { NdArray } from '../engine/array.js';
import { t } from '../text.js';
import { createAnswerView, percent } from './answer-view.js';
import { createCollection } from './collection.js';
import { button, element, section } from './dom.js';
import { Drawing, SIDE } from './drawing.js';
import { chooseLanguage, LANGUAGES, speak, type Language } from './language.js';
import { createNetworkView, type Activity } from './network-view.js';
import { createPad } from './pad.js';
import { createCanvas, readableContext, sheetCanvas, type DrawnSheet, type LoadedPicture } from './paint.js';
import { acceptPictures } from './pictures.js';
import { warmUp } from './warm-up.js';

/** What is read before anybody draws: a one. */
const SAMPLE: DrawnSheet = {
  strokes: [
    {
      thickness: 11,
      points: [
        { x: SIDE / 2, y: SIDE / 4 },
        { x: SIDE / 2, y: (3 * SIDE) / 4 },
      ],
    },
  ],
};

const main = document.querySelector('main')!;
const language = chooseLanguage();
await speak(language);
try {
  const reader = await loadReader({
    weights: beside('network.safetensors'),
    kernels: { 'relaxed-simd': beside('relaxed-simd.wasm'), simd: beside('simd.wasm') },
  });
  main.replaceChildren(...createPage(reader));
} catch (error) {
  main.replaceChildren(element('p', { role: 'alert', class: 'failure' }, (error as Error).message));
}

function beside(name: string): URL {
  return new URL(name, document.baseURI);
}

function createPage(reader: DigitReader): Node[] {
  document.title = t`mnn: draw a digit`;
  const drawing = new Drawing<LoadedPicture>();
  const scratch = createCanvas(SIDE, SIDE);
  const announcement = element('p', { role: 'status', class: 'visually-hidden' });
  const message = element('p', { role: 'status', class: 'message' });
  const timing = element('span', { class: 'timing' });
  const answerView = createAnswerView();
  const networkView = createNetworkView(reader.network);
  let answer: Reading | string | undefined;

  const update = (): void => {
    const started = performance.now();
    answer = drawing.isEmpty ? undefined : readSheet(reader, sheetCanvas(drawing.sheet, scratch));
    pad.show();
    answerView.show(answer);
    networkView.show(typeof answer === 'object' ? activityOf(reader, answer) : undefined);
    keepButtons.forEach((keep, digit) => {
      keep.disabled = typeof answer !== 'object';
      keep.classList.toggle('is-answer', typeof answer === 'object' && answer.digit === digit);
    });
    if (!drawing.isEmpty)
      timing.textContent = t`${(performance.now() - started).toFixed(1)} ms from pen to answer`;
  };
  const changed = oncePerFrame(update);
  const settled = (): void => {
    update();
    say('');
    announcement.textContent = inWords(answer);
  };
  const say = (text: string): void => {
    message.textContent = text;
  };

  const open = acceptPictures({
    loaded(picture) {
      drawing.placePicture(picture);
      settled();
    },
    failed: say,
  });
  const pad = createPad(drawing, open, { changed, settled });
  const collection = createCollection(say);
  const keep = async (label: number): Promise<void> => {
    if (typeof answer !== 'object') return;
    const { pixels } = answer;
    const encoding = encodePng(sheetCanvas(drawing.sheet, scratch));
    // At once, so that the next stroke does not wait, nor is wiped away.
    drawing.clear();
    update();
    collection.add({ label, png: await encoding, pixels });
    say(t`Kept as ${label}: ${collection.count} in all`);
  };
  const keepButtons = Array.from({ length: 10 }, (_, digit) =>
    button(String(digit), () => void keep(digit), { 'aria-label': t`Keep as ${digit}` }),
  );
  document.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 'z' || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    drawing.undo();
    settled();
  });
  update();
  const sample = sheetCanvas(SAMPLE, createCanvas(SIDE, SIDE));
  void warmUp(
    () => readSheet(reader, sample),
    () => !drawing.canUndo,
  );
  return [
    element(
      'p',
      { class: 'lead' },
      t`Draw a digit. A neural network reads it while you draw, here in your browser.`,
    ),
    section('draw', t`Draw`, pad.element, message, announcement),
    section('read', t`Read`, answerView.element, answerView.probabilities),
    section('network', t`The network at work`, networkView.element, element('p', { class: 'hint' }, t`Bright units give much. Lines lead from the pixels to the answer by what counted most: red speaks for it, blue against it.`)), // prettier-ignore
    section(
      'keep',
      t`Keep`,
      element('p', { class: 'hint' }, t`Collect your own test set: say which digit it was.`),
      element(
        'div',
        { class: 'labels', role: 'group', 'aria-label': t`Keep with this label` },
        ...keepButtons,
      ),
      collection.element,
    ),
    element('footer', {}, describe(reader), timing, languageLinks(language)),
  ];
}

/** At most one call a frame, however often it is asked for. */
function oncePerFrame(act: () => void): () => void {
  let isDue = false;
  return () => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      act();
    });
  };
}

/** @returns why there is no digit, in words, where there is none */
function readSheet(reader: DigitReader, canvas: HTMLCanvasElement): Reading | string {
  try {
    return reader.read(readableContext(canvas).getImageData(0, 0, canvas.width, canvas.height));
  } catch (error) {
    if (!(error instanceof NoDigitError)) throw error;
    // The cause is said of the pixels; the error names the picture as well, which is before the reader's eyes.
    return (error.cause as Error).message;
  }
}

function activityOf({ network }: DigitReader, { pixels, digit }: Reading): Activity {
  const input = Float32Array.from(pixels, (level) => level / 255);
  const layers = network.trace(new NdArray(input, [input.length]));
  return { pixels, values: [input, ...layers.map(({ z }) => z.data)], digit };
}

function inWords(answer: Reading | string | undefined): string {
  if (answer === undefined) return '';
  if (typeof answer === 'string') return answer;
  return t`It is a ${answer.digit}, ${percent(answer.confidence)} sure`;
}

async function encodePng(canvas: HTMLCanvasElement): Promise<Uint8Array> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  return new Uint8Array(await blob!.arrayBuffer());
}

function describe({ network, metadata, kernel }: DigitReader): HTMLElement {
  const name = metadata['name'] ?? '';
  return element('span', {}, `${name} ${network.sizes.join('-')} · ${kernel}`);
}

function languageLinks(current: Language): HTMLElement {
  const links = Object.entries(LANGUAGES).map(([code, name]) =>
    element(
      'a',
      {
        href: `?lang=${code}`,
        lang: code,
        hreflang: code,
        ...(code === current ? { 'aria-current': 'true' } : {}),
      },
      name,
    ),
  );
  return element('nav', { 'aria-label': t`Language` }, ...links);
}

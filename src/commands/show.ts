/** `mnn show`: digits of the data set, or pictures as the network sees them, as text or as one PNG. */
import { resolve } from 'node:path';
import { UsageError } from '../errors.js';
import type { Terminal } from '../terminal.js';
import { t } from '../text.js';
import { formatSheet, type DigitStyle } from '../views/digit-sheet.js';
import { loadDigits, type DigitImage, type DigitSelection } from './digits.js';

export interface ShowOptions extends DigitSelection {
  readonly style: DigitStyle;
  /** Names what a network says. */
  readonly predict?: boolean;
  readonly weights: string;
  readonly out?: string;
}

interface ShownImage extends DigitImage {
  readonly prediction?: { readonly digit: number; readonly confidence: number };
}

export async function showCommand(
  targets: readonly string[],
  options: ShowOptions,
  terminal: Terminal,
): Promise<number> {
  if (targets.length === 0 && options.label === undefined && options.random === undefined)
    throw new UsageError(t`nothing to show: name an index, a range or a picture`, 'mnn show 0-9');
  const selection = withSeed(options, terminal);
  const digits = await loadDigits(targets, selection);
  const images = options.predict ? await predictAll(digits, options.weights, terminal) : digits;
  if (options.out !== undefined) await writeSheet(resolve(options.out), images, terminal);
  if (terminal.json) {
    terminal.writeJson({
      command: 'show',
      images: images.map((image) => ({ ...image, pixels: Array.from(image.pixels) })),
    });
  } else if (options.out === undefined) {
    // Of digits that the program has chosen, people do not know the place in the set.
    const chosen = options.label !== undefined || options.random !== undefined;
    const captioned = images.map((image) => ({
      ...image,
      caption: chosen ? `${captionOf(image)}\n${image.source}` : captionOf(image),
    }));
    terminal.write(formatSheet(captioned, options.style, terminal.columns, terminal.paint));
  }
  return 0;
}

/** A choice that nobody has made is told, so that it can be repeated. */
function withSeed(options: ShowOptions, terminal: Terminal): ShowOptions {
  if (options.random === undefined || options.seed !== undefined) return options;
  const seed = Date.now() % 10_000;
  terminal.remark(t`--seed ${seed} shows the same again`);
  return { ...options, seed };
}

async function predictAll(
  digits: readonly DigitImage[],
  weights: string,
  terminal: Terminal,
): Promise<ShownImage[]> {
  const [{ loadModel }, { selectKernel }, { createReader }] = await Promise.all([
    import('../model/load.js'),
    import('../engine/kernel/select.js'),
    import('../predict.js'),
  ]);
  const { network } = await loadModel(weights, { note: (line) => terminal.remark(line) });
  const reader = createReader(await selectKernel(), network, weights);
  return digits.map((digit) => {
    const { digit: answer, confidence } = reader.predict(digit.pixels);
    return { ...digit, prediction: { digit: answer, confidence } };
  });
}

/** `label: 7`; what the network says where it differs is marked. */
function captionOf({ source, label, prediction }: ShownImage): string {
  const truth = label === null ? source : t`label: ${label}`;
  if (!prediction) return truth;
  const wrong = label !== null && label !== prediction.digit;
  return `${truth}  ${t`read: ${prediction.digit}`}${wrong ? ' !' : ''}`;
}

async function writeSheet(path: string, images: readonly DigitImage[], terminal: Terminal): Promise<void> {
  const [{ contactSheet }, { encodeGreyPng }, { replaceFile }] = await Promise.all([
    import('../image/contact-sheet.js'),
    import('../image/png.js'),
    import('./replace-file.js'),
  ]);
  const perRow = Math.ceil(Math.sqrt(images.length));
  const masks = images.map(({ pixels, rows, columns }) => ({ data: pixels, width: columns, height: rows }));
  const lines = Array.from({ length: Math.ceil(masks.length / perRow) }, (_, i) => masks.slice(i * perRow, (i + 1) * perRow)); // prettier-ignore
  const { pixels, width, height } = contactSheet(lines);
  await replaceFile(path, encodeGreyPng(pixels, width, height));
  terminal.note(t`${images.length} digits drawn into ${path}`);
}

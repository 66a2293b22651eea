/** A digit as an inline picture: dark ink on light paper, which a dark page turns round (style.ts). */
import { encodeGreyPng } from '../image/png.js';
import { t } from '../text.js';
import { formatPercent } from '../views/numbers.js';
import { html, type Html } from './html.js';
import type { ShownDigit } from './model.js';

const SIDE = 28;

export function digitImage({ pixels, source, label, digit }: ShownDigit): Html {
  const png = encodeGreyPng(
    pixels.map((ink) => 255 - ink),
    SIDE,
    SIDE,
  );
  const address = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  const description = t`${source}: label ${label}, answer ${digit}`;
  return html`<img src="${address}" width="${SIDE}" height="${SIDE}" alt="${description}" />`;
}

/** With its name and how sure the answer was. */
export function digitFigure(shown: ShownDigit, areProbabilities: boolean): Html {
  const confidence = formatOutput(shown.outputs[shown.digit]!, areProbabilities);
  return html`<figure>
    ${digitImage(shown)}
    <figcaption><span>${shown.source}</span> ${confidence}</figcaption>
  </figure>`;
}

/** A probability, or what a network without softmax gives. */
export function formatOutput(output: number, isProbability: boolean): string {
  return isProbability ? formatPercent(output, 1) : output.toPrecision(3);
}

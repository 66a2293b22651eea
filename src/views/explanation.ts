/** What a network says of one digit, and which pixels spoke for it and against it, as text. */
import type { DigitImage } from '../commands/digits.js';
import type { NdArray } from '../engine/array.js';
import { argmax } from '../engine/reduction.js';
import type { Explanation } from '../explain.js';
import type { Paint } from '../paint.js';
import { t } from '../text.js';
import { halfDigit } from './digit.js';
import { formatPercent } from './numbers.js';
import { NEGATIVE, POSITIVE, signedPicture } from './signed-picture.js';

const GAP = '    ';

/** @param outputs (10,) probabilities */
export function formatAnswer({ source, label }: DigitImage, outputs: NdArray): string {
  const digit = argmax(outputs);
  const confidence = formatPercent(outputs.data[digit]!, 1);
  if (label === null) return t`${source}: ${digit} (${confidence})`;
  return label === digit
    ? t`${source}: ${digit} (${confidence}), as labelled`
    : t`${source}: ${digit} (${confidence}), labelled ${label}`;
}

/** The digit on the left, its pixels' contributions on the right. */
export function formatExplanation(
  pixels: Uint8Array,
  { digit, logit, contributions }: Explanation,
  paint: Paint,
): string {
  const side = Math.sqrt(pixels.length);
  const strongest = contributions.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const ink = halfDigit(pixels, side);
  const said = signedPicture(contributions.map((value) => value / strongest), side, paint); // prettier-ignore
  const [spokeFor, against] = [1, -1].map((sign) => sumOf(contributions, sign).toFixed(2));
  return [
    ...ink.map((line, i) => `${line}${GAP}${said[i]!}`.trimEnd()),
    '',
    t`for ${digit}: ${spokeFor} (${POSITIVE}), against it: ${against} (${NEGATIVE})`,
    paint.dim(t`gradient × input of A${digit} = ${logit.toFixed(2)}, the value of ${digit} before softmax`),
  ].join('\n');
}

/** Of the contributions of one sign. */
function sumOf(contributions: Float64Array, sign: number): number {
  return contributions.reduce((sum, value) => sum + (value * sign > 0 ? value : 0), 0);
}

/** How the values of options are read from the command line. Each parser throws what commander turns into a usage error. */
import { InvalidArgumentError } from 'commander';
import { PERTURBATION_KINDS, type PerturbationKind } from '../evaluation/perturbation-kinds.js';
import { t } from '../text.js';

/** A whole number from `min` up. */
export function wholeNumber(min: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text.trim()) ? Number(text) : NaN;
    if (!Number.isSafeInteger(value) || value < min) {
      throw new InvalidArgumentError(t`A whole number from ${min} up is wanted.`);
    }
    return value;
  };
}

/** One whole number from 1 up, or several with commas between. */
export function batchSizes(text: string): number[] {
  return text.split(',').map(wholeNumber(1));
}

/** `shift,noise`, or `all` kinds of perturbation; each once. */
export function perturbations(text: string): PerturbationKind[] {
  if (text.trim() === 'all') return [...PERTURBATION_KINDS];
  const kinds = text.split(',').map((part) => {
    const kind = PERTURBATION_KINDS.find((known) => known === part.trim());
    // As commander says it of other choices, so that the nearest is suggested.
    if (!kind)
      throw new InvalidArgumentError(`Allowed choices are ${[...PERTURBATION_KINDS, 'all'].join(', ')}.`);
    return kind;
  });
  return [...new Set(kinds)];
}

/** A fraction from 0 to 1; `98%` is understood too. */
export function fraction(text: string): number {
  const match = /^(\d*\.?\d+)(%?)$/.exec(text.trim());
  const value = match ? Number(match[1]) / (match[2] ? 100 : 1) : NaN;
  if (!(value >= 0 && value <= 1))
    throw new InvalidArgumentError(t`A fraction from 0 to 1 is wanted, like 0.98.`);
  return value;
}

/** A time in seconds, above 0 and up to a day. */
export function seconds(text: string): number {
  const value = /^\d*\.?\d+$/.test(text.trim()) ? Number(text) : NaN;
  if (!(value > 0 && value <= 86_400))
    throw new InvalidArgumentError(t`A number of seconds above 0 is wanted.`);
  return value;
}

/** `1.0,0.5` as numbers; anything that is no list of numbers is taken for the path of a file. */
export function vectorOrPath(text: string): number[] | string {
  const values = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  return values.every(Number.isFinite) ? values : text;
}

/** `auto`, or how many threads; more than any machine has are refused. */
export function threads(text: string): number | 'auto' {
  if (text === 'auto') return text;
  if (!/^\s*[1-9]\d*\s*$/.test(text))
    throw new InvalidArgumentError(t`A whole number from 1 up is wanted, or auto.`);
  const count = Number(text);
  if (count > MOST_THREADS) throw new InvalidArgumentError(t`At most ${MOST_THREADS} threads are possible.`);
  return count;
}

const MOST_THREADS = 256;

/** `-5:5`, the two ends of an axis. */
export function interval(text: string): [low: number, high: number] {
  const ends = text.split(':').map((part) => (part.trim() === '' ? NaN : Number(part)));
  const [low = NaN, high = NaN] = ends;
  // Beyond, the distance of the ends is no number any more.
  if (ends.length !== 2 || !(high - low > 0) || !Number.isFinite(high - low))
    throw new InvalidArgumentError(t`Two numbers are wanted, the lower first, like -5:5.`);
  return [low, high];
}

/** A digit, 0 to 9. */
export function digit(text: string): number {
  if (!/^\d$/.test(text.trim())) throw new InvalidArgumentError(t`A digit from 0 to 9 is wanted.`);
  return Number(text);
}

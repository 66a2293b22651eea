/**
 * Digits as preprocessing did not leave them: off the middle, turned, of another size, in a thicker or thinner pen, blurred,
 * noisy, dark on light. What an evaluation tries a network on, and by how much. Pure: 784 bytes in, 784 out.
 */
import { pixelAt, transform } from '../image/affine.js';
import { SIZE } from '../image/centre.js';
import { smooth } from '../image/smooth.js';
import type { PerturbationKind } from './perturbation-kinds.js';
import { randomBits } from '../random-bits.js';

/** @param key of the random numbers, where there are any @returns the digit anew */
type Perturb = (pixels: Uint8Array, amount: number, key: number) => Uint8Array;

export interface Perturbation {
  readonly unit: 'px' | 'degrees' | 'factor' | 'share';
  /** From the weakest on. */
  readonly amounts: readonly number[];
  /** One for each direction. */
  readonly variants: readonly Perturb[];
}

export const PERTURBATIONS: Readonly<Record<PerturbationKind, Perturbation>> = {
  shift: {
    unit: 'px',
    amounts: [1, 2, 3, 4],
    variants: [shift(1, 0), shift(-1, 0), shift(0, 1), shift(0, -1)],
  },
  rotate: { unit: 'degrees', amounts: [10, 20, 30, 45], variants: [rotate(1), rotate(-1)] },
  scale: { unit: 'factor', amounts: [0.9, 0.8, 0.7, 0.5], variants: [scale] },
  thick: {
    unit: 'px',
    amounts: [0.5, 1, 2, 3],
    variants: [(pixels, amount) => spread(pixels, amount, greater)],
  },
  thin: { unit: 'px', amounts: [0.5, 1, 2], variants: [(pixels, amount) => spread(pixels, amount, lesser)] },
  blur: { unit: 'px', amounts: [1, 2, 3], variants: [blur] },
  noise: { unit: 'share', amounts: [0.2, 0.4, 0.6, 0.8], variants: [noise] },
  invert: { unit: 'share', amounts: [1], variants: [invert] },
};

/** By whole pixels, to the right and down. */
function shift(right: number, down: number): Perturb {
  return (pixels, amount) => {
    const out = new Uint8Array(pixels.length);
    for (let y = 0, i = 0; y < SIZE; y++)
      for (let x = 0; x < SIZE; x++, i++) out[i] = pixelAt(pixels, x - right * amount, y - down * amount);
    return out;
  };
}

/** Degrees, clockwise as seen for 1. */
function rotate(direction: 1 | -1): Perturb {
  return (pixels, degrees) => {
    const angle = (direction * degrees * Math.PI) / 180;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    return transform(pixels, { matrix: [cos, sin, -sin, cos], shift: [0, 0] });
  };
}

/** Times as wide and high, about the middle. */
function scale(pixels: Uint8Array, factor: number): Uint8Array {
  return transform(pixels, { matrix: [1 / factor, 0, 0, 1 / factor], shift: [0, 0] });
}

/**
 * Each pixel becomes the greatest of itself and its four neighbours, or the least, once for each whole pixel of `amount`; for
 * what is left over it goes that share of the way.
 */
function spread(pixels: Uint8Array, amount: number, extreme: Extreme): Uint8Array {
  let out = pixels;
  for (let rest = amount; rest > 0; rest--) out = spreadOnce(out, Math.min(1, rest), extreme);
  return out;
}

type Extreme = (a: number, b: number) => number;
const greater: Extreme = (a, b) => (a > b ? a : b);
const lesser: Extreme = (a, b) => (a < b ? a : b);

function spreadOnce(pixels: Uint8Array, share: number, extreme: Extreme): Uint8Array {
  const out = new Uint8Array(pixels.length);
  for (let y = 0, i = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++, i++) {
      const sides = extreme(pixelAt(pixels, x - 1, y), pixelAt(pixels, x + 1, y));
      const ends = extreme(pixelAt(pixels, x, y - 1), pixelAt(pixels, x, y + 1));
      const pixel = pixels[i]!;
      out[i] = Math.round(pixel + share * (extreme(pixel, extreme(sides, ends)) - pixel));
    }
  }
  return out;
}

/** A Gaussian's, nearly: its standard deviation in pixels. */
function blur(pixels: Uint8Array, deviation: number): Uint8Array {
  const plane = { width: SIZE, height: SIZE, data: Float32Array.from(pixels) };
  return Uint8Array.from(smooth(plane, Math.round(2 * deviation ** 2)).data.map(Math.round));
}

/** @param deviation its standard deviation, of full ink */
function noise(pixels: Uint8Array, deviation: number, key: number): Uint8Array {
  return pixels.map((pixel, i) =>
    Math.round(Math.min(255, Math.max(0, pixel + 255 * deviation * normal(key, i)))),
  );
}

/**
 * Near-normal, standard deviation 1: four 16-bit uniforms summed. Numbered as the trainer's kernel does it, which makes four
 * pixels at a time, so that both add the same noise.
 */
function normal(key: number, pixel: number): number {
  const counter = 2 * pixel - (pixel % 4);
  const [first, second] = [randomBits(key, counter), randomBits(key, counter + 4)];
  const sum = (first & 0xffff) + (first >>> 16) + (second & 0xffff) + (second >>> 16);
  return (Math.sqrt(3) * (sum - 2 * 65_536)) / 65_536;
}

/** 1: dark on light. */
function invert(pixels: Uint8Array, share: number): Uint8Array {
  return pixels.map((pixel) => Math.round(pixel + share * (255 - 2 * pixel)));
}

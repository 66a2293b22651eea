/** Digits that are shifted, turned, blurred by known amounts become what they should. */
import { describe, expect, it } from '@jest/globals';
import { PERTURBATION_KINDS, type PerturbationKind } from '../../src/evaluation/perturbation-kinds.js';
import { PERTURBATIONS } from '../../src/evaluation/perturbation.js';
import { inked, picture } from '../image/inked.js';

const SIDE = 28;

function perturb(kind: PerturbationKind, pixels: Uint8Array, amount: number, variant = 0, key = 0) {
  return PERTURBATIONS[kind].variants[variant]!(pixels, amount, key);
}

const ell = picture({ '10,8': 255, '10,9': 100, '10,10': 50, '12,10': 7 });

describe('a perturbation', () => {
  it.each([
    [0, { '12,8': 255, '12,9': 100, '12,10': 50, '14,10': 7 }],
    [1, { '8,8': 255, '8,9': 100, '8,10': 50, '10,10': 7 }],
    [2, { '10,10': 255, '10,11': 100, '10,12': 50, '12,12': 7 }],
    [3, { '10,6': 255, '10,7': 100, '10,8': 50, '12,8': 7 }],
  ])('shifts by whole pixels, direction %i', (variant, expected) => {
    expect(inked(perturb('shift', ell, 2, variant))).toEqual(expected);
  });

  it('loses what is shifted out', () => {
    expect(inked(perturb('shift', picture({ '26,5': 200, '2,5': 9 }), 3))).toEqual({ '5,5': 9 });
  });

  it('turns about the middle: a quarter clockwise takes (x, y) to (27 − y, x), the other way to (y, 27 − x)', () => {
    expect(inked(perturb('rotate', ell, 90, 0))).toEqual({
      '19,10': 255,
      '18,10': 100,
      '17,10': 50,
      '17,12': 7,
    });
    expect(inked(perturb('rotate', ell, 90, 1))).toEqual({
      '8,17': 255,
      '9,17': 100,
      '10,17': 50,
      '10,15': 7,
    });
  });

  it('scales about the middle: a square of 4 × 4 becomes one of 8 × 8, its edges mixed by bilinear weights', () => {
    const square = new Uint8Array(SIDE * SIDE);
    for (let y = 12; y < 16; y++) square.fill(200, y * SIDE + 12, y * SIDE + 16);
    const scaled = perturb('scale', square, 2);
    // Result x looks at 13.5 + (x − 13.5)/2: 11.25, 11.75, 12.25 … for x = 9, 10, 11 …
    const edge = [0, 50, 150, 200, 200, 200, 200, 200, 200, 150, 50, 0];
    expect(Array.from(scaled.subarray(13 * SIDE + 8, 13 * SIDE + 20))).toEqual(edge);
    expect(Array.from({ length: 12 }, (_, i) => scaled[(8 + i) * SIDE + 13])).toEqual(edge);
  });

  it('thickens by the cross of four neighbours, half as far for half a pixel, again for each further one', () => {
    const dot = picture({ '10,8': 100 });
    const cross = { '10,8': 100, '9,8': 50, '11,8': 50, '10,7': 50, '10,9': 50 };
    expect(inked(perturb('thick', dot, 0.5))).toEqual(cross);
    // Two crosses make a rhombus: 1 + 3 + 5 + 3 + 1 pixels.
    const rhombus = inked(perturb('thick', dot, 2));
    expect(Object.keys(rhombus)).toHaveLength(13);
    expect(rhombus).toMatchObject({ '10,6': 100, '12,8': 100, '11,9': 100 });
  });

  it('thins to the least of a pixel and its four neighbours', () => {
    const block: Record<string, number> = {};
    for (let x = 10; x < 13; x++) for (let y = 10; y < 13; y++) block[`${x},${y}`] = 200;
    expect(inked(perturb('thin', picture(block), 1))).toEqual({ '11,11': 200 });
    expect(perturb('thin', picture(block), 2)).toEqual(new Uint8Array(SIDE * SIDE));
    expect(inked(perturb('thin', picture({ '5,5': 200 }), 0.5))).toEqual({ '5,5': 100 });
  });

  it('blurs by [1 4 6 4 1] / 16 along both axes for a deviation of one pixel', () => {
    const blurred = perturb('blur', picture({ '10,10': 255 }), 1);
    // 255/256 times 6·6, 6·4, 6·1; 4·4; 1·1
    expect(Array.from(blurred.subarray(10 * SIDE + 7, 10 * SIDE + 14))).toEqual([0, 6, 24, 36, 24, 6, 0]);
    expect([blurred[9 * SIDE + 9], blurred[8 * SIDE + 8]]).toEqual([16, 1]);
  });

  it('adds noise of mean 0 and the deviation given, chosen by the key', () => {
    const grey = new Uint8Array(SIDE * SIDE).fill(128);
    const noisy = perturb('noise', grey, 0.1, 0, 1);
    const mean = noisy.reduce((sum, value) => sum + value, 0) / noisy.length;
    const variance = noisy.reduce((sum, value) => sum + (value - mean) ** 2, 0) / noisy.length;
    // Five standard errors of 784 values either way.
    expect(Math.abs(mean - 128)).toBeLessThan((5 * 25.5) / 28);
    expect(Math.abs(Math.sqrt(variance) / 25.5 - 1)).toBeLessThan(5 / Math.sqrt(2 * 784));
    expect(perturb('noise', grey, 0.1, 0, 1)).toEqual(noisy);
    expect(perturb('noise', grey, 0.1, 0, 2)).not.toEqual(noisy);
  });

  it('keeps noise within black and white', () => {
    const ends = new Uint8Array(SIDE * SIDE).map((_, i) => (i % 2) * 255);
    const noisy = perturb('noise', ends, 0.1, 0, 1);
    // Wrapped around, half of all pixels would be far from where they were.
    expect(noisy.every((value, i) => Math.abs(value - ends[i]!) < 128)).toBe(true);
    expect(noisy.filter((value, i) => value === ends[i]).length).toBeGreaterThan(300);
  });

  it('inverts', () => {
    const bytes = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => i % 256);
    expect(perturb('invert', bytes, 1)).toEqual(bytes.map((byte) => 255 - byte));
  });

  it.each(PERTURBATION_KINDS)('%s leaves the digit that it is given', (kind) => {
    const copy = ell.slice();
    for (const perturbed of PERTURBATIONS[kind].variants)
      perturbed(ell, PERTURBATIONS[kind].amounts.at(-1)!, 1);
    expect(ell).toEqual(copy);
  });
});

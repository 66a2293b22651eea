/** How curves of one figure are told apart without colour: in the terminal as in pictures. */

/** Lengths of drawn and empty stretches in turn; empty: a solid line. */
export type Dashes = readonly number[];

const PATTERNS: readonly Dashes[] = [[], [6, 2, 1, 2], [3, 3], [10, 3], [1, 3, 1, 3, 5, 3]];
const STEP: Dashes = [5, 4];
const DERIVATIVE: Dashes = [2, 2];

/** Step is dashed where it lies over other curves, as the book draws it; derivatives are dotted. */
export function chooseDashes(names: readonly string[]): Dashes[] {
  let next = 0;
  return names.map((name) => {
    if (name === 'step' && names.length > 1) return STEP;
    return name.endsWith("'") ? DERIVATIVE : PATTERNS[next++ % PATTERNS.length]!;
  });
}

/** The names of the perturbations, apart from what they do (perturbation.ts), which the command line need not load. */
export const PERTURBATION_KINDS = [
  'shift',
  'rotate',
  'scale',
  'thick',
  'thin',
  'blur',
  'noise',
  'invert',
] as const;

export type PerturbationKind = (typeof PERTURBATION_KINDS)[number];

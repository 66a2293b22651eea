/** The columns of the robustness table, from what `mnn eval --perturb` tells. */
import type { EvalReport } from '../../src/commands/eval.js';
import type { PerturbationKind } from '../../src/evaluation/perturbation-kinds.js';

export interface Column {
  readonly heading: string;
  readonly kind: PerturbationKind;
  readonly amount: number;
}

export const columns: readonly Column[] = [
  { heading: 'shift 1 px', kind: 'shift', amount: 1 },
  { heading: 'shift 2 px', kind: 'shift', amount: 2 },
  { heading: 'rotation 10°', kind: 'rotate', amount: 10 },
  { heading: 'thicker', kind: 'thick', amount: 1 },
  { heading: 'thinner', kind: 'thin', amount: 1 },
  { heading: 'noise 0.2', kind: 'noise', amount: 0.2 },
  { heading: 'noise 0.4', kind: 'noise', amount: 0.4 },
];

/** As `--perturb` takes them. */
export const kinds = [...new Set(columns.map(({ kind }) => kind))].join(',');

/** The share read right. */
export function accuracyAt({ perturbed }: EvalReport, { kind, amount }: Column): number {
  const levels = perturbed!.kinds.find((record) => record.kind === kind)!.levels;
  return levels.find((level) => level.amount === amount)!.accuracy;
}

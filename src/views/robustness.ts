/** How accuracy falls as digits are perturbed, as text: a ladder of amounts for each perturbation. */
import type { EvalReport } from '../commands/eval.js';
import type { PerturbationKind } from '../evaluation/perturbation-kinds.js';
import type { PerturbationRecord, Robustness } from '../robustness.js';
import { t } from '../text.js';
import { appendBars } from './bar.js';
import { formatPercent } from './numbers.js';
import type { Screen } from './screen.js';
import { formatTable } from './table.js';

export function formatRobustness(report: EvalReport, robustness: Robustness, screen: Screen): string {
  const { paint, unicode } = screen;
  const steps = robustnessSteps(report, robustness, unicode);
  const lines = formatTable(
    steps.map(({ name, amount, accuracy }, i) => [
      name === steps[i - 1]?.name ? '' : name,
      amount,
      formatPercent(accuracy),
    ]),
    [0],
  ).split('\n');
  const rows = appendBars(
    lines,
    steps.map(({ accuracy }) => accuracy),
    screen,
  );
  const { seed } = robustness;
  const note = isRandom(robustness) ? t`share read right; noise by seed ${seed}` : t`share read right`;
  return [`${paint.bold(t`perturbed`)}  ${paint.dim(note)}`, ...rows].join('\n');
}

/** One amount of one perturbation. */
export interface RobustnessStep {
  readonly name: string;
  /** With its unit; empty where there is but one. */
  readonly amount: string;
  readonly accuracy: number;
}

/** The digits as they are first. @param unicode whether signs beyond ASCII can be shown */
export function robustnessSteps(
  { runs, unread = [] }: EvalReport,
  { kinds }: Robustness,
  unicode: boolean,
): RobustnessStep[] {
  const { correct, count } = runs[0]!;
  return [
    // What could not be read cannot be perturbed.
    { name: t`as they are`, amount: '', accuracy: correct / (count - unread.length) },
    ...kinds.flatMap((record) => ladder(record, unicode)),
  ];
}

/** Whether the seed matters. */
export function isRandom({ kinds }: Robustness): boolean {
  return kinds.some(({ kind }) => kind === 'noise');
}

function ladder({ kind, unit, levels }: PerturbationRecord, unicode: boolean): RobustnessStep[] {
  return levels.map(({ amount, accuracy }) => ({
    name: nameOf(kind),
    amount: levels.length === 1 ? '' : formatAmount(amount, unit, unicode),
    accuracy,
  }));
}

function nameOf(kind: PerturbationKind): string {
  const names: Readonly<Record<PerturbationKind, string>> = {
    shift: t`shifted`,
    rotate: t`turned`,
    scale: t`scaled`,
    thick: t`thicker`,
    thin: t`thinner`,
    blur: t`blurred`,
    noise: t`noise`,
    invert: t`inverted`,
  };
  return names[kind];
}

function formatAmount(amount: number, unit: PerturbationRecord['unit'], unicode: boolean): string {
  const forms = {
    px: `${amount} px`,
    degrees: unicode ? `${amount}°` : `${amount} deg`,
    factor: unicode ? `× ${amount}` : `x ${amount}`,
    share: formatPercent(amount, 0),
  };
  return forms[unit];
}

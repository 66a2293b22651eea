/** How accuracy falls as digits are perturbed, as text: a ladder of amounts for each perturbation. */
import type { EvalReport } from '../commands/eval.js';
import type { PerturbationKind } from '../evaluation/perturbation-kinds.js';
import type { PerturbationRecord, Robustness } from '../robustness.js';
import { t } from '../text.js';
import { appendBars } from './bar.js';
import { formatPercent } from './numbers.js';
import type { Screen } from './screen.js';
import { formatTable } from './table.js';

export function formatRobustness(
  { runs, unread = [] }: EvalReport,
  { kinds, seed }: Robustness,
  screen: Screen,
): string {
  const { paint, unicode } = screen;
  const { correct, count } = runs[0]!;
  // What could not be read cannot be perturbed.
  const steps = [
    { name: t`as they are`, amount: '', accuracy: correct / (count - unread.length) },
    ...kinds.flatMap((record) => ladder(record, unicode)),
  ];
  const lines = formatTable(
    steps.map(({ name, amount, accuracy }) => [name, amount, formatPercent(accuracy)]),
    [0],
  ).split('\n');
  const rows = appendBars(
    lines,
    steps.map(({ accuracy }) => accuracy),
    screen,
  );
  const random = kinds.some(({ kind }) => kind === 'noise');
  const note = random ? t`share read right; noise by seed ${seed}` : t`share read right`;
  return [`${paint.bold(t`perturbed`)}  ${paint.dim(note)}`, ...rows].join('\n');
}

interface Step {
  readonly name: string;
  readonly amount: string;
  readonly accuracy: number;
}

/** The name stands at the first amount alone. */
function ladder({ kind, unit, levels }: PerturbationRecord, unicode: boolean): Step[] {
  return levels.map(({ amount, accuracy }, i) => ({
    name: i === 0 ? nameOf(kind) : '',
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

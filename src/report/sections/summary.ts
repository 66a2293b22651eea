/** What was evaluated, and how well it went, at a glance. */
import { t } from '../../text.js';
import { formatCount, formatMicroseconds, formatPercent } from '../../views/numbers.js';
import { html, type Html } from '../html.js';
import type { ReportModel } from '../model.js';

export function summary({ record, calibration }: ReportModel): Html {
  const run = record.runs[0]!;
  const { interval } = run;
  const fastest = [...record.runs].sort((a, b) => a.timing.forwardMs - b.timing.forwardMs)[0]!;
  const figures: [name: string, value: string, meaning: string][] = [
    [t`mistakes`, formatCount(run.count - run.correct), t`of ${formatCount(run.count)} images`],
    ...(run.loss === null
      ? []
      : [[t`loss`, run.loss.toFixed(4), t`mean cross-entropy`] as [string, string, string]]),
  ];
  if (calibration) figures.push([t`calibration error`, formatPercent(calibration.error), t`expected, ECE`]);
  figures.push([
    t`time`,
    `${formatMicroseconds(fastest.timing.microsecondsPerImage)} µs`,
    t`an image, in batches of ${formatCount(fastest.batchSize)}`,
  ]);
  return html`<section class="summary" aria-label="${t`Summary`}">
    <p class="accuracy">
      <strong>${formatPercent(run.accuracy)}</strong>
      <span>${t`${formatCount(run.correct)} of ${formatCount(run.count)} right`}</span>
      <span>
        ${t`95 % interval: ${formatPercent(interval.low)} to ${formatPercent(interval.high)} (Wilson)`}
      </span>
    </p>
    <dl class="figures">
      ${figures.map(
        ([name, value, meaning]) =>
          html`<div>
            <dt>${name}</dt>
            <dd><strong>${value}</strong> ${meaning}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

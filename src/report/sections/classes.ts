/** Precision, recall and F1 of each digit. */
import type { ClassScore } from '../../evaluation/metrics.js';
import { t } from '../../text.js';
import { formatCount, formatPercent } from '../../views/numbers.js';
import { html, type Html } from '../html.js';
import type { ReportModel } from '../model.js';

type Measure = 'precision' | 'recall' | 'f1';

export function classFigures({ record: { classes } }: ReportModel): Html {
  const measures: [Measure, string][] = [
    ['precision', t`precision`],
    ['recall', t`recall`],
    ['f1', 'F1'],
  ];
  return html`<section id="classes" aria-labelledby="classes-title">
    <h2 id="classes-title">${t`Each digit`}</h2>
    <p>
      ${t`Precision: of the images taken for it, how many are. Recall: of the images that are, how many were found. F1: the harmonic mean of both. The lowest of each column stands out.`}
    </p>
    <table class="numbers">
      <thead>
        <tr>
          <th scope="col">${t`digit`}</th>
          <th scope="col">${t`images`}</th>
          ${measures.map(([, name]) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${classes.map(
          (score) =>
            html`<tr>
              <th scope="row">${score.label}</th>
              <td>${formatCount(score.support)}</td>
              ${measures.map(([measure]) => measureCell(score, measure, lowest(classes, measure)))}
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

function lowest(classes: readonly ClassScore[], measure: Measure): number {
  return Math.min(...classes.map((score) => score[measure] ?? 1));
}

function measureCell(score: ClassScore, measure: Measure, lowest: number): Html {
  const value = score[measure];
  if (value === null) return html`<td>–</td>`;
  const text = formatPercent(value);
  return value === lowest && value < 1 ? html`<td><strong>${text}</strong></td>` : html`<td>${text}</td>`;
}

/** How accuracy falls as the digits are perturbed. */
import type { Robustness } from '../../robustness.js';
import { t } from '../../text.js';
import { formatPercent } from '../../views/numbers.js';
import { isRandom, robustnessSteps } from '../../views/robustness.js';
import { bar } from '../bar.js';
import { html, type Html } from '../html.js';
import type { ReportModel } from '../model.js';

export function robustnessSection({ record }: ReportModel, robustness: Robustness): Html {
  return html`<section id="perturbed" aria-labelledby="perturbed-title">
    <h2 id="perturbed-title">${t`How it bears perturbed digits`}</h2>
    <p>
      ${t`The share of all digits that is read right as they are perturbed more and more.`}
      ${isRandom(robustness) ? t`The noise is that of seed ${robustness.seed}.` : undefined}
    </p>
    <table class="numbers steps">
      <thead>
        <tr>
          <th scope="col">${t`perturbed`}</th>
          <th scope="col">${t`amount`}</th>
          <th scope="col">${t`accuracy`}</th>
          <td></td>
        </tr>
      </thead>
      <tbody>
        ${robustnessSteps(record, robustness, true).map(
          ({ name, amount, accuracy }) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td>${amount}</td>
              <td>${formatPercent(accuracy)}</td>
              <td class="bar">${bar(accuracy)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

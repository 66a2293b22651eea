/** How fast each batch size ran. */
import { t } from '../../text.js';
import { formatCount, formatMilliseconds } from '../../views/numbers.js';
import { html, type Html } from '../html.js';
import type { ReportModel } from '../model.js';

/** @param chart where several batch sizes ran */
export function speed({ record }: ReportModel, chart: Html | undefined): Html {
  return html`<section id="speed" aria-labelledby="speed-title">
    <h2 id="speed-title">${t`Speed`}</h2>
    <p>
      ${t`The time of the forward pass alone, from pixels as stored to probabilities and answers; where a batch size ran several times, the median.`}
    </p>
    <div class="beside">
      ${chart ? html`<figure class="chart" role="img" aria-label="${t`Images a second by batch size`}">${chart}</figure>` : undefined}
      <table class="numbers">
        <thead>
          <tr>
            <th scope="col">${t`batch size`}</th>
            <th scope="col">${t`time`}</th>
            <th scope="col">${t`images a second`}</th>
            <th scope="col">${t`µs an image`}</th>
          </tr>
        </thead>
        <tbody>
          ${record.runs.map(
            ({ batchSize, timing }) =>
              html`<tr>
                <th scope="row">${formatCount(batchSize)}</th>
                <td>${formatMilliseconds(timing.forwardMs)}</td>
                <td>${formatCount(timing.imagesPerSecond)}</td>
                <td>${timing.microsecondsPerImage.toPrecision(3)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

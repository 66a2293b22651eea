/** Whether the network is as often right as it is sure. */
import { wilsonInterval, type ReliabilityBin } from '../../evaluation/metrics.js';
import { t } from '../../text.js';
import { formatCount, formatPercent } from '../../views/numbers.js';
import { html, type Html } from '../html.js';
import type { Calibration } from '../model.js';

/** @param chart the reliability diagram; undefined where the outputs are no probabilities */
export function calibrationSection(calibration: Calibration | undefined, chart: Html | undefined): Html {
  return html`<section id="calibration" aria-labelledby="calibration-title">
    <h2 id="calibration-title">${t`Is it as often right as it is sure?`}</h2>
    ${calibration ? calibrationFigures(calibration, chart) : html`<p>${t`The network gives no probabilities, so this cannot be told.`}</p>`}
  </section>`;
}

function calibrationFigures({ bins, error }: Calibration, chart: Html | undefined): Html {
  const name = t`Reliability diagram: accuracy over confidence`;
  return html`<div class="beside">
      <figure class="chart" role="img" aria-label="${name}">${chart}</figure>
      <div>
        <p class="key-figure">
          <strong>${formatPercent(error)}</strong> ${t`expected calibration error (ECE)`}
        </p>
        <p>
          ${t`The answers are sorted by confidence into ${bins.length} equal bins. Where a network is calibrated, each bin’s accuracy is its confidence, and its point lies on the dashed line; above it the network is too modest, below it too sure. The lines through the points are 95 % intervals (Wilson); the bars below count the answers, on a logarithmic scale.`}
        </p>
        <p>${t`The error is the distance from the line in the mean over all answers.`}</p>
      </div>
    </div>
    <details>
      <summary>${t`The bins as a table`}</summary>
      ${binTable(bins)}
    </details>`;
}

function binTable(bins: readonly ReliabilityBin[]): Html {
  const filled = bins.filter(({ count }) => count > 0);
  return html`<table class="numbers">
    <thead>
      <tr>
        <th scope="col">${t`confidence`}</th>
        <th scope="col">${t`answers`}</th>
        <th scope="col">${t`mean confidence`}</th>
        <th scope="col">${t`accuracy`}</th>
        <th scope="col">${t`95 % interval`}</th>
      </tr>
    </thead>
    <tbody>
      ${filled.map(({ low, high, count, confidence, accuracy }) => {
        const interval = wilsonInterval(Math.round(accuracy! * count), count);
        return html`<tr>
          <th scope="row">${range(low, high)}</th>
          <td>${formatCount(count)}</td>
          <td>${formatPercent(confidence!)}</td>
          <td>${formatPercent(accuracy!)}</td>
          <td>${range(interval.low, interval.high)}</td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}

/** On one line, or on two where there is little room. */
function range(low: number, high: number): Html {
  return html`<span>${formatPercent(low, 1)} –</span> <span>${formatPercent(high, 1)}</span>`;
}

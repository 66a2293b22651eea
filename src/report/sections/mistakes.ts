/** The mistakes that the network was surest of, each with its digit and what it was taken for. */
import { rankDigits } from '../../predict.js';
import { t } from '../../text.js';
import { formatCount } from '../../views/numbers.js';
import { bar } from '../bar.js';
import { digitImage, formatOutput } from '../digit.js';
import { html, type Html } from '../html.js';
import type { ReportModel, ShownDigit } from '../model.js';

/** Answers that a card shows. */
const TOP = 3;

export function mistakes({ record, mistakes, givesProbabilities }: ReportModel): Html {
  const run = record.runs[0]!;
  const unread = record.unread ?? [];
  const total = run.count - run.correct - unread.length;
  return html`<section id="mistakes" aria-labelledby="mistakes-title">
    <h2 id="mistakes-title">${t`The most confident mistakes`}</h2>
    <p>
      ${total === 0 ? t`There are none.` : t`${formatCount(mistakes.length)} of ${formatCount(total)}, with the answers that the network found likeliest.`}
    </p>
    <ol class="cards">
      ${mistakes.map((shown) => html`<li>${card(shown, givesProbabilities)}</li>`)}
    </ol>
    ${unread.length === 0 ? undefined : unreadPictures(unread)}
  </section>`;
}

function card(shown: ShownDigit, areProbabilities: boolean): Html {
  const answers = rankDigits(shown.outputs).slice(0, TOP);
  return html`<figure>
    ${digitImage(shown)}
    <figcaption>
      <p><strong>${t`${shown.label} read as ${shown.digit}`}</strong> <span>${shown.source}</span></p>
      <table>
        <tbody>
          ${answers.map(
            ({ digit, confidence }) =>
              html`<tr class="${digit === shown.label ? 'label' : 'answer'}">
                <th scope="row">${digit}</th>
                <td class="bar">${areProbabilities ? bar(confidence) : undefined}</td>
                <td>${formatOutput(confidence, areProbabilities)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </figcaption>
  </figure>`;
}

function unreadPictures(unread: NonNullable<ReportModel['record']['unread']>): Html {
  return html`<h3>${t`Pictures in which nothing was read`}</h3>
    <p>${t`They count as mistakes, and are in no cell of the matrix.`}</p>
    <ul class="unread">
      ${unread.map(({ label, error }) => html`<li>${t`label ${label}`}: ${error.message}</li>`)}
    </ul>`;
}

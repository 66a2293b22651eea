/**
 * The confusion matrix as a heat map. Its cells open the digits behind them: they are buttons, and the digits popovers
 * that browsers open and close by themselves, so that the page needs no script.
 */
import { t } from '../../text.js';
import { formatCount } from '../../views/numbers.js';
import { digitFigure } from '../digit.js';
import { html, type Html } from '../html.js';
import type { Cell, ReportModel } from '../model.js';

/** The style sheet has a class for each shade of a colour, from 0, which is none. */
const SHADES = 9;

export function confusion(model: ReportModel): Html {
  const { cells } = model;
  const shade = shadesFor(cells);
  return html`<section id="confusion" aria-labelledby="confusion-title">
    <h2 id="confusion-title">${t`Which digits are taken for which`}</h2>
    <p id="confusion-key">
      ${t`A row for each label, a column for each answer. Blue is right, the stronger the more of its row; orange are mistakes, the stronger the more. A cell opens the digits behind it.`}
    </p>
    <a class="skip" href="#classes">${t`Skip the matrix`}</a>
    <table class="matrix" aria-describedby="confusion-key">
      <thead>
        <tr>
          <th scope="col" rowspan="2" class="axis">${t`label`}</th>
          <th scope="colgroup" colspan="${cells.length}" class="axis">${t`answer`}</th>
        </tr>
        <tr>
          ${cells.map((_, digit) => html`<th scope="col">${digit}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${cells.map(
          (row, label) =>
            html`<tr>
              <th scope="row">${label}</th>
              ${row.map((cell) => html`<td>${matrixCell(cell, shade(cell))}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
    ${cells.flat().map((cell) => (cell.count === 0 ? undefined : cellDigits(cell, model)))}
  </section>`;
}

/** Right answers by their share of the row, mistakes by their number beside the largest one, on a scale of roots. */
function shadesFor(cells: ReportModel['cells']): (cell: Cell) => number {
  const largest = Math.max(...cells.flat().map((cell) => (isRight(cell) ? 0 : cell.count)));
  const sizes = cells.map((row) => row.reduce((sum, { count }) => sum + count, 0));
  return (cell) => {
    const share = isRight(cell) ? cell.count / sizes[cell.label]! : Math.sqrt(cell.count / largest);
    return Math.ceil(share * SHADES);
  };
}

function isRight({ label, digit }: Cell): boolean {
  return label === digit;
}

function matrixCell(cell: Cell, shade: number): Html {
  const { label, digit, count } = cell;
  if (count === 0) return html`<span role="img" aria-label="0">·</span>`;
  // The number as it is seen, so that who speaks to the page is understood.
  const description = t`label ${label}, answer ${digit}: ${count}`;
  const kind = isRight(cell) ? 'right' : 'wrong';
  return html`<button
    class="${kind} shade-${shade}"
    popovertarget="${cellId(cell)}"
    aria-label="${description}"
  >
    ${count}
  </button>`;
}

function cellId({ label, digit }: Cell): string {
  return `cell-${label}-${digit}`;
}

function cellDigits(cell: Cell, model: ReportModel): Html {
  const id = cellId(cell);
  return html`<div id="${id}" popover role="dialog" aria-labelledby="${id}-title">
    <header>
      <h3 id="${id}-title">${t`Label ${cell.label}, answer ${cell.digit}`}</h3>
      <button popovertarget="${id}" popovertargetaction="hide" autofocus>${t`Close`}</button>
    </header>
    <p>${tellShown(cell)}</p>
    <div class="digits" tabindex="0" role="group" aria-labelledby="${id}-title">
      ${cell.shown.map((shown) => digitFigure(shown, model.givesProbabilities))}
    </div>
  </div>`;
}

function tellShown(cell: Cell): string {
  const { count, shown } = cell;
  const [all, some] = [formatCount(count), formatCount(shown.length)];
  if (shown.length === count) return t`${all} in all`;
  return isRight(cell) ? t`the ${some} least sure of ${all}` : t`the ${some} most confident of ${all}`;
}

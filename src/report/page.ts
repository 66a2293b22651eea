/**
 * A report as one HTML file that needs nothing else: style and pictures are inside, and there is no script. Its security
 * policy allows just that, so that nothing in it could run or load anything even if it came in.
 */
import { createHash } from 'node:crypto';
import { language, t } from '../text.js';
import { nameSet } from '../views/evaluation.js';
import { html, markup, type Html } from './html.js';
import type { ReportModel } from './model.js';
import { calibrationSection } from './sections/calibration.js';
import { circumstancesSection } from './sections/circumstances.js';
import { classFigures } from './sections/classes.js';
import { confusion } from './sections/confusion.js';
import { mistakes } from './sections/mistakes.js';
import { robustnessSection } from './sections/robustness.js';
import { speed } from './sections/speed.js';
import { summary } from './sections/summary.js';
import { STYLE } from './style.js';

/** SVG for the inside of a page (charts/inline-svg.ts). */
export interface ReportCharts {
  readonly reliability?: string | undefined;
  readonly speed?: string | undefined;
}

export function reportPage(model: ReportModel, charts: ReportCharts): string {
  const { weights, dataset, perturbed } = model.record;
  const title = t`${weights.name} on ${nameSet(dataset)}`;
  const sections: [id: string, name: string][] = [
    ['confusion', t`Confusion`],
    ['classes', t`Digits`],
    ['mistakes', t`Mistakes`],
    ['calibration', t`Calibration`],
    ...(perturbed ? [['perturbed', t`Perturbed`] as [string, string]] : []),
    ['speed', t`Speed`],
    ['run', t`What was run`],
  ];
  const page = html`<!doctype html>
    <html lang="${language()}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="generator" content="mnn ${model.circumstances.version}" />
        <title>${title} – mnn eval</title>
        ${markup(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          <p>${weights.layers.join('-')}, ${weights.activations.join(', ')}</p>
          <nav aria-label="${t`Contents`}">
            ${sections.map(([id, name]) => html`<a href="#${id}">${name}</a> `)}
          </nav>
        </header>
        <main>
          ${summary(model)}
          <div class="pair">${confusion(model)} ${classFigures(model)}</div>
          ${mistakes(model)} ${calibrationSection(model.calibration, chart(charts.reliability))}
          ${perturbed && robustnessSection(model, perturbed)} ${speed(model, chart(charts.speed))}
          ${circumstancesSection(model)}
        </main>
      </body>
    </html> `;
  return page.text;
}

function chart(svg: string | undefined): Html | undefined {
  return svg === undefined ? undefined : markup(svg);
}

/** The style sheet is allowed by its hash, so it must stand in the page to the letter. */
const POLICY = [
  "default-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  'img-src data:',
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
].join('; ');

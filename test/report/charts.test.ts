/** A report's charts, as they are put into its page. */
import { expect, it } from '@jest/globals';
import { inlineSvg } from '../../src/charts/inline-svg.js';
import { renderSvg } from '../../src/charts/svg.js';
import { estimateAccuracy } from '../../src/evaluate.js';
import { reliability } from '../../src/evaluation/metrics.js';
import { RELIABILITY_SIZE, reliabilityChart, SPEED_SIZE, speedChart } from '../../src/report/charts.js';

it('inlineSvg makes style attributes presentation attributes and leaves style sheets to the page', () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" version="1.1">\n<style>@media(x){a{fill:red}}</style>\n' +
    `<text style="font-size:12px;font-family:'A B', c;" fill="#222222" ecmeta_ssr_type="chart">a</text></svg>`;
  expect(inlineSvg(svg)).toBe(
    `<svg xmlns="http://www.w3.org/2000/svg">\n<text font-size="12px" font-family="'A B', c" fill="#222222">a</text></svg>`,
  );
});

it('the reliability diagram has a point at the confidence and accuracy of each bin that has answers', () => {
  const bins = reliability([0.9, 0.9, 0.5, 0.5], [1, 1, 1, 0]);
  const { series } = reliabilityChart(bins) as { series: { type: string; data: number[][] }[] };
  expect(series.find(({ type }) => type === 'scatter')!.data).toEqual([[0.5, 0.5], [0.9, 1]]); // prettier-ignore
  expect(series.find(({ type }) => type === 'bar')!.data.map(([, count]) => count)).toEqual([2, 2]);
  const svg = inlineSvg(renderSvg(reliabilityChart(bins), RELIABILITY_SIZE));
  expect(svg).toContain('>confidence<');
  expect(svg).not.toMatch(/ style=|<style/);
});

it('the speed chart has a bar for each batch size', () => {
  const run = { ...estimateAccuracy(9, 10), loss: null };
  const timing = { forwardMs: 1, microsecondsPerImage: 100, imagesPerSecond: 10_000 };
  const svg = renderSvg(
    speedChart([1, 1000].map((batchSize) => ({ ...run, batchSize, timing }))),
    SPEED_SIZE,
  );
  expect(svg).toContain('>1,000<');
  expect(svg.match(/ecmeta_ssr_type="chart"/g)).toHaveLength(2);
});

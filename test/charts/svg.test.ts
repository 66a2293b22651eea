import { describe, expect, it } from '@jest/globals';
import { CHART_COLOURS } from '../../src/charts/colours.js';
import { curveChart } from '../../src/charts/curves.js';
import { renderSvg, type ChartOption } from '../../src/charts/svg.js';

const SIZE = { width: 400, height: 300 };
const bars: ChartOption = {
  xAxis: { type: 'category', data: ['a', 'b'] },
  yAxis: {},
  series: [{ type: 'bar', data: [1, 2] }],
};

describe('a chart as SVG', () => {
  it('has the size asked for and the paper behind it', () => {
    const svg = renderSvg(bars, SIZE);
    expect(svg).toMatch(/^<svg width="400" height="300"/);
    expect(svg).toContain(`<rect width="400" height="300" x="0" y="0" fill="${CHART_COLOURS.paper}">`);
  });

  it('is dark on a dark page', () => {
    expect(renderSvg(bars, SIZE)).toContain(
      '@media(prefers-color-scheme:dark){[fill="#ffffff"]{fill:#161616}',
    );
  });

  it('has no names that would clash with those of another chart in the same page', () => {
    const names = (svg: string): string[] =>
      Array.from(svg.matchAll(/(?:class|id)="([^"]+)"/g), ([, name]) => name!);
    const curves = curveChart([{ name: 'f', x: [0, 1], y: [0, 1] }], { x: [0, 1], y: [0, 1] });
    const [first, second] = [renderSvg(curves, SIZE), renderSvg(curves, SIZE)].map(names);
    expect(first!.filter((name) => second!.includes(name))).toEqual([]);
  });

  it('fetches nothing and runs nothing', () => {
    const svg = renderSvg(bars, SIZE);
    expect(svg).not.toMatch(/<script|href=|url\(http|@import/);
  });
});

describe('curves', () => {
  // By hand: the plot is 400 − 56 − 32 = 312 wide from 56, and 300 − 52 − 40 = 208 high from 52.
  const axes = { x: [-1, 1], y: [0, 2] } as const;

  it('pass through their points', () => {
    const svg = renderSvg(curveChart([{ name: 'f', x: [-1, 0, 1], y: [0, 2, 1] }], axes), SIZE);
    expect(svg).toContain('d="M56 260L212 52L368 156"');
  });

  it('are told apart by dashes and named in the legend', () => {
    const x = [-1, 1];
    const svg = renderSvg(
      curveChart(
        [
          { name: 'step', x, y: [0, 1] },
          { name: 'sigmoid', x, y: [1, 0] },
        ],
        axes,
      ),
      SIZE,
    );
    const dashed = Array.from(svg.matchAll(/<path [^>]*stroke-dasharray[^>]*>/g), ([path]) => path);
    expect(dashed.every((path) => path.includes(`stroke="${CHART_COLOURS.series[0]}"`))).toBe(true);
    expect(dashed.length).toBeGreaterThan(0);
    expect(svg).toMatch(/>step<\/text>/);
    expect(svg).toMatch(/>sigmoid<\/text>/);
  });
});

/**
 * A chart → SVG text, by echarts and without a browser. Everything that draws charts comes through here: echarts is half a
 * megabyte, so this file is a bundle of its own (scripts/build.mjs) that is loaded when a chart is wanted.
 * The colours are those of a light page; readers with a dark one get their dark twins (colours.ts).
 */
import {
  BarChart,
  HeatmapChart,
  LineChart,
  ScatterChart,
  type BarSeriesOption,
  type HeatmapSeriesOption,
  type LineSeriesOption,
  type ScatterSeriesOption,
} from 'echarts/charts';
import {
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  VisualMapContinuousComponent,
  type GridComponentOption,
  type LegendComponentOption,
  type MarkAreaComponentOption,
  type MarkLineComponentOption,
  type VisualMapComponentOption,
} from 'echarts/components';
import { init, use, type ComposeOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { CHART_COLOURS, DARK_STYLE } from './colours.js';

use([
  BarChart,
  GridComponent,
  HeatmapChart,
  LegendComponent,
  LineChart,
  MarkAreaComponent,
  MarkLineComponent,
  ScatterChart,
  SVGRenderer,
  VisualMapContinuousComponent,
]);

/** What echarts is told to draw, of the parts that are bundled. */
export type ChartOption = ComposeOption<
  | BarSeriesOption
  | GridComponentOption
  | HeatmapSeriesOption
  | LegendComponentOption
  | LineSeriesOption
  | MarkAreaComponentOption
  | MarkLineComponentOption
  | ScatterSeriesOption
  | VisualMapComponentOption
>;

/** In CSS pixels. */
export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

/** @param option drawn without animation, on the paper's colour; what it says itself wins */
export function renderSvg(option: ChartOption, { width, height }: ChartSize): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({
      animation: false,
      backgroundColor: CHART_COLOURS.paper,
      textStyle: { color: CHART_COLOURS.ink, fontFamily: FONTS },
      ...option,
    });
    const svg = chart
      .renderToSVGString()
      .replace(HOVER_STYLE, '')
      .replaceAll(/ class="zr[^"]*"/g, '');
    return svg.replace('>', `>\n<style>${DARK_STYLE}</style>`);
  } finally {
    chart.dispose();
  }
}

/** What follows the pointer, in pages that echarts' script runs in. Its class names would clash in a page with two charts. */
const HOVER_STYLE = /<style ><!\[CDATA\[.*?\]\]>\s*<\/style>/s;

/** Japanese ones included: texts may be in either language. */
const FONTS = "'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', 'Noto Sans CJK JP', sans-serif";

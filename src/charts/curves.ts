/** Curves of functions over one axis → a chart. */
import { CHART_COLOURS } from './colours.js';
import type { ChartOption } from './svg.js';

export interface Curve {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Drawn with dashes: told apart also without colour. */
  readonly dashed?: boolean | undefined;
}

/** Ends of an axis. */
export type Interval = readonly [low: number, high: number];

export interface CurveAxes {
  readonly x: Interval;
  readonly y: Interval;
}

/** Lines over a grid, the axes through zero where zero is inside. */
export function curveChart(curves: readonly Curve[], axes: CurveAxes): ChartOption {
  const { ink, muted, grid } = CHART_COLOURS;
  const axis = ([min, max]: Interval): object => ({
    type: 'value',
    min,
    max,
    axisLine: { show: true, lineStyle: { color: ink } },
    axisTick: { show: true, lineStyle: { color: ink } },
    axisLabel: { color: muted, hideOverlap: true },
    splitLine: { lineStyle: { color: grid } },
  });
  return {
    color: [...CHART_COLOURS.series],
    legend: { top: 12, textStyle: { color: ink }, itemWidth: 40 },
    grid: { left: 56, right: 32, top: 52, bottom: 40 },
    xAxis: axis(axes.x),
    yAxis: axis(axes.y),
    series: curves.map(({ name, x, y, dashed }) => ({
      name,
      type: 'line',
      data: x.map((value, i) => [value, y[i]!]),
      showSymbol: false,
      silent: true,
      lineStyle: { width: 2.5, type: dashed ? 'dashed' : 'solid' },
      clip: true,
    })),
  };
}

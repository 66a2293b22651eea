/** Curves of functions over one axis → a chart. */
import type { Curve, Interval } from '../engine/curves.js';
import { CHART_COLOURS } from './colours.js';
import { formatTicks, niceTicks } from '../views/ticks.js';
import { chooseDashes } from './dashes.js';
import type { ChartOption } from './svg.js';

export interface CurveAxes {
  readonly x: Interval;
  readonly y: Interval;
}

const LINE_WIDTH = 2.5;
/** CSS pixels for a unit of a pattern of dashes. */
const DASH_UNIT = 2;

/** Curves with a jump: both are 0 up to and with 0, so that it stands at the point before the next. */
const JUMPS: ReadonlySet<string> = new Set(['step', "relu'"]);

/** Lines over a grid, the axes through zero where zero is inside. */
export function curveChart(curves: readonly Curve[], axes: CurveAxes): ChartOption {
  const dashes = chooseDashes(curves.map(({ name }) => name));
  return {
    color: [...CHART_COLOURS.series],
    legend: {
      top: 12,
      textStyle: { color: CHART_COLOURS.ink },
      itemWidth: 48,
      itemGap: 24,
      itemStyle: { opacity: 0 },
      lineStyle: { width: LINE_WIDTH },
    },
    grid: { left: 56, right: 32, top: 52, bottom: 40 },
    xAxis: axis(axes.x),
    yAxis: axis(axes.y),
    series: curves.map(({ name, x, y }, i) => ({
      name,
      type: 'line',
      data: x.map((value, k) => [value, y[k]!]),
      step: JUMPS.has(name) ? 'start' : false,
      showSymbol: false,
      silent: true,
      lineStyle: {
        width: LINE_WIDTH,
        type: dashes[i]!.length > 0 ? dashes[i]!.map((units) => units * DASH_UNIT) : 'solid',
      },
    })),
  };
}

function axis(interval: Interval): object {
  const [min, max] = interval;
  const customValues = niceTicks(interval, 11);
  const labels = formatTicks(customValues);
  const formatter = (tick: number): string => labels[customValues.indexOf(tick)] ?? '';
  const line = { show: true, lineStyle: { color: CHART_COLOURS.ink } };
  return {
    type: 'value',
    min,
    max,
    axisLine: line,
    axisTick: { ...line, customValues },
    axisLabel: { color: CHART_COLOURS.muted, customValues, formatter },
    splitLine: { lineStyle: { color: CHART_COLOURS.grid } },
  };
}

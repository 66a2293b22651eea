/** The charts of a report: figures → what the plotting library is told to draw (charts/svg.ts). */
import { CHART_COLOURS } from '../charts/colours.js';
import type { ChartOption, ChartSize } from '../charts/svg.js';
import type { EvalRun } from '../evaluate.js';
import { wilsonInterval, type ReliabilityBin } from '../evaluation/metrics.js';
import { t } from '../text.js';
import { formatCount } from '../views/numbers.js';

/** Narrow, so that the letters stay readable on a phone. */
export const RELIABILITY_SIZE: ChartSize = { width: 460, height: 460 };
export const SPEED_SIZE: ChartSize = { width: 460, height: 260 };

const { muted, grid } = CHART_COLOURS;
const [blue] = CHART_COLOURS.series;

const axisStyle = {
  nameTextStyle: { color: muted, fontSize: 13 },
  axisLine: { show: true, lineStyle: { color: muted } },
  axisTick: { show: true, lineStyle: { color: muted } },
  axisLabel: { color: muted, fontSize: 13 },
  splitLine: { lineStyle: { color: grid } },
} as const;

/** A line with gaps where neither coordinate is a number. */
const GAP = ['-', '-'];

/** Above: accuracy over confidence, bin by bin, with 95 % intervals, and the line of perfect calibration. Below: how many answers. */
export function reliabilityChart(bins: readonly ReliabilityBin[]): ChartOption {
  const filled = bins.filter(({ count }) => count > 0);
  const share = { ...axisStyle, type: 'value', min: 0, max: 1, interval: 0.2, containShape: false } as const;
  const percent = { ...axisStyle.axisLabel, formatter: (value: number) => `${Math.round(value * 100)} %` };
  return {
    backgroundColor: 'transparent',
    grid: [
      { left: 62, right: 20, top: 34, height: 250 },
      { left: 62, right: 20, top: 330, height: 74 },
    ],
    xAxis: [
      { ...share, axisLabel: { show: false } },
      {
        ...share,
        gridIndex: 1,
        axisLabel: percent,
        name: t`confidence`,
        nameLocation: 'middle',
        nameGap: 30,
      },
    ],
    yAxis: [
      { ...share, axisLabel: percent, name: t`accuracy`, nameLocation: 'end' },
      {
        ...axisStyle,
        gridIndex: 1,
        type: 'log',
        min: 0.5,
        startValue: 0.5,
        name: t`answers`,
        axisLabel: {
          ...axisStyle.axisLabel,
          formatter: (value: number) => (value >= 1 ? formatCount(value) : ''),
        },
      },
    ],
    series: [
      {
        type: 'line',
        data: [
          [0, 0],
          [1, 1],
        ],
        showSymbol: false,
        lineStyle: { color: muted, width: 1.5, type: 'dashed' },
        silent: true,
      },
      {
        type: 'line',
        data: filled.flatMap(({ confidence, accuracy, count }) => {
          const { low, high } = wilsonInterval(Math.round(accuracy! * count), count);
          return [[confidence!, low], [confidence!, high], GAP];
        }),
        showSymbol: false,
        lineStyle: { color: blue, width: 2 },
        silent: true,
      },
      {
        type: 'scatter',
        data: filled.map(({ confidence, accuracy }) => [confidence!, accuracy!]),
        symbolSize: 9,
        itemStyle: { color: blue, opacity: 1 },
        silent: true,
      },
      {
        type: 'bar',
        xAxisIndex: 1,
        yAxisIndex: 1,
        data: filled.map(({ low, high, count }) => [(low + high) / 2, count]),
        barWidth: 20,
        itemStyle: { color: blue },
        silent: true,
      },
    ],
  };
}

/** Images a second at each batch size. */
export function speedChart(runs: readonly EvalRun[]): ChartOption {
  return {
    backgroundColor: 'transparent',
    grid: { left: 84, right: 20, top: 34, bottom: 50 },
    xAxis: {
      ...axisStyle,
      type: 'category',
      data: runs.map(({ batchSize }) => formatCount(batchSize)),
      name: t`batch size`,
      nameLocation: 'middle',
      nameGap: 30,
    },
    yAxis: {
      ...axisStyle,
      type: 'value',
      name: t`images a second`,
      axisLabel: { ...axisStyle.axisLabel, formatter: formatCount },
    },
    series: [
      {
        type: 'bar',
        data: runs.map(({ timing }) => timing.imagesPerSecond),
        barMaxWidth: 56,
        itemStyle: { color: blue },
        silent: true,
      },
    ],
  };
}

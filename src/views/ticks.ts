/** Where an axis is marked: round numbers, as people would choose them. */
import type { Interval } from '../engine/curves.js';

/**
 * Multiples of 1, 2 or 5 times a power of ten within the interval, at most `most` of them.
 * Source: Heckbert, "Nice numbers for graph labels", Graphics Gems, 1990.
 */
export function niceTicks([low, high]: Interval, most: number): number[] {
  const rough = (high - low) / Math.max(1, most - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough * 0.999)!;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from(
    { length: last - first + 1 },
    (_, i) => Number(((first + i) * step).toPrecision(12)) || 0,
  );
}

/** All with as many decimals as their distance asks for: 0.0, 0.5, 1.0. */
export function formatTicks(ticks: readonly number[]): string[] {
  const distance = Math.abs((ticks[1] ?? 1) - (ticks[0] ?? 0));
  const largest = Math.max(...ticks.map(Math.abs));
  if (largest >= 1e6 || distance < 1e-4) return ticks.map((tick) => tick.toExponential(1));
  const decimals = Math.max(0, -Math.floor(Math.log10(distance) + 1e-9));
  return ticks.map((tick) => tick.toFixed(decimals));
}

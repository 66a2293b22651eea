/** How numbers are written for people: grouped by thousands, percentages with the digits that mean something. */

/** 10000 → `10,000`. By hand: the first use of the platform's number formats costs as much as a whole forward pass. */
export function formatCount(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** 0.9352 → `93.52 %`. */
export function formatPercent(fraction: number, places = 2): string {
  return `${(fraction * 100).toFixed(places)} %`;
}

/** With about three digits: `0.813`, `81.3`, `8,130`. */
export function formatMicroseconds(us: number): string {
  return us < 100 ? us.toPrecision(3) : formatCount(us);
}

/** With about three digits: `8.13 ms`, `1.25 s`. */
export function formatMilliseconds(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toPrecision(3)} s`;
  return `${ms < 100 ? ms.toPrecision(3) : ms.toFixed(0)} ms`;
}

/** Filters of the first layer as 7-bit ASCII, side by side: a character is one pixel wide and two high. */
import type { Filter, FilterSet } from '../image/filter-sheet.js';
import type { Paint } from '../paint.js';
import { t } from '../text.js';

/** From no weight to the largest of the filter. */
const POSITIVE = ' .:oO@';
const NEGATIVE = ' `-=xX';
const GAP = '  ';

/** @param columns how wide the terminal is */
export function formatFilters({ side, filters }: FilterSet, columns: number, paint: Paint): string {
  const perLine = Math.max(1, Math.floor((columns + GAP.length) / (side + GAP.length)));
  const blocks = [
    paint.dim(t`weights of each unit: positive ${POSITIVE.slice(1)}, negative ${NEGATIVE.slice(1)}`),
  ];
  for (let first = 0; first < filters.length; first += perLine) {
    const group = filters.slice(first, first + perLine);
    const titles = group.map(({ unit, scale }) => `${unit}  ±${scale.toPrecision(3)}`.padEnd(side));
    const lines = Array.from({ length: Math.ceil(side / 2) }, (_, line) =>
      group.map((filter) => formatLine(filter, side, line, paint)).join(GAP),
    );
    blocks.push([paint.dim(titles.join(GAP).trimEnd()), ...lines].join('\n'));
  }
  return blocks.join('\n\n');
}

function formatLine({ pixels }: Filter, side: number, line: number, paint: Paint): string {
  return Array.from({ length: side }, (_, x) => {
    const upper = pixels[2 * line * side + x]!;
    const lower = pixels[(2 * line + 1) * side + x] ?? upper;
    const weight = (upper + lower) / 255 - 1;
    const ramp = weight < 0 ? NEGATIVE : POSITIVE;
    const character = ramp[Math.min(ramp.length - 1, Math.floor(Math.abs(weight) * ramp.length))]!;
    if (character === ' ') return character;
    return weight < 0 ? paint.cyan(character) : paint.red(character);
  }).join('');
}

/** Filters of the first layer side by side. */
import type { FilterSet } from '../image/filter-sheet.js';
import type { Paint } from '../paint.js';
import { t } from '../text.js';
import { NEGATIVE, POSITIVE, signedPicture } from './signed-picture.js';

const GAP = '  ';

/** @param columns how wide the terminal is */
export function formatFilters({ side, filters }: FilterSet, columns: number, paint: Paint): string {
  const perLine = Math.max(1, Math.floor((columns + GAP.length) / (side + GAP.length)));
  const blocks = [paint.dim(t`weights of each unit: positive ${POSITIVE}, negative ${NEGATIVE}`)];
  for (let first = 0; first < filters.length; first += perLine) {
    const group = filters.slice(first, first + perLine);
    const titles = group.map(({ unit, scale }) => `${unit}  ±${scale.toPrecision(3)}`.padEnd(side));
    const pictures = group.map(({ pixels }) =>
      signedPicture(
        Array.from(pixels, (pixel) => pixel / 127.5 - 1),
        side,
        paint,
      ),
    );
    const lines = pictures[0]!.map((_, line) => pictures.map((picture) => picture[line]!).join(GAP));
    blocks.push([paint.dim(titles.join(GAP).trimEnd()), ...lines].join('\n'));
  }
  return blocks.join('\n\n');
}

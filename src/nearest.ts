/** Which of some names was probably meant. */

/** Letters from which on the beginning of a name stands for the whole. */
const SHORTEST_BEGINNING = 3;

/**
 * The candidates that differ by few letters, or begin as the name does, or with it; the nearest first. Endings, case and separators
 * weigh nothing.
 */
export function nearest(name: string, candidates: readonly string[]): string[] {
  const wanted = plain(name);
  const most = Math.max(1, Math.ceil(wanted.length / 4));
  return candidates
    .map((candidate) => ({ candidate, distance: distance(wanted, plain(candidate), most) }))
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance)
    .map(({ candidate }) => candidate);
}

/** `Sample-Weight.pkl` → `sampleweight` */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/\.[a-z]+$/, '')
    .replaceAll(/[\s_.-]/g, '');
}

/** @param most what a name has for its beginning alone */
function distance(a: string, b: string, most: number): number {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  const begins = short.length >= SHORTEST_BEGINNING && long.startsWith(short);
  return Math.min(editDistance(a, b), begins ? most : Infinity);
}

/** How many letters must be put in, taken out, changed, or swapped with their neighbour: optimal string alignment. */
function editDistance(a: string, b: string): number {
  let above: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwapped ? above[j - 2]! + 1 : Infinity;
      next.push(Math.min(changed, swapped, row[j]! + 1, next[j - 1]! + 1));
    }
    [above, row] = [row, next];
  }
  return row.at(-1)!;
}

/** The digits that a command is given by index, range or picture: what `show` draws and `forward --image` runs. */
import { stat } from 'node:fs/promises';
import { NotFoundError, UsageError } from '../errors.js';
import { openDataset, type OpenDataset } from '../mnist/dataset.js';
import type { DatasetName, Split } from '../mnist/spec.js';
import { createRandom, draw } from '../random.js';
import { t } from '../text.js';

export interface DigitSource {
  readonly split: Split;
  readonly dataset: DatasetName;
  readonly dataDir?: string | undefined;
}

export interface DigitSelection extends DigitSource {
  /** Only digits with this label. */
  readonly label?: number | undefined;
  /** So many of them, drawn by chance. */
  readonly random?: number | undefined;
  readonly seed?: number | undefined;
}

export interface DigitImage {
  /** `test[0]`, or a picture's path. */
  readonly source: string;
  /** null for a picture. */
  readonly label: number | null;
  readonly rows: number;
  readonly columns: number;
  /** (rows × columns), 0 background to 255 ink. */
  readonly pixels: Uint8Array;
}

/** How many are shown where a label is all that is said. */
const PICKED = 10;

/** A digit that was named and is not read yet. */
interface Candidate {
  readonly label: number | null;
  read(): DigitImage | Promise<DigitImage>;
}

/** @param targets indices (`0`), ranges (`0-9`) and paths of pictures; none: the whole set, to pick from */
export async function loadDigits(
  targets: readonly string[],
  selection: DigitSelection,
): Promise<DigitImage[]> {
  let dataset: OpenDataset | undefined;
  const open = (): OpenDataset => (dataset ??= openDataset(selection));
  try {
    const candidates: Candidate[] = [];
    for (const target of targets) {
      if (await isPicture(target)) candidates.push({ label: null, read: () => loadPicture(target) });
      else candidates.push(...parseIndices(target, open()).map((index) => rowOf(open(), index)));
    }
    const whole = targets.length === 0;
    if (whole) open().labels.forEach((_, index) => candidates.push(rowOf(open(), index)));
    const digits: DigitImage[] = [];
    for (const candidate of pick(candidates, selection, whole)) digits.push(await candidate.read());
    return digits;
  } finally {
    dataset?.close();
  }
}

/** @throws {UsageError} where no digit has the label */
function pick(all: Candidate[], { label, random, seed = 0 }: DigitSelection, whole: boolean): Candidate[] {
  const labelled = label === undefined ? all : all.filter((candidate) => candidate.label === label);
  if (label !== undefined && labelled.length === 0)
    throw new UsageError(t`none of these digits has the label ${label}`);
  if (random !== undefined) return draw(labelled, random, createRandom(seed));
  return whole ? labelled.slice(0, PICKED) : labelled;
}

/** An index or a range is never a picture; anything else is one where the file exists. */
async function isPicture(target: string): Promise<boolean> {
  if (/^\d+(-\d+)?$/.test(target)) return false;
  const exists = await stat(target).then(
    () => true,
    () => false,
  );
  if (!exists && /[/\\]|\.(png|jpe?g|webp|gif|avif|tiff?)$/i.test(target)) {
    throw new NotFoundError(
      t`there is no picture ${target}`,
      t`a digit of the data set is shown by its index: mnn show 0`,
    );
  }
  return exists;
}

async function loadPicture(path: string): Promise<DigitImage> {
  const [{ decodePicture }, { readSource }, { prepare }] = await Promise.all([
    import('../image/decode.js'),
    import('../image/sources.js'),
    import('../image/prepare.js'),
  ]);
  const picture = await decodePicture(await readSource({ name: path, path }), path);
  return { source: path, label: null, rows: 28, columns: 28, pixels: prepare(picture)[0].pixels };
}

/** `7` → [7], `0-9` → [0, …, 9]. @throws {UsageError} for what is no index of the set */
function parseIndices(target: string, { count, split }: OpenDataset): number[] {
  const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(target) ?? [];
  const first = Number(from);
  const last = Number(to);
  if (from === undefined || first >= count || last >= count || last < first) {
    throw new UsageError(
      t`${target} is no index of the ${split} split: the range is 0..${count - 1}`,
      t`mnn show 0, or a range: mnn show 0-${Math.min(9, count - 1)}`,
    );
  }
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

function rowOf({ labels, rows, columns, split, readPixels }: OpenDataset, index: number): Candidate {
  const label = labels[index]!;
  return {
    label,
    read() {
      const pixels = new Uint8Array(rows * columns);
      readPixels(index, pixels);
      return { source: `${split}[${index}]`, label, rows, columns, pixels };
    },
  };
}

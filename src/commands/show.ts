/** `mnn show`: digits of the data set, or pictures as the network sees them, as text. */
import { stat } from 'node:fs/promises';
import { NotFoundError, UsageError } from '../errors.js';
import { loadDataset, type Dataset } from '../mnist/dataset.js';
import type { DatasetName, Split } from '../mnist/spec.js';
import type { Terminal } from '../terminal.js';
import { t } from '../text.js';
import { asciiDigit } from '../views/digit.js';

export interface ShowOptions {
  readonly split: Split;
  readonly dataset: DatasetName;
  readonly dataDir?: string;
}

interface ShownImage {
  /** `test[0]`, or a picture's path. */
  readonly source: string;
  /** null for a picture. */
  readonly label: number | null;
  readonly rows: number;
  readonly columns: number;
  readonly pixels: Uint8Array;
}

export async function showCommand(
  targets: readonly string[],
  options: ShowOptions,
  terminal: Terminal,
): Promise<number> {
  let dataset: Dataset | undefined;
  const images: ShownImage[] = [];
  for (const target of targets) {
    if (await isPicture(target)) {
      images.push(await loadPicture(target));
      continue;
    }
    dataset ??= await loadDataset(options);
    for (const index of parseIndices(target, dataset)) images.push(pick(dataset, index));
  }
  if (terminal.json) {
    terminal.writeJson({
      command: 'show',
      images: images.map((image) => ({ ...image, pixels: Array.from(image.pixels) })),
    });
  } else {
    terminal.write(images.map(formatImage).join('\n\n'));
  }
  return 0;
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

async function loadPicture(path: string): Promise<ShownImage> {
  const [{ decodePicture }, { readSource }, { seePicture }] = await Promise.all([
    import('../image/decode.js'),
    import('../image/sources.js'),
    import('../read-picture.js'),
  ]);
  const picture = await decodePicture(await readSource({ name: path, path }), path);
  return { source: path, label: null, rows: 28, columns: 28, pixels: seePicture(picture).pixels };
}

/** `7` → [7], `0-9` → [0, …, 9]. @throws {UsageError} for what is no index of the set */
function parseIndices(target: string, { count, split }: Dataset): number[] {
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

function pick({ pixels, labels, rows, columns, split }: Dataset, index: number): ShownImage {
  const size = rows * columns;
  return {
    source: `${split}[${index}]`,
    label: labels[index]!,
    rows,
    columns,
    pixels: pixels.subarray(index * size, (index + 1) * size),
  };
}

function formatImage({ source, label, rows, columns, pixels }: ShownImage): string {
  return `${asciiDigit(pixels, rows, columns)}\n${label === null ? source : t`label: ${label}`}`;
}

/** A folder of labelled pictures → 784 bytes each, in the memory that the caller gives, and their labels. */
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DataMissingError, NoDigitError, NotFoundError } from '../errors.js';
import { t } from '../text.js';
import { prepareAll } from './prepare-all.js';
import { isPictureName } from './sources.js';

interface LabelledPicture {
  readonly path: string;
  readonly label: number;
}

export interface LabelledSet {
  /** Those that were read, in the order of their rows. */
  readonly pictures: readonly LabelledPicture[];
  readonly labels: Uint8Array;
  /** Those in which there was nothing to read, and why. */
  readonly unread: readonly (LabelledPicture & { readonly error: unknown })[];
}

export interface LabelledOptions {
  /** Memory for `count` rows of 784 bytes. */
  readonly allocate: (count: number) => Uint8Array;
  readonly limit?: number | undefined;
  readonly onPicture?: ((done: number, total: number) => void | Promise<void>) | undefined;
}

const PIXELS = 784;

/**
 * @throws {NotFoundError} when there is no such folder
 * @throws {DataMissingError} when no picture in it has a label
 * @throws {NoDigitError} when none of those that have could be read
 */
export async function loadLabelledPictures(folder: string, options: LabelledOptions): Promise<LabelledSet> {
  const listed = (await listLabelled(folder)).slice(0, options.limit);
  const rows = options.allocate(listed.length);
  const pictures: LabelledPicture[] = [];
  const unread: (LabelledPicture & { error: unknown })[] = [];
  let done = 0;
  const sources = listed.map((labelled) => ({ ...labelled, name: labelled.path }));
  for await (const { source, digits, error } of prepareAll(sources, {})) {
    const { path, label } = source;
    if (digits) {
      rows.set(digits[0].pixels, pictures.length * PIXELS);
      pictures.push({ path, label });
    } else {
      unread.push({ path, label, error });
    }
    await options.onPicture?.(++done, listed.length);
  }
  const [first] = unread;
  if (pictures.length === 0 && first) {
    throw new NoDigitError(
      t`none of the ${listed.length} pictures in ${folder} could be read; the first: ${(first.error as Error).message}`,
    );
  }
  return { pictures, labels: Uint8Array.from(pictures, ({ label }) => label), unread };
}

/**
 * The label is the name of the folder that holds a picture (`7/a.png`), or else what stands before the first `_`, `-` or
 * `.` of its own name (`7_a.png`); by path.
 */
async function listLabelled(folder: string): Promise<LabelledPicture[]> {
  const names = await readdir(folder, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new NotFoundError(t`cannot list the folder ${folder}: ${cause.message}`, undefined, { cause });
  });
  const pictures = names.filter(isPictureName).sort();
  const labelled = pictures.flatMap((name) => {
    const label = labelOf(name);
    return label === undefined ? [] : [{ path: join(folder, name), label }];
  });
  if (labelled.length === 0) {
    throw new DataMissingError(
      t`none of the ${pictures.length} pictures in ${folder} has a label`,
      t`name the folders by digits (7/a.png), or begin the names with them (7_a.png)`,
    );
  }
  return labelled;
}

/** @param path within the folder @returns undefined where it tells no digit */
export function labelOf(path: string): number | undefined {
  const folder = basename(dirname(path));
  const [start = ''] = basename(path).split(/[_.-]/);
  const label = [folder, start].find((name) => /^\d$/.test(name));
  return label === undefined ? undefined : Number(label);
}

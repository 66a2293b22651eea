/** The planes that the digits of each class lie near, from the package's own file → what tells how strange a digit is. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IoError } from '../errors.js';
import { readNpyTensor } from '../formats/npy.js';
import { packageRoot } from '../package-root.js';
import { createStrangeness, type Strangeness } from '../strangeness.js';
import { t } from '../text.js';

/** @throws {IoError} when the package is not whole */
export async function loadStrangeness(): Promise<Strangeness> {
  const path = join(packageRoot, 'data', 'digit-subspaces.npy');
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new IoError(t`cannot read ${path}: ${cause.message}`, undefined, { cause });
  });
  return createStrangeness(readNpyTensor(bytes, 'subspaces', path).data);
}

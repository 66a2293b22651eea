/** The names and places under which a file of a data set may be found. */
import { join } from 'node:path';

/** As published; with a dot in place of the dash before `idx`, as some unpackers write it; raw, or with `.gz` behind it. */
export function candidateNames(name: string): string[] {
  const dotted = name.replace('-idx', '.idx');
  return [name, dotted, `${name}.gz`, `${dotted}.gz`];
}

/**
 * All paths at which a file may be in a folder, in the order in which they are looked at.
 * @param torchvisionFolder where torchvision puts its files, below the folder that it is given
 */
export function candidatePaths(folder: string, name: string, torchvisionFolder: string): string[] {
  return [folder, join(folder, torchvisionFolder)].flatMap((place) =>
    candidateNames(name).map((candidate) => join(place, candidate)),
  );
}

/** The networks that come with the package: the files of weights/, each by its name without the ending. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.js';

const FOLDER = join(packageRoot, 'weights');
const WEIGHTS = /^([\w-]+)\.(?:safetensors|json)$/;

/** The path of each bundled network by its name, in alphabetical order. */
export function bundledNetworks(): ReadonlyMap<string, string> {
  const files = readdirSync(FOLDER).sort();
  return new Map(
    files.flatMap((file): [string, string][] => {
      const name = WEIGHTS.exec(file)?.[1];
      return name === undefined ? [] : [[name, join(FOLDER, file)]];
    }),
  );
}

/** The names of the networks that come with the package: `book`, `large`, `three-layer`, `xor`, … */
export function bundledNames(): string[] {
  return [...bundledNetworks().keys()];
}

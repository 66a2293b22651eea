/**
 * Kept drawings → a zip that `mnn eval` reads once it is unpacked: PNGs in folders named by their labels (`--images`), or
 * the two files of a test split in IDX (`--data-dir`). Pure.
 */
import { zipSync, type Zippable } from 'fflate';
import { writeIdx } from '../formats/idx.js';
import { DATASETS } from '../mnist/spec.js';

/** A drawing that was kept. */
export interface Kept {
  /** The digit that it is. */
  readonly label: number;
  /** The file of the picture. */
  readonly png: Uint8Array;
  /** The 28×28 that the network saw of it. */
  readonly pixels: Uint8Array;
}

/** `FOLDER/7/0001.png`, numbered in the order in which they were kept. */
export function zipPictures(kept: readonly Kept[], folder: string): Uint8Array {
  return store(
    kept.map(({ label, png }, i) => [`${folder}/${label}/${String(i + 1).padStart(4, '0')}.png`, png]),
  );
}

/** The names are those of MNIST's test split. */
export function zipIdx(kept: readonly Kept[], folder: string): Uint8Array {
  const { images, labels } = DATASETS.mnist.splits.test;
  const pixels = new Uint8Array(kept.length * 784);
  kept.forEach((drawing, i) => pixels.set(drawing.pixels, i * 784));
  return store([
    [`${folder}/${images.name}`, writeIdx({ shape: [kept.length, 28, 28], data: pixels })],
    [
      `${folder}/${labels.name}`,
      writeIdx({ shape: [kept.length], data: Uint8Array.from(kept, ({ label }) => label) }),
    ],
  ]);
}

/** PNGs are compressed already. */
function store(files: readonly (readonly [path: string, content: Uint8Array])[]): Uint8Array {
  return zipSync(Object.fromEntries(files) as Zippable, { level: 0 });
}

/** MNIST's first test digits as pictures. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readIdx } from '../../src/formats/idx.js';
import { encodeGreyPng } from '../../src/image/png.js';

/** As many as it takes until they are read by several threads. */
const COUNT = 8;

/** Writes `7_0.png`, `2_1.png` …: the label, then the number in the test set. */
export function makePictures(folder: string): void {
  const read = (name: string, axes: number): Uint8Array =>
    readIdx(readFileSync(join('data', name)), axes, name).data;
  const pixels = read('t10k-images-idx3-ubyte', 3);
  const labels = read('t10k-labels-idx1-ubyte', 1);
  mkdirSync(folder);
  for (let i = 0; i < COUNT; i++) {
    const png = encodeGreyPng(pixels.slice(i * 784, (i + 1) * 784), 28, 28);
    writeFileSync(join(folder, `${labels[i]}_${i}.png`), png);
  }
}

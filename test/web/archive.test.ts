import { expect, it } from '@jest/globals';
import { readIdx } from '../../src/formats/idx.js';
import { readZip } from '../../src/formats/zip.js';
import { zipIdx, zipPictures, type Kept } from '../../src/web/archive.js';

const drawings: readonly Kept[] = [7, 0, 7].map((label, i) => ({
  label,
  png: Uint8Array.of(0x89, 0x50, i),
  pixels: new Uint8Array(784).fill(i + 1),
}));

function unzip(bytes: Uint8Array): [name: string, content: Uint8Array][] {
  return readZip(bytes, 'the archive', 1 << 20).map((entry) => [entry.name, entry.read()]);
}

it('PNGs lie in folders that are named by their labels', () => {
  expect(unzip(zipPictures(drawings, 'mine'))).toEqual([
    ['mine/7/0001.png', drawings[0]!.png],
    ['mine/0/0002.png', drawings[1]!.png],
    ['mine/7/0003.png', drawings[2]!.png],
  ]);
});

it('IDX files are a test split with MNIST’s names', () => {
  const files = new Map(unzip(zipIdx(drawings, 'mine')));
  expect([...files.keys()]).toEqual(['mine/t10k-images-idx3-ubyte', 'mine/t10k-labels-idx1-ubyte']);
  const images = readIdx(files.get('mine/t10k-images-idx3-ubyte')!, 3, 'images');
  expect(images.shape).toEqual([3, 28, 28]);
  expect([0, 783, 784, 2351].map((at) => images.data[at])).toEqual([1, 1, 2, 3]);
  const labels = readIdx(files.get('mine/t10k-labels-idx1-ubyte')!, 1, 'labels');
  expect(Array.from(labels.data)).toEqual([7, 0, 7]);
});

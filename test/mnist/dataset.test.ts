import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  DataMissingError,
  FormatError,
  MnnError,
  NotFoundError,
  ShapeError,
  TruncatedError,
} from '../../src/errors.js';
import { writeIdx } from '../../src/formats/idx.js';
import { loadDataset } from '../../src/mnist/dataset.js';
import { loadMnist, oneHotRows } from '../../src/mnist/load-mnist.js';

const root = mkdtempSync(join(tmpdir(), 'mnn-dataset-'));
const environment = { ...process.env };
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
  process.env['XDG_DATA_HOME'] = join(folder, 'none');
  delete process.env['MNN_DATA_DIR'];
});
afterEach(() => void (process.env = { ...environment }));
afterAll(() => rmSync(root, { recursive: true }));

const IMAGES = 't10k-images-idx3-ubyte';
const LABELS = 't10k-labels-idx1-ubyte';
const images = writeIdx({ shape: [3, 2, 2], data: Uint8Array.from({ length: 12 }, (_, i) => i * 20) });
const labels = writeIdx({ shape: [3], data: Uint8Array.from([5, 0, 9]) });

function put(files: Record<string, Uint8Array>, place = folder): void {
  mkdirSync(place, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(place, name), bytes);
}

describe('loadDataset', () => {
  it.each([
    ['raw files', { [IMAGES]: images, [LABELS]: labels }],
    ['gzipped files', { [`${IMAGES}.gz`]: gzipSync(images), [`${LABELS}.gz`]: gzipSync(labels) }],
    ['raw files under a .gz name', { [`${IMAGES}.gz`]: images, [`${LABELS}.gz`]: labels }],
    ['gzipped files under a raw name', { [IMAGES]: gzipSync(images), [LABELS]: gzipSync(labels) }],
    ['names with a dot', { 't10k-images.idx3-ubyte': images, 't10k-labels.idx1-ubyte': labels }],
  ])('reads %s', async (_, files) => {
    put(files);
    const { count, rows, columns, pixels, labels: digits } = await loadDataset({ dataDir: folder });
    expect([count, rows, columns]).toEqual([3, 2, 2]);
    expect(Array.from(pixels)).toEqual([0, 20, 40, 60, 80, 100, 120, 140, 160, 180, 200, 220]);
    expect(Array.from(digits)).toEqual([5, 0, 9]);
  });

  it('finds torchvision’s layout', async () => {
    put({ [IMAGES]: images, [LABELS]: labels }, join(folder, 'MNIST', 'raw'));
    expect((await loadDataset({ dataDir: folder })).path).toBe(join(folder, 'MNIST', 'raw'));
  });

  it('reads into the memory that it is given', async () => {
    put({ [IMAGES]: images, [LABELS]: labels });
    const memory = new Uint8Array(20);
    const { pixels } = await loadDataset({ dataDir: folder, allocate: () => memory });
    expect(pixels.buffer).toBe(memory.buffer);
    expect(memory[11]).toBe(220);
  });

  it('looks into the option’s folder, the variable’s, the user’s, and last the bundled one', async () => {
    expect((await loadDataset({ dataDir: folder })).count).toBe(10_000);
    put({ [IMAGES]: images, [LABELS]: labels }, join(folder, 'none', 'mnn'));
    expect((await loadDataset({ dataDir: folder })).path).toBe(join(folder, 'none', 'mnn'));
    const variable = join(folder, 'variable');
    put({ [IMAGES]: images, [LABELS]: labels }, variable);
    process.env['MNN_DATA_DIR'] = variable;
    expect((await loadDataset({ dataDir: folder })).path).toBe(variable);
    put({ [IMAGES]: images, [LABELS]: labels });
    expect((await loadDataset({ dataDir: folder })).path).toBe(folder);
  });
});

describe('what is wrong with a file is told with its name', () => {
  const failure = async (files: Record<string, Uint8Array>): Promise<MnnError> => {
    put(files);
    const error: unknown = await loadDataset({ dataDir: folder }).catch((e: unknown) => e);
    if (!(error instanceof MnnError)) throw error;
    expect(error.hint).toContain('fetch-mnist');
    return error;
  };

  it.each<[string, Record<string, Uint8Array>, abstract new (...args: never[]) => MnnError, RegExp]>([
    [
      'empty',
      { [IMAGES]: new Uint8Array(0), [LABELS]: labels },
      TruncatedError,
      /images-idx3-ubyte is empty/,
    ],
    [
      'cut short',
      { [IMAGES]: images.subarray(0, 20), [LABELS]: labels },
      TruncatedError,
      /28 bytes in all; there are 20/,
    ],
    [
      'cut gzip',
      { [IMAGES]: gzipSync(images).subarray(0, 30), [LABELS]: labels },
      TruncatedError,
      /images.*truncated/,
    ],
    [
      'broken gzip',
      { [IMAGES]: Uint8Array.from([0x1f, 0x8b, 9, 9, 9, 9]), [LABELS]: labels },
      FormatError,
      /images.*corrupt/,
    ],
    [
      'HTML',
      { [IMAGES]: Buffer.from('<!DOCTYPE html><title>403</title>'), [LABELS]: labels },
      FormatError,
      /images.*HTML/,
    ],
    ['labels as images', { [IMAGES]: labels, [LABELS]: labels }, FormatError, /1 axes, not 3/],
    ['too long', { [IMAGES]: Buffer.concat([images, images]), [LABELS]: labels }, FormatError, /longer/],
    [
      'counts that differ',
      { [IMAGES]: images, [LABELS]: writeIdx({ shape: [2], data: new Uint8Array(2) }) },
      ShapeError,
      /3 images.* 2 labels/,
    ],
    ['one of the two', { [IMAGES]: images }, NotFoundError, /t10k-labels-idx1-ubyte is missing/],
  ])('%s', async (_, files, kind, message) => {
    const error = await failure(files);
    expect(error).toBeInstanceOf(kind);
    expect(error.message).toMatch(message);
  });

  it('a label that is no digit', async () => {
    put({ [IMAGES]: images, [LABELS]: writeIdx({ shape: [3], data: Uint8Array.from([1, 10, 2]) }) });
    await expect(loadDataset({ dataDir: folder })).rejects.toThrow(/label 10 at index 1/);
  });

  it('a folder that is not there, or is a file', async () => {
    await expect(loadDataset({ dataDir: join(folder, 'nowhere') })).rejects.toThrow(NotFoundError);
    put({ file: images });
    await expect(loadDataset({ dataDir: join(folder, 'file') })).rejects.toThrow(/is not a folder/);
  });

  it('a split that is nowhere, with the folders looked into', async () => {
    const error: unknown = await loadDataset({ split: 'train' }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(DataMissingError);
    expect((error as Error).message).toContain(join(folder, 'none', 'mnn'));
  });
});

describe('loadMnist', () => {
  it('gives the bundled test split as the book’s load_mnist does', async () => {
    const { images, labels } = await loadMnist();
    expect(images.shape).toEqual([10_000, 784]);
    expect(images.dtype).toBe('float32');
    expect(labels.shape).toEqual([10_000]);
    expect(Array.from(labels.data.subarray(0, 6))).toEqual([7, 2, 1, 0, 4, 1]);
    // numpy: np.float32(84 / 255)
    expect(images.at(0, 7 * 28 + 6)).toBe(Math.fround(84 / 255));
    expect(images.data.reduce((a, b) => (a > b ? a : b))).toBe(1);
  });

  it('keeps pixels as bytes, unflattened, and makes one-hot rows on request', async () => {
    const { images, labels } = await loadMnist({ normalize: false, flatten: false, oneHot: true });
    expect(images.shape).toEqual([10_000, 1, 28, 28]);
    expect(images.dtype).toBe('uint8');
    expect(images.at(0, 0, 7, 6)).toBe(84);
    expect(labels.shape).toEqual([10_000, 10]);
    expect(labels.row(0).toArray()).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 0, 0]);
  });

  const training = process.env['MNN_TRAINING_DATA'];
  (training ? it : it.skip)('gives 60,000 training images, the first a 5', async () => {
    const { images, labels } = await loadMnist({ split: 'train', dataDir: training!, normalize: false });
    expect(images.shape).toEqual([60_000, 784]);
    expect(labels.at(0)).toBe(5);
  });
});

it('one-hot rows hold a single 1 where the label says', () => {
  expect(oneHotRows(Uint8Array.from([2, 0]), 3).toArray()).toEqual([[0, 0, 1], [1, 0, 0]]); // prettier-ignore
});

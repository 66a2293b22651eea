/** MNIST as arrays, with the options of the book's `load_mnist` (§3.6.1). */
import { NdArray } from '../engine/array.js';
import { loadDataset, type DatasetOptions } from './dataset.js';

/** What the arrays are to look like. */
export interface LoadMnistOptions extends Pick<DatasetOptions, 'dataset' | 'split' | 'dataDir'> {
  /** Pixels as 0.0–1.0 in float32 (default), or as 0–255 in uint8. */
  readonly normalize?: boolean;
  /** Images as (N, 784) (default), or as (N, 1, 28, 28). */
  readonly flatten?: boolean;
  /** Labels as one-hot rows (N, 10), or as digits (N,) (default). */
  readonly oneHot?: boolean;
}

/** A split as arrays. */
export interface Mnist<Pixels extends Float32Array | Uint8Array = Float32Array | Uint8Array> {
  /** (N, 784) or (N, 1, 28, 28). */
  readonly images: NdArray<Pixels>;
  /** (N,), or (N, 10) where one-hot rows were asked for. */
  readonly labels: NdArray<Uint8Array>;
}

/**
 * Reads a split of MNIST: 60,000 images for `train`, 10,000 for `test` (default). Book §3.6.1.
 * @throws {DataMissingError} when the split is not on this machine: `test` comes with the package, `mnn fetch-mnist`
 *   brings `train`. Other errors as for {@link loadDataset}.
 */
export async function loadMnist(options: LoadMnistOptions & { normalize: false }): Promise<Mnist<Uint8Array>>;
export async function loadMnist(options?: LoadMnistOptions): Promise<Mnist<Float32Array>>;
export async function loadMnist(options: LoadMnistOptions = {}): Promise<Mnist> {
  const { normalize = true, flatten = true, oneHot = false } = options;
  const { count, rows, columns, pixels, labels } = await loadDataset(options);
  const values = normalize ? normalized(pixels) : pixels;
  const shape = flatten ? [count, rows * columns] : [count, 1, rows, columns];
  return {
    images: new NdArray<Float32Array | Uint8Array>(values, shape),
    labels: oneHot ? oneHotRows(labels, 10) : new NdArray(labels, [count]),
  };
}

/** 0–255 → 0.0–1.0, by a loop: `Float32Array.from` takes half a second for the test split. */
function normalized(pixels: Uint8Array): Float32Array {
  const values = new Float32Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) values[i] = pixels[i]! / 255;
  return values;
}

/** (N,) digits → (N, classes) rows with a single 1. */
export function oneHotRows(labels: Uint8Array, classes: number): NdArray<Uint8Array> {
  const rows = new Uint8Array(labels.length * classes);
  labels.forEach((label, i) => (rows[i * classes + label] = 1));
  return new NdArray(rows, [labels.length, classes]);
}

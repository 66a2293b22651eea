/**
 * Shared WebAssembly memory and the kernels over it. One thread lays the memory out with `Arena`; every
 * thread has an instance of the same module over the same memory, so an address means the same thing
 * everywhere.
 */
import v8 from 'node:v8';
import { readFileSync } from 'node:fs';

const PAGE = 65536;
/** 512 MB: the training split takes 47. */
const PAGES = 8192;

/** Exports of scripts/train/assembly; addresses and byte counts are plain numbers. */
export interface Kernels {
  listRows(
    x: number,
    panelBytes: number,
    rows: number,
    features: number,
    lists: number,
    listBytes: number,
    counts: number,
  ): void;
  listColumns(
    panel: number,
    rows: number,
    columns: number,
    lists: number,
    listBytes: number,
    counts: number,
  ): void;
  listOnes(rows: number, list: number, counts: number): void;
  product(
    lists: number,
    listBytes: number,
    counts: number,
    rows: number,
    right: number,
    rightPanelBytes: number,
    panels: number,
    out: number,
    outPanelBytes: number,
  ): void;
  gram(a: number, panelBytes: number, rows: number, panels: number, out: number, outPanelBytes: number): void;
  backpropagate(
    lists: number,
    listBytes: number,
    rows: number,
    features: number,
    centredSigmoid: number,
    weights: number,
    weightPanelBytes: number,
    panels: number,
    delta: number,
    deltaPanelBytes: number,
    out: number,
    outPanelBytes: number,
  ): void;
  relu(z: number, panelBytes: number, panels: number, rows: number): void;
  centredSigmoid(z: number, panelBytes: number, panels: number, rows: number): void;
  lossAndDelta(
    z: number,
    classes: number,
    label: number,
    taught: number,
    share: number,
    temperature: number,
    perSample: number,
    delta: number,
    scratch: number,
  ): number;
  addSoftmax(
    z: number,
    classes: number,
    temperature: number,
    weight: number,
    total: number,
    scratch: number,
  ): void;
  adam(
    gradient: number,
    weights: number,
    momentum: number,
    variance: number,
    bytes: number,
    rate: number,
    beta1: number,
    beta2: number,
    correction1: number,
    correction2: number,
  ): void;
  blend(mean: number, value: number, bytes: number, beta: number): void;
  blendSquares(mean: number, value: number, bytes: number, beta: number): void;
  adamDirection(
    momentum: number,
    variance: number,
    bytes: number,
    correction1: number,
    correction2: number,
  ): void;
  descend(weights: number, direction: number, bytes: number, rate: number, keep: number): void;
  listPatches(
    row: number,
    panelBytes: number,
    side: number,
    channels: number,
    found: number,
    lists: number,
    listBytes: number,
    counts: number,
  ): void;
  scatter(
    lists: number,
    listBytes: number,
    counts: number,
    rows: number,
    delta: number,
    deltaPanelBytes: number,
    panels: number,
    gradient: number,
    gradientPanelBytes: number,
  ): void;
  pool(maps: number, side: number, panels: number, row: number, winners: number, panelBytes: number): void;
  unpool(
    delta: number,
    winners: number,
    panelBytes: number,
    maps: number,
    side: number,
    panels: number,
  ): void;
  fold(patches: number, side: number, channels: number, row: number, panelBytes: number): void;
  clear(total: number, bytes: number): void;
  add(total: number, part: number, bytes: number): void;
  distort(
    pixels: number,
    map: number,
    key: number,
    elastic: number,
    spline: number,
    scratch: number,
    out: number,
    outPanelBytes: number,
  ): void;
}

/**
 * Compiled once and handed to the workers. Node 20 knows relaxed SIMD only behind a flag; later ones by
 * default.
 */
export function compileKernels(): WebAssembly.Module {
  if (Number.parseInt(process.versions.node) < 22) v8.setFlagsFromString('--experimental-wasm-relaxed-simd');
  return new WebAssembly.Module(readFileSync(new URL('./build/trainer.wasm', import.meta.url)));
}

export function createKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels;
}

/** Hands out addresses, 64-byte aligned, never freed. Starts above the module's constants. */
export class Arena {
  /** Taken from the system page by page, as it is written. */
  readonly memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES, shared: true });
  #top = PAGE;

  /** Address of `bytes` zeros. */
  allocate(bytes: number): number {
    const address = this.#top;
    this.#top += Math.ceil(bytes / 64) * 64;
    if (this.#top > PAGES * PAGE)
      throw new RangeError(`the trainer's memory of ${PAGES * PAGE} bytes is full`);
    return address;
  }
}

export function floats(memory: WebAssembly.Memory, address: number, length: number): Float32Array {
  return new Float32Array(memory.buffer, address, length);
}

export function integers(memory: WebAssembly.Memory, address: number, length: number): Int32Array {
  return new Int32Array(memory.buffer, address, length);
}

export function bytes(memory: WebAssembly.Memory, address: number, length: number): Uint8Array {
  return new Uint8Array(memory.buffer, address, length);
}

/** What every reader of weights gives back: named arrays as plain data, and what else the file said of itself. */
import type { ActivationName } from '../engine/activation.js';
import type { FloatData } from '../engine/array.js';
import type { MnnError } from '../errors.js';

/** The formats of weights, told by content. */
export type WeightFormat = 'safetensors' | 'pickle' | 'npz' | 'npy' | 'onnx' | 'gguf' | 'tfjs' | 'json';

export interface Tensor {
  /** The name in the file, e.g. `W1`, `fc1.weight`. */
  readonly name: string;
  readonly shape: readonly number[];
  /** The type as stored, by NumPy's name: `float32`, `float16`, `int64`, … */
  readonly dtype: string;
  /** The order as stored. `data` is always row-major. */
  readonly order: 'C' | 'F';
  /**
   * Row-major, in the machine's byte order; float64 where the stored type does not fit float32. Decoded when it is first
   * asked for, and a view of the file's own bytes where these can be used as they are.
   */
  readonly data: FloatData;
}

/** A layer as the file itself describes it, ready for use. */
export interface StoredLayer {
  /** (in, out) */
  readonly weight: Tensor;
  /** (out,); none: zeros. */
  readonly bias?: Tensor | undefined;
  readonly activation: ActivationName;
}

export interface TensorFile {
  readonly format: WeightFormat;
  readonly tensors: readonly Tensor[];
  /** What the file says of itself, as text: layers, activations, labels, recipe, … */
  readonly metadata: Readonly<Record<string, string>>;
  /** Only from formats that hold a graph; the others leave it to names and shapes. */
  readonly layers?: readonly StoredLayer[];
  /** Why there are none, where a graph is not understood: the tensors can be looked at all the same. */
  readonly fault?: MnnError;
}

/** What every reader of weights gives back: named arrays as plain data, and what else the file said of itself. */
import type { FloatData } from '../engine/array.js';

export type WeightFormat = 'safetensors' | 'pickle' | 'npz' | 'npy' | 'onnx' | 'gguf' | 'tfjs' | 'json';

export interface Tensor {
  /** The name in the file, e.g. `W1`, `fc1.weight`. */
  readonly name: string;
  readonly shape: readonly number[];
  /** The type as stored, by NumPy's name: `float32`, `float16`, `int64`, … */
  readonly dtype: string;
  /** The order as stored. `data` is always row-major. */
  readonly order: 'C' | 'F';
  /** Row-major, in the machine's byte order; float64 where the stored type does not fit float32. */
  readonly data: FloatData;
}

export interface TensorFile {
  readonly format: WeightFormat;
  readonly tensors: readonly Tensor[];
  /** What the file says of itself, as text: layers, activations, labels, recipe, … */
  readonly metadata: Readonly<Record<string, string>>;
}

/** npz, several NumPy arrays: a zip of npy files, each under the name of its array. */
import { FormatError } from '../errors.js';
import { readNpyTensor } from './npy.js';
import type { TensorFile } from './tensor.js';
import { readZip } from './zip.js';

/** An array that unpacks to more is no layer of a network that is read here. */
const MAX_ARRAY_BYTES = 2 ** 30;

/**
 * @param source the file's name, for errors
 * @throws {MnnError} when the zip is damaged, or an array in it is none that is read
 */
export function readNpz(bytes: Uint8Array, source: string): TensorFile {
  const entries = readZip(bytes, source, MAX_ARRAY_BYTES);
  const arrays = entries.filter(({ name }) => name.endsWith('.npy'));
  if (arrays.length === 0) {
    const names = entries.map(({ name }) => name);
    throw new FormatError(
      `${source} is a zip without NumPy arrays: it holds ${names.slice(0, 8).join(', ') || 'nothing'}`,
      names.some((name) => name.endsWith('data.pkl'))
        ? 'this looks like a file of torch.save; save it with safetensors.torch.save_file(model.state_dict(), …)'
        : undefined,
    );
  }
  return {
    format: 'npz',
    tensors: arrays.map((entry) => readNpyTensor(entry.read(), entry.name.replace(/\.npy$/, ''), source)),
    metadata: {},
  };
}

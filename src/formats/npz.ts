/**
 * npz, several NumPy arrays: a zip of npy files, each under the name of its array. Our own files have a `metadata.json`
 * beside them, which NumPy leaves alone.
 */
import { FormatError } from '../errors.js';
import { t } from '../text.js';
import { readMetadata } from './metadata.js';
import { readNpyTensor, writeNpy } from './npy.js';
import type { WritableTensor } from './safetensors.js';
import type { TensorFile } from './tensor.js';
import { readZip, writeZip } from './zip.js';

/** An array that unpacks to more is no layer of a network that is read here. */
const MAX_ARRAY_BYTES = 2 ** 30;
const METADATA = 'metadata.json';

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
      t`${source} is a zip without NumPy arrays: it holds ${names.slice(0, 8).join(', ') || t`nothing`}`,
      names.some((name) => name.endsWith('data.pkl'))
        ? t`this looks like a file of torch.save; save it with safetensors.torch.save_file(model.state_dict(), …)`
        : undefined,
    );
  }
  const metadata = entries.find(({ name }) => name === METADATA);
  return {
    format: 'npz',
    tensors: arrays.map((entry) => readNpyTensor(entry.read(), entry.name.replace(/\.npy$/, ''), source)),
    metadata: metadata ? readMetadata(metadata.read()) : {},
  };
}

/** An npz file that `numpy.load` reads. */
export function writeNpz(
  tensors: readonly WritableTensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  return writeZip([
    ...tensors.map((tensor) => ({ name: `${tensor.name}.npy`, content: writeNpy(tensor) })),
    { name: METADATA, content: new TextEncoder().encode(JSON.stringify(metadata)) },
  ]);
}

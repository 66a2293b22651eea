/**
 * npy, one NumPy array: a magic string, a version, and a header that is a Python dict literal
 * (`{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`), then the elements. Versions 1.0 to 3.0.
 * Left out: object arrays (they are pickles), structured types, text and complex numbers.
 * Source: numpy/lib/_format_impl.py.
 */
import { FormatError, TruncatedError } from '../errors.js';
import { latin1Text } from '../latin1.js';
import { t } from '../text.js';
import { encodeElements, NUMPY_TYPES, storedTensor } from './elements.js';
import type { WritableTensor } from './safetensors.js';
import type { Tensor, TensorFile } from './tensor.js';

const MAGIC = '\x93NUMPY';

/** A file that holds one array, which has no name of its own. */
export function readNpy(bytes: Uint8Array, source: string): TensorFile {
  return { format: 'npy', tensors: [readNpyTensor(bytes, 'array', source)], metadata: {} };
}

/**
 * @param name of the tensor to make
 * @param source the file's name, for errors
 * @throws {FormatError} for another magic, a header that is not understood, or a type that is not read
 * @throws {TruncatedError} when the file ends before the array does
 */
export function readNpyTensor(bytes: Uint8Array, name: string, source: string): Tensor {
  const { header, dataOffset } = splitHeader(bytes, name, source);
  const { descr, fortranOrder, shape } = parseHeader(header, name, source);
  const [, byteOrder, code] = /^([<>|=]?)(\w\d+|O)$/.exec(descr) ?? [];
  if (code?.startsWith('O')) {
    throw new FormatError(
      t`${source}: object arrays are not read (array ${name})`,
      t`save plain arrays of floats: numpy.savez(file, W1=W1.astype("float32"), …)`,
    );
  }
  const dtype = NUMPY_TYPES[code ?? ''];
  if (dtype === undefined)
    throw new FormatError(t`${source}: array ${name} has type ${descr}, which is not read`);
  return storedTensor(
    {
      name,
      shape,
      dtype,
      order: fortranOrder ? 'F' : 'C',
      littleEndian: byteOrder !== '>',
      bytes: bytes.subarray(dataOffset),
    },
    source,
  );
}

function splitHeader(
  bytes: Uint8Array,
  name: string,
  source: string,
): { header: string; dataOffset: number } {
  if (bytes.length < 10) throw new TruncatedError(t`${source}: array ${name} ends within its first 10 bytes`);
  if (latin1Text(bytes.subarray(0, 6)) !== MAGIC) {
    throw new FormatError(t`${source}: array ${name} does not begin with \\x93NUMPY`);
  }
  const version = bytes[6]!;
  if (version < 1 || version > 3) {
    throw new FormatError(
      t`${source}: array ${name} is npy version ${version}.${bytes[7]}; 1.0 to 3.0 are read`,
    );
  }
  const start = version === 1 ? 10 : 12;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < start) throw new TruncatedError(t`${source}: array ${name} ends within its header`);
  const dataOffset = start + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (dataOffset > bytes.length) {
    throw new TruncatedError(
      t`${source}: the header of array ${name} should end at byte ${dataOffset}; there are ${bytes.length}`,
    );
  }
  const header = bytes.subarray(start, dataOffset);
  return { header: version === 3 ? new TextDecoder().decode(header) : latin1Text(header), dataOffset };
}

/** The one form of literal that NumPy writes; keys in any order, `L` after lengths as Python 2 wrote them. */
function parseHeader(
  header: string,
  name: string,
  source: string,
): { descr: string; fortranOrder: boolean; shape: number[] } {
  const descr = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  const fortran = /'fortran_order':\s*(True|False)/.exec(header)?.[1];
  const lengths = /'shape':\s*\(([\d\sL,]*)\)/.exec(header)?.[1];
  if (/'descr':\s*\[/.test(header)) {
    throw new FormatError(t`${source}: array ${name} has a structured type, which is not read`);
  }
  if (descr === undefined || fortran === undefined || lengths === undefined) {
    throw new FormatError(
      t`${source}: the header of array ${name} is not understood: ${JSON.stringify(header.trim().slice(0, 100))}`,
    );
  }
  const shape = lengths
    .split(',')
    .map((length) => length.trim().replace(/L$/, ''))
    .filter((length) => length !== '')
    .map(Number);
  return { descr, fortranOrder: fortran === 'True', shape };
}

/** An npy file, version 1.0, the data at a multiple of 64 as NumPy has it. */
export function writeNpy({ shape, data }: Omit<WritableTensor, 'name'>): Uint8Array {
  const descr = data instanceof Float32Array ? '<f4' : '<f8';
  const lengths = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const literal = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${lengths}), }`;
  const dataOffset = Math.ceil((10 + literal.length + 1) / 64) * 64;
  const header = `${MAGIC}\x01\x00\0\0${literal.padEnd(dataOffset - 11)}\n`;
  const bytes = new Uint8Array(dataOffset + data.byteLength);
  bytes.set(Uint8Array.from(header, (character) => character.charCodeAt(0)));
  new DataView(bytes.buffer).setUint16(8, dataOffset - 10, true);
  bytes.set(encodeElements(data), dataOffset);
  return bytes;
}

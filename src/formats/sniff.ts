/**
 * What kind of file these bytes are, by content alone; names mean nothing. Files that are no weights are told by what
 * they are, so that the message helps.
 */
import { FormatError, TruncatedError } from '../errors.js';
import { latin1Text } from '../latin1.js';
import { t } from '../text.js';
import type { WeightFormat } from './tensor.js';

export type Sniffed = WeightFormat | 'gzip';

interface Signature {
  readonly format: Sniffed;
  matches(bytes: Uint8Array): boolean;
}

/** In this order: the first that matches wins, the vaguer ones last. */
const SIGNATURES: readonly Signature[] = [
  { format: 'gzip', matches: (bytes) => startsWith(bytes, [0x1f, 0x8b]) },
  { format: 'npy', matches: (bytes) => startsWith(bytes, '\x93NUMPY') },
  {
    format: 'npz',
    matches: (bytes) => startsWith(bytes, 'PK\x03\x04') || startsWith(bytes, 'PK\x05\x06'),
  },
  { format: 'gguf', matches: (bytes) => startsWith(bytes, 'GGUF') },
  { format: 'pickle', matches: isPickle },
  { format: 'safetensors', matches: isSafetensors },
  {
    format: 'tfjs',
    matches: (bytes) => startsJson(bytes) && /"(modelTopology|weightsManifest)"/.test(text(bytes, 1 << 20)),
  },
  { format: 'json', matches: startsJson },
  { format: 'onnx', matches: isOnnx },
];

interface Stranger {
  readonly what: () => string;
  readonly hint?: () => string;
  matches(bytes: Uint8Array): boolean;
}

/** Files that people give by mistake. */
const STRANGERS: readonly Stranger[] = [
  {
    what: () => t`a Git LFS pointer, not the file itself`,
    hint: () => t`fetch the file with \`git lfs pull\`, or download it from the page of the repository`,
    matches: (bytes) => startsWith(bytes, 'version https://git-lfs.github.com/spec/'),
  },
  {
    what: () => t`an HTML page, probably an error page or the page around the file`,
    hint: () => t`download the file itself (on GitHub: “Raw” or “Download raw file”)`,
    matches: (bytes) => /^\s*(<!doctype html|<html|<!--|<head|<\?xml)/i.test(text(bytes, 512)),
  },
  { what: () => t`a PNG picture`, matches: (bytes) => startsWith(bytes, '\x89PNG') },
  { what: () => t`a JPEG picture`, matches: (bytes) => startsWith(bytes, [0xff, 0xd8, 0xff]) },
  { what: () => t`a GIF picture`, matches: (bytes) => startsWith(bytes, 'GIF8') },
  {
    what: () => t`a WebP picture`,
    matches: (bytes) => startsWith(bytes, 'RIFF') && text(bytes, 12).endsWith('WEBP'),
  },
  { what: () => t`a PDF document`, matches: (bytes) => startsWith(bytes, '%PDF') },
  {
    what: () => t`an IDX file of the data set, not weights`,
    hint: () => t`the folder of the data set is given with --data-dir`,
    matches: (bytes) =>
      startsWith(bytes, [0, 0]) && [8, 9, 11, 12, 13, 14].includes(bytes[2]!) && bytes[3]! <= 4,
  },
  {
    what: () => t`an HDF5 file (Keras’ .h5)`,
    hint: () =>
      t`save the arrays with numpy.savez(file, *model.get_weights()), or convert the model with tensorflowjs_converter`,
    matches: (bytes) => startsWith(bytes, '\x89HDF'),
  },
  { what: () => t`a tar archive`, matches: (bytes) => text(bytes.subarray(257, 262), 5) === 'ustar' },
  { what: () => t`a zstd-packed file`, matches: (bytes) => startsWith(bytes, [0x28, 0xb5, 0x2f, 0xfd]) },
  { what: () => t`an xz-packed file`, matches: (bytes) => startsWith(bytes, [0xfd, 0x37, 0x7a, 0x58]) },
  { what: () => t`a bzip2-packed file`, matches: (bytes) => startsWith(bytes, 'BZh') },
  { what: () => t`a TensorFlow Lite model`, matches: (bytes) => text(bytes.subarray(4, 8), 4) === 'TFL3' },
];

/** What a person can do with a file of another kind. */
function readable(): string {
  return t`weights are read from safetensors, npz, npy, pickle, ONNX, GGUF, TensorFlow.js and JSON`;
}

/**
 * @param source the file's name, for errors
 * @throws {TruncatedError} for an empty file
 * @throws {FormatError} for a file of another kind, which is named where it is known
 */
export function sniff(bytes: Uint8Array, source: string): Sniffed {
  if (bytes.length === 0) throw new TruncatedError(t`${source} is empty`);
  const stranger = STRANGERS.find(({ matches }) => matches(bytes));
  if (stranger) throw new FormatError(t`${source} is ${stranger.what()}`, stranger.hint?.() ?? readable());
  const signature = SIGNATURES.find(({ matches }) => matches(bytes));
  if (signature) return signature.format;
  throw new FormatError(
    t`${source} is no file of weights that is known: it begins with ${beginning(bytes)}`,
    readable(),
  );
}

/** Protocol 2 and later say so; the text protocols begin with a container or a global and end with a full stop. */
function isPickle(bytes: Uint8Array): boolean {
  if (bytes[0] === 0x80) return bytes.length > 1 && bytes[1]! <= 5;
  return bytes[bytes.length - 1] === 0x2e && /^(\([dlt]|[\]}][q.]|c[\w.]+\r?\n)/.test(text(bytes, 64));
}

/** A length, then a JSON object. */
function isSafetensors(bytes: Uint8Array): boolean {
  if (bytes.length < 10 || bytes[8] !== 0x7b) return false;
  return bytes[9] === 0x22 || bytes[9] === 0x7d || bytes[9] === 0x20 || bytes[9] === 0x0a;
}

function startsJson(bytes: Uint8Array): boolean {
  return /^(\xef\xbb\xbf)?\s*[{[]/.test(text(bytes, 256));
}

/** A protobuf without a magic number: `ir_version`, field 1, a small number, and then another field of a model. */
function isOnnx(bytes: Uint8Array): boolean {
  return (
    bytes[0] === 0x08 && bytes[1]! < 32 && [0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42].includes(bytes[2]!)
  );
}

/** @param prefix text of one character a byte, or bytes */
function startsWith(bytes: Uint8Array, prefix: string | readonly number[]): boolean {
  const wanted =
    typeof prefix === 'string' ? Array.from(prefix, (character) => character.charCodeAt(0)) : prefix;
  return bytes.length >= wanted.length && wanted.every((byte, i) => bytes[i] === byte);
}

function text(bytes: Uint8Array, length: number): string {
  return latin1Text(bytes.subarray(0, length));
}

function beginning(bytes: Uint8Array): string {
  const start = bytes.subarray(0, 12);
  const hex = Array.from(start, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const readable = text(start, 12).replaceAll(/[^\x20-\x7e]/g, '.');
  return `${hex} (${JSON.stringify(readable)})`;
}

/**
 * Tensors → a pickle of a dict of NumPy arrays, protocol 3, in the form that NumPy 1 and 2 both read:
 * `numpy.core.multiarray._reconstruct`, as the book's own file has it. The metadata is a dict of text under its own key.
 */
import { encodeElements } from './elements.js';
import type { WritableTensor } from './safetensors.js';

type Metadata = Readonly<Record<string, string>>;

/** A dict of arrays by name, and of `metadata`. */
export function writePickle(tensors: readonly WritableTensor[], metadata: Metadata): Uint8Array {
  const out = new PickleWriter();
  out.opcode('\x80\x03').opcode('}').opcode('(');
  for (const tensor of tensors) {
    out.text(tensor.name);
    writeArray(out, tensor);
  }
  out.text('metadata').opcode('}').opcode('(');
  for (const [name, value] of Object.entries(metadata)) out.text(name).text(value);
  return out.opcode('u').opcode('u').opcode('.').bytes();
}

/** `_reconstruct(ndarray, (0,), b'b')`, then its state: (1, shape, dtype, False, data). */
function writeArray(out: PickleWriter, { shape, data }: WritableTensor): void {
  out.global('numpy.core.multiarray', '_reconstruct').global('numpy', 'ndarray');
  out.integer(0).opcode('\x85').data(Uint8Array.of(0x62)).opcode('\x87').opcode('R');
  out.opcode('(').integer(1).opcode('(');
  for (const length of shape) out.integer(length);
  out.opcode('t');
  writeDtype(out, data instanceof Float32Array ? 'f4' : 'f8');
  out.opcode('\x89').data(encodeElements(data)).opcode('t').opcode('b');
}

/** `dtype('f4', False, True)`, then its state: (3, '<', None, None, None, -1, -1, 0). */
function writeDtype(out: PickleWriter, code: string): void {
  out.global('numpy', 'dtype').text(code).opcode('\x89').opcode('\x88').opcode('\x87').opcode('R');
  out
    .opcode('(')
    .integer(3)
    .text('<')
    .opcode('NNN')
    .integer(-1)
    .integer(-1)
    .integer(0)
    .opcode('t')
    .opcode('b');
}

class PickleWriter {
  readonly #parts: Uint8Array[] = [];

  opcode(characters: string): this {
    return this.#push(Uint8Array.from(characters, (character) => character.charCodeAt(0)));
  }

  global(module: string, name: string): this {
    return this.opcode(`c${module}\n${name}\n`);
  }

  /** BININT */
  integer(value: number): this {
    return this.opcode('J').#uint32(value);
  }

  /** BINUNICODE */
  text(value: string): this {
    const encoded = new TextEncoder().encode(value);
    return this.opcode('X').#uint32(encoded.length).#push(encoded);
  }

  /** BINBYTES */
  data(value: Uint8Array): this {
    return this.opcode('B').#uint32(value.length).#push(value);
  }

  bytes(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.#parts));
  }

  #uint32(value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, value, true);
    return this.#push(bytes);
  }

  #push(bytes: Uint8Array): this {
    this.#parts.push(bytes);
    return this;
  }
}

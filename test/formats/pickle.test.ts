import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FormatError, LimitError, TruncatedError, UnsafeError } from '../../src/errors.js';
import { readPickle } from '../../src/formats/pickle.js';
import {
  decodeAll,
  expectValueOrMnnError,
  fixture,
  mutate,
  plain,
  SMALL_NETWORK,
  weightFiles,
  type Mutation,
} from './fixtures.js';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('readPickle', () => {
  it.each(weightFiles(/^pickle\d-(?!list|nested|read).*\.pkl$/))('reads %s as NumPy wrote it', (name) => {
    const { tensors } = readPickle(fixture(`weights/${name}`), name);
    expect(plain(tensors)).toEqual(SMALL_NETWORK);
  });

  it.each(weightFiles(/^pickle\d-readonly.pkl$/))('reads %s, from memory that cannot be written', (name) => {
    expect(plain(readPickle(fixture(`weights/${name}`), name).tensors)).toEqual(SMALL_NETWORK);
  });

  it.each(weightFiles(/^pickle\d-list.pkl$/))('numbers the arrays of %s', (name) => {
    const { tensors } = readPickle(fixture(`weights/${name}`), name);
    expect(tensors.map((tensor) => tensor.name)).toEqual(['0', '1', '2', '3']);
    expect(Object.values(plain(tensors))).toEqual(Object.values(SMALL_NETWORK));
  });

  it('gives nested dicts dotted names and leaves plain numbers out', () => {
    const { tensors } = readPickle(fixture('weights/pickle4-nested.pkl'), 'x');
    expect(tensors.map(({ name }) => name)).toEqual(['params.W1', 'params.b1', 'params.W2', 'params.b2']);
  });

  it('tells type and order as stored', () => {
    const read = (name: string) => readPickle(fixture(`weights/${name}`), name).tensors[0]!;
    expect(read('pickle3-F.pkl')).toMatchObject({ dtype: 'float32', order: 'F' });
    expect(read('pickle5-C.pkl')).toMatchObject({ dtype: 'float32', order: 'C' });
    expect(read('pickle4-f2.pkl')).toMatchObject({ dtype: 'float16', order: 'C' });
    expect(read('pickle2-i8-big-endian.pkl')).toMatchObject({ dtype: 'int64' });
  });

  it('refuses arrays of Python objects by their name', () => {
    expect(() => readPickle(fixture('arrays/object.pkl'), 'f')).toThrow(/W1 holds Python objects/);
  });
});

describe('a pickle that asks for code', () => {
  // python3 -c 'import pickle,os;print(pickle.dumps(type("X",(),{"__reduce__":lambda s:(os.system,("id",))})(),P))'
  it.each([
    ['protocol 0', 'cposix\nsystem\np0\n(Vid\np1\ntp2\nRp3\n.', 'posix.system', 0],
    [
      'protocol 2',
      '\x80\x02cposix\nsystem\nq\x00X\x02\x00\x00\x00idq\x01\x85q\x02Rq\x03.',
      'posix.system',
      2,
    ],
    [
      'protocol 4',
      '\x80\x04\x95\x1d\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94\x8c\x02id\x94\x85\x94R\x94.',
      'posix.system',
      28,
    ],
    ['INST', '(Vid\nicos\nsystem\n.', 'cos.system', 5],
    ['a global of builtins', '\x80\x03cbuiltins\neval\n.', 'builtins.eval', 2],
    ['a neighbour of what is allowed', '\x80\x03cnumpy\nload\n.', 'numpy.load', 2],
    ['a dotted name', '\x80\x04\x8c\x05numpy\x8c\x0fndarray.__new__\x93.', 'numpy.ndarray.__new__', 26],
  ])('is refused by name and offset (%s)', (_title, text, name, offset) => {
    const read = () => readPickle(bytes(text), 'evil.pkl');
    expect(read).toThrow(UnsafeError);
    expect(read).toThrow(`evil.pkl: the pickle asks for ${name} at offset ${offset};`);
  });

  it('names the mend for files of PyTorch', () => {
    try {
      readPickle(bytes('\x80\x02ctorch._utils\n_rebuild_tensor_v2\n.'), 'f');
    } catch (error) {
      expect((error as UnsafeError).hint).toMatch(/safetensors/);
    }
    expect.assertions(1);
  });
});

describe('a pickle that is damaged or means harm', () => {
  it('says at which opcode the file ends', () => {
    const whole = fixture('weights/pickle3-C.pkl');
    expect(() => readPickle(whole.subarray(0, 60), 'f')).toThrow(TruncatedError);
    expect(() => readPickle(whole.subarray(0, 60), 'f')).toThrow(
      /f is truncated: the opcode 0x.. .* at offset \d+/,
    );
  });

  it('recognises line ends that a text-mode transfer changed', () => {
    const text = Buffer.from(fixture('weights/pickle0-C.pkl')).toString('latin1').replaceAll('\n', '\r\n');
    expect(() => readPickle(bytes(text), 'f')).toThrow(/CR LF.*text-mode transfer/);
  });

  it.each([
    ['an unknown opcode', '\x80\x04\xff.', /0xff at offset 2 is no opcode/],
    ['a later protocol', '\x80\x06.', /protocol 6; 0 to 5 are read/],
    ['an empty stack', '\x80\x04.', /takes from an empty stack/],
    ['a memo never set', '\x80\x04h\x07.', /memo 7, which was never set/],
    ['no mark', '\x80\x04t.', /finds no mark/],
    ['a persistent id', '\x80\x02U\x01aQ.', /persistent id/],
    ['out-of-band data', '\x80\x05\x97.', /buffers outside the file/],
    ['no array', '\x80\x04}.', /holds no NumPy array/],
  ])('refuses %s', (_title, text, message) => {
    expect(() => readPickle(bytes(text), 'f')).toThrow(FormatError);
    expect(() => readPickle(bytes(text), 'f')).toThrow(message);
  });

  it('does not reserve what a length promises', () => {
    const lying = [
      '\x80\x04\x8e\xff\xff\xff\xff\xff\xff\xff\x7f',
      '\x80\x03B\xff\xff\xff\xffabc',
      '\x80\x04\x8d\x00\x00\x00\x00\x01\x00\x00\x00x',
    ];
    for (const text of lying) expect(() => readPickle(bytes(text), 'f')).toThrow(TruncatedError);
  });

  it('refuses whole numbers of many digits', () => {
    expect(() => readPickle(bytes(`L${'9'.repeat(1000)}L\n.`), 'f')).toThrow(LimitError);
    expect(() => readPickle(bytes('\x80\x02\x8b\x00\x00\x10\x00'), 'f')).toThrow(LimitError);
  });

  it('survives containers that hold themselves, and refuses deep ones', () => {
    expect(() => readPickle(bytes('\x80\x02]q\x00h\x00a.'), 'f')).toThrow(/no NumPy array/);
    expect(() => readPickle(bytes(`\x80\x02${']'.repeat(100)}${'a'.repeat(99)}.`), 'f')).toThrow(LimitError);
  });

  it('walks shared containers once: a bomb of references stays small', () => {
    // Each list holds the one before twice: 2^40 paths.
    const bomb = Array.from({ length: 30 }, (_, i) => `]q${String.fromCharCode(i + 1)}(h${String.fromCharCode(i)}h${String.fromCharCode(i)}e`).join(''); // prettier-ignore
    expect(() => readPickle(bytes(`\x80\x02]q\x00${bomb}.`), 'f')).toThrow(FormatError);
  });

  it('takes text for bytes where each character is one', () => {
    const encoded = (utf8: string) =>
      bytes(`\x80\x04c_codecs\nencode\n(X\x02\x00\x00\x00${utf8}\x8c\x06latin1tR.`);
    expect(() => readPickle(encoded('\xc4\x80'), 'f')).toThrow('the call at offset 35 wants bytes, not text');
    expect(() => readPickle(encoded('\xc3\xbf'), 'f')).toThrow(/no NumPy array/);
  });

  it('refuses arrays of Python objects by name', () => {
    expect(() => readPickle(fixture('arrays/object.pkl'), 'f')).toThrow(/holds Python objects, not numbers/);
  });

  it('lets no text become more bytes than the file has', () => {
    const once = '(h\x00\x8c\x06latin1tRq\x05';
    const text = `\x80\x04X\x00\x02\x00\x00${'a'.repeat(512)}q\x000c_codecs\nencode\nq\x010${`h\x01${once}0`.repeat(50)}N.`;
    expect(() => readPickle(bytes(text), 'f')).toThrow(LimitError);
  });

  it('ends in a network or a typed error after any change', async () => {
    const files = weightFiles(/^pickle\d-[CF]\.pkl$/).map((name) => fixture(`weights/${name}`));
    const mutation = fc.record<Mutation>({
      at: fc.nat(2000),
      kind: fc.constantFrom('flip', 'cut', 'byte', 'insert'),
      value: fc.nat(255),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        (file, changes) =>
          expectValueOrMnnError(() => decodeAll(readPickle(changes.reduce(mutate, file), 'f'))),
      ),
      { numRuns: 3000 },
    );
  });
});

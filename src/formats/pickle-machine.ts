/**
 * The pickle machine: a stack, a memo and one opcode after another, protocols 0 to 5 → plain values. It only ever builds
 * data. A global is a name here, never code; what may be done with which name is the caller's to decide (pickle.ts).
 * Left out: persistent ids, extension codes and out-of-band buffers, which no file on its own can hold.
 * Source: the comments of Python's pickletools.py.
 */
import { FormatError, LimitError, TruncatedError } from '../errors.js';
import { latin1Text } from '../latin1.js';
import { t } from '../text.js';

/** A name that a pickle wants to import. */
export class PickleGlobal {
  constructor(
    readonly module: string,
    readonly name: string,
    /** Of the opcode that asks for it. */
    readonly offset: number,
  ) {}

  toString(): string {
    return `${this.module}.${this.name}`;
  }
}

export class PickleTuple {
  constructor(readonly items: readonly PickleValue[]) {}
}

/** What the caller makes of a global that is called; opaque to the machine. */
export abstract class PickleObject {
  /** Python's `__setstate__`. */
  abstract setState(state: PickleValue, offset: number): void;
}

export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleTuple
  | PickleValue[]
  | Set<PickleValue>
  | Map<PickleValue, PickleValue>
  | PickleGlobal
  | PickleObject;

/** What a global may do. */
export interface PicklePolicy {
  /** Throws for a global that is not allowed. */
  import(global: PickleGlobal): void;
  /** `callable(*args)` */
  call(callable: PickleValue, args: readonly PickleValue[], offset: number): PickleValue;
}

const MARK = Symbol('mark');
type StackItem = PickleValue | typeof MARK;

/** Whole numbers beyond this many bytes are no lengths, shapes or weights. */
const MAX_INTEGER_BYTES = 32;
const utf8 = new TextDecoder('utf-8', { fatal: true });

export class PickleMachine {
  readonly #view: DataView;
  #offset = 0;
  /** Of the opcode that runs. */
  #at = 0;
  readonly #stack: StackItem[] = [];
  readonly #memo = new Map<number, PickleValue>();

  constructor(
    readonly bytes: Uint8Array,
    readonly source: string,
    readonly policy: PicklePolicy,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Runs to the STOP opcode. Every opcode takes at least a byte, so that time and memory are bounded by the file. */
  run(): PickleValue {
    for (;;) {
      this.#at = this.#offset;
      const opcode = this.#uint8();
      if (opcode === 0x2e) return this.#pop(); // STOP
      this.#step(opcode);
    }
  }

  #step(opcode: number): void {
    switch (opcode) {
      // Where the stack ends and begins.
      case 0x28: // MARK
        this.#stack.push(MARK);
        return;
      case 0x30: // POP
        if (this.#stack.pop() === undefined) throw this.#fault(t`takes from an empty stack`);
        return;
      case 0x31: // POP_MARK
        this.#popToMark();
        return;
      case 0x32: // DUP
        return this.#push(this.#top());

      // Constants and numbers.
      case 0x4e: // NONE
        return this.#push(null);
      case 0x88: // NEWTRUE
        return this.#push(true);
      case 0x89: // NEWFALSE
        return this.#push(false);
      case 0x49: // INT
        return this.#push(this.#decimalInteger(true));
      case 0x4c: // LONG
        return this.#push(this.#decimalInteger(false));
      case 0x46: // FLOAT
        return this.#push(this.#decimalFloat());
      case 0x4a: // BININT
        return this.#push(this.#view.getInt32(this.#take(4), true));
      case 0x4b: // BININT1
        return this.#push(this.#uint8());
      case 0x4d: // BININT2
        return this.#push(this.#view.getUint16(this.#take(2), true));
      case 0x8a: // LONG1
        return this.#push(this.#binaryInteger(this.#uint8()));
      case 0x8b: // LONG4
        return this.#push(this.#binaryInteger(this.#uint32()));
      case 0x47: // BINFLOAT
        return this.#push(this.#view.getFloat64(this.#take(8)));

      // Text. The byte strings of Python 2 become text of one character a byte.
      case 0x53: // STRING
        return this.#push(this.#quotedString());
      case 0x54: // BINSTRING
        return this.#push(latin1Text(this.#bytes(this.#uint32())));
      case 0x55: // SHORT_BINSTRING
        return this.#push(latin1Text(this.#bytes(this.#uint8())));
      case 0x56: // UNICODE
        return this.#push(unescapeUnicode(this.#line()));
      case 0x58: // BINUNICODE
        return this.#push(this.#text(this.#uint32()));
      case 0x8c: // SHORT_BINUNICODE
        return this.#push(this.#text(this.#uint8()));
      case 0x8d: // BINUNICODE8
        return this.#push(this.#text(this.#uint64()));

      // Bytes, as views of the file.
      case 0x42: // BINBYTES
        return this.#push(this.#bytes(this.#uint32()));
      case 0x43: // SHORT_BINBYTES
        return this.#push(this.#bytes(this.#uint8()));
      case 0x8e: // BINBYTES8
      case 0x96: // BYTEARRAY8
        return this.#push(this.#bytes(this.#uint64()));

      // Containers.
      case 0x29: // EMPTY_TUPLE
        return this.#push(new PickleTuple([]));
      case 0x74: // TUPLE
        return this.#push(new PickleTuple(this.#popToMark()));
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: // TUPLE3
        return this.#push(new PickleTuple(this.#popMany(opcode - 0x84)));
      case 0x5d: // EMPTY_LIST
        return this.#push([]);
      case 0x6c: // LIST
        return this.#push(this.#popToMark());
      case 0x61: // APPEND
        return this.#append(this.#popMany(1));
      case 0x65: // APPENDS
        return this.#append(this.#popToMark());
      case 0x7d: // EMPTY_DICT
        return this.#push(new Map());
      case 0x64: {
        // DICT
        const items = this.#popToMark();
        this.#push(new Map());
        return this.#setItems(items);
      }
      case 0x73: // SETITEM
        return this.#setItems(this.#popMany(2));
      case 0x75: // SETITEMS
        return this.#setItems(this.#popToMark());
      case 0x8f: // EMPTY_SET
        return this.#push(new Set());
      case 0x90: // ADDITEMS
        return this.#addItems(this.#popToMark());
      case 0x91: // FROZENSET
        return this.#push(new Set(this.#popToMark()));

      // The memo.
      case 0x70: // PUT
        return this.#remember(this.#decimalIndex());
      case 0x71: // BINPUT
        return this.#remember(this.#uint8());
      case 0x72: // LONG_BINPUT
        return this.#remember(this.#uint32());
      case 0x94: // MEMOIZE
        return this.#remember(this.#memo.size);
      case 0x67: // GET
        return this.#recall(this.#decimalIndex());
      case 0x68: // BINGET
        return this.#recall(this.#uint8());
      case 0x6a: // LONG_BINGET
        return this.#recall(this.#uint32());

      // Globals, and what is done with them.
      case 0x63: // GLOBAL
        return this.#import(this.#line(), this.#line());
      case 0x93: // STACK_GLOBAL
        return this.#stackGlobal();
      case 0x69: {
        // INST
        const args = this.#popToMark();
        this.#import(this.#line(), this.#line());
        return this.#call(this.#pop(), args);
      }
      case 0x6f: {
        // OBJ
        const [callable, ...args] = this.#popToMark();
        if (callable === undefined) throw this.#fault(t`names no class`);
        return this.#call(callable, args);
      }
      case 0x52: // REDUCE
      case 0x81: {
        // NEWOBJ
        const [callable, args] = this.#popMany(2);
        if (!(args instanceof PickleTuple)) throw this.#fault(t`calls with something other than a tuple`);
        return this.#call(callable!, args.items);
      }
      case 0x92: {
        // NEWOBJ_EX
        const [callable, args, named] = this.#popMany(3);
        if (!(args instanceof PickleTuple) || !(named instanceof Map))
          throw this.#fault(t`calls with something other than a tuple`);
        return this.#call(callable!, [...args.items, ...named.values()]);
      }
      case 0x62: {
        // BUILD
        const [object, state] = this.#popMany(2);
        if (!(object instanceof PickleObject)) throw this.#fault(t`sets the state of a plain value`);
        object.setState(state!, this.#at);
        return this.#push(object);
      }

      // Framing.
      case 0x80: {
        // PROTO
        const protocol = this.#uint8();
        if (protocol > 5) throw this.#fault(t`asks for protocol ${protocol}; 0 to 5 are read`);
        return;
      }
      case 0x95: // FRAME
        this.#take(8);
        return;

      case 0x50: // PERSID
      case 0x51: // BINPERSID
        throw this.#fault(t`refers to an object outside the file (persistent id), as PyTorch’s files do`);
      case 0x82: // EXT1
      case 0x83: // EXT2
      case 0x84: // EXT4
        throw this.#fault(t`uses the extension registry`);
      case 0x97: // NEXT_BUFFER
      case 0x98: // READONLY_BUFFER
        throw this.#fault(t`keeps its data in buffers outside the file`);
      default:
        throw this.#fault(t`is no opcode of pickle`);
    }
  }

  // The stack.

  #push(value: PickleValue): void {
    this.#stack.push(value);
  }

  #pop(): PickleValue {
    const value = this.#stack.pop();
    if (value === undefined || value === MARK) throw this.#fault(t`takes from an empty stack`);
    return value;
  }

  #top(): PickleValue {
    const value = this.#stack.at(-1);
    if (value === undefined || value === MARK) throw this.#fault(t`takes from an empty stack`);
    return value;
  }

  /** The last `count` values, first pushed first. */
  #popMany(count: number): PickleValue[] {
    return Array.from({ length: count }, () => this.#pop()).reverse();
  }

  /** All values above the last mark, which goes too. */
  #popToMark(): PickleValue[] {
    const mark = this.#stack.lastIndexOf(MARK);
    if (mark < 0) throw this.#fault(t`finds no mark on the stack`);
    const values = this.#stack.splice(mark + 1) as PickleValue[];
    this.#stack.pop();
    return values;
  }

  #append(values: PickleValue[]): void {
    const list = this.#top();
    if (!Array.isArray(list)) throw this.#fault(t`appends to something other than a list`);
    for (const value of values) list.push(value);
  }

  #addItems(values: PickleValue[]): void {
    const set = this.#top();
    if (!(set instanceof Set)) throw this.#fault(t`adds to something other than a set`);
    for (const value of values) set.add(value);
  }

  #setItems(values: PickleValue[]): void {
    const dict = this.#top();
    if (!(dict instanceof Map)) throw this.#fault(t`sets items of something other than a dict`);
    if (values.length % 2 !== 0) throw this.#fault(t`sets a key without a value`);
    for (let i = 0; i < values.length; i += 2) dict.set(values[i]!, values[i + 1]!);
  }

  #remember(index: number): void {
    this.#memo.set(index, this.#top());
  }

  #recall(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) throw this.#fault(t`asks for memo ${index}, which was never set`);
    this.#push(value);
  }

  // Globals.

  #import(module: string, name: string): void {
    const global = new PickleGlobal(module, name, this.#at);
    this.policy.import(global);
    this.#push(global);
  }

  #stackGlobal(): void {
    const [module, name] = this.#popMany(2);
    if (typeof module !== 'string' || typeof name !== 'string') {
      throw this.#fault(t`imports something that is not named by text`);
    }
    this.#import(module, name);
  }

  #call(callable: PickleValue, args: readonly PickleValue[]): void {
    this.#push(this.policy.call(callable, args, this.#at));
  }

  // The bytes.

  /** Moves on by `length` and gives the place before. */
  #take(length: number): number {
    const start = this.#offset;
    if (length > this.bytes.length - start) {
      throw new TruncatedError(
        t`${this.source} is truncated: ${this.#describe()} wants ${length} bytes at offset ${start}; ${this.bytes.length - start} are left`,
      );
    }
    this.#offset += length;
    return start;
  }

  #bytes(length: number): Uint8Array {
    const start = this.#take(length);
    return this.bytes.subarray(start, start + length);
  }

  #uint8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  #uint32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  #uint64(): number {
    return Number(this.#view.getBigUint64(this.#take(8), true));
  }

  /** Up to the next line feed, one character a byte. Pickle writes no carriage return at the end of a line. */
  #line(): string {
    const end = this.bytes.indexOf(0x0a, this.#offset);
    if (end < 0) this.#take(this.bytes.length - this.#offset + 1);
    const line = latin1Text(this.#bytes(end + 1 - this.#offset).subarray(0, -1));
    if (!line.endsWith('\r')) return line;
    throw new FormatError(
      t`${this.source}: line ends were changed to CR LF, first seen at offset ${this.#at}: the file went through a text-mode transfer`,
      t`copy the file again in binary mode; in git, mark it \`binary\` in .gitattributes`,
    );
  }

  #text(length: number): string {
    const bytes = this.#bytes(length);
    try {
      return utf8.decode(bytes);
    } catch (cause) {
      throw this.#fault(t`holds text that is not UTF-8`, cause);
    }
  }

  #decimalInteger(mayBeBool: boolean): number | bigint | boolean {
    const line = this.#line();
    if (mayBeBool && line === '01') return true;
    if (mayBeBool && line === '00') return false;
    if (line.length > 2 * MAX_INTEGER_BYTES)
      throw this.#tooLong(t`holds a whole number of ${line.length} digits`);
    if (!/^[+-]?\d+L?$/.test(line)) throw this.#fault(t`holds ${JSON.stringify(line)} for a whole number`);
    return plainNumber(BigInt(line.replace(/^\+|L$/g, '')));
  }

  #binaryInteger(length: number): number | bigint {
    if (length > MAX_INTEGER_BYTES) throw this.#tooLong(t`holds a whole number of ${length} bytes`);
    const bytes = this.#bytes(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
    return plainNumber(BigInt.asIntN(8 * length, value));
  }

  #decimalIndex(): number {
    const index = this.#decimalInteger(false);
    if (typeof index !== 'number' || index < 0) throw this.#fault(t`has a memo index that is none`);
    return index;
  }

  #decimalFloat(): number {
    const line = this.#line();
    const special: Record<string, number> = { nan: NaN, inf: Infinity, '-inf': -Infinity };
    const value = special[line] ?? (line.trim() === '' ? NaN : Number(line));
    if (Number.isNaN(value) && line !== 'nan')
      throw this.#fault(t`holds ${JSON.stringify(line)} for a number`);
    return value;
  }

  #quotedString(): string {
    const line = this.#line();
    const quoted = /^(['"])(.*)\1$/s.exec(line);
    if (!quoted) throw this.#fault(t`holds a string without quotes`);
    return unescapeString(quoted[2]!);
  }

  // Errors.

  #describe(): string {
    const opcode = this.bytes[this.#at];
    if (opcode === undefined) return t`the opcode at offset ${this.#at}`;
    const character = opcode > 0x20 && opcode < 0x7f ? ` '${String.fromCharCode(opcode)}'` : '';
    const code = `0x${opcode.toString(16).padStart(2, '0')}${character}`;
    return t`the opcode ${code} at offset ${this.#at}`;
  }

  #fault(what: string, cause?: unknown): FormatError {
    return new FormatError(
      t`${this.source}: ${this.#describe()} ${what}`,
      t`save the arrays again with numpy.savez, or as safetensors`,
      { cause },
    );
  }

  #tooLong(what: string): LimitError {
    return new LimitError(t`${this.source}: ${this.#describe()} ${what}`);
  }
}

function plainNumber(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': '',
};

/** The escapes of Python's `repr` of a byte string. */
function unescapeString(text: string): string {
  return text.replaceAll(/\\(?:x([0-9a-fA-F]{2})|([0-7]{1,3})|(.))/gs, (_, hex, octal, character: string) => {
    if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8) & 255);
    return ESCAPES[character] ?? character;
  });
}

/** Python's raw-unicode-escape: only \u and \U. */
function unescapeUnicode(text: string): string {
  return text.replaceAll(/\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})/g, (all, short, long) => {
    const code = parseInt(short ?? long, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}

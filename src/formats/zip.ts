/**
 * A zip archive ↔ its files. Read by the central directory, which is right also where the local headers leave sizes to data
 * descriptors. Stored and deflated entries, zip64; sizes, offsets and CRC are checked, and no entry may unpack to more
 * than it promises. Left out: encryption, other methods, archives in several parts.
 * Node's own zlib unpacks and sums. (fflate's unzip was tried: it checks neither the CRC nor that the directory lies
 * within the file, so that a lying count of entries in the zip64 record keeps it busy for minutes.)
 * Source: PKWARE's APPNOTE.TXT, 4.3 to 4.5.
 */
import { crc32, inflateRawSync } from 'node:zlib';
import { ChecksumError, FormatError, LimitError, TruncatedError } from '../errors.js';
import { t } from '../text.js';

export interface ZipEntry {
  readonly name: string;
  readonly size: number;
  /** Unpacks and checks. @throws {MnnError} when the entry is damaged */
  read(): Uint8Array;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const ZIP64_END = 0x06064b50;
const ZIP64_LOCATOR = 0x07064b50;
const IN_ZIP64 = 0xffffffff;
/** Deflate cannot pack tighter than this. */
const MAX_RATIO = 1032;

/** @param maxSize how many bytes an entry may unpack to */
export function readZip(bytes: Uint8Array, source: string, maxSize: number): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const { count, offset } = findDirectory(view, source);
  const entries: ZipEntry[] = [];
  let position = offset;
  for (let i = 0; i < count; i++) {
    if (position + 46 > bytes.length || view.getUint32(position, true) !== CENTRAL) {
      throw new TruncatedError(
        t`${source}: the directory of the zip has ${i} of ${count} entries at offset ${position}`,
      );
    }
    const entry = readCentralEntry(bytes, view, position, source);
    checkSize(entry, source, maxSize);
    entries.push({ name: entry.name, size: entry.size, read: () => unpack(bytes, view, entry, source) });
    position += entry.headerLength;
  }
  return entries;
}

/** The end record lies at the very end, but for a comment of up to 65,535 bytes. */
function findDirectory(view: DataView, source: string): { count: number; offset: number } {
  const last = view.byteLength - 22;
  for (let at = last; at >= Math.max(0, last - 0xffff); at--) {
    if (view.getUint32(at, true) !== END) continue;
    const count = view.getUint16(at + 10, true);
    const offset = view.getUint32(at + 16, true);
    if (count !== 0xffff && offset !== IN_ZIP64) return { count, offset };
    return findZip64Directory(view, at, source);
  }
  throw new TruncatedError(t`${source} is truncated: the zip has no directory at its end`);
}

function findZip64Directory(view: DataView, end: number, source: string): { count: number; offset: number } {
  const locator = end - 20;
  if (locator >= 0 && view.getUint32(locator, true) === ZIP64_LOCATOR) {
    const at = Number(view.getBigUint64(locator + 8, true));
    if (at + 56 <= locator && view.getUint32(at, true) === ZIP64_END) {
      return {
        count: Number(view.getBigUint64(at + 32, true)),
        offset: Number(view.getBigUint64(at + 48, true)),
      };
    }
  }
  // 65,535 entries exactly, without zip64.
  const count = view.getUint16(end + 10, true);
  const offset = view.getUint32(end + 16, true);
  if (offset !== IN_ZIP64) return { count, offset };
  throw new FormatError(t`${source}: the zip64 directory is not where it should be`);
}

interface CentralEntry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly localOffset: number;
  readonly headerLength: number;
}

function readCentralEntry(bytes: Uint8Array, view: DataView, at: number, source: string): CentralEntry {
  const nameLength = view.getUint16(at + 28, true);
  const extraLength = view.getUint16(at + 30, true);
  const extraAt = at + 46 + nameLength;
  const headerLength = 46 + nameLength + extraLength + view.getUint16(at + 32, true);
  if (at + headerLength > bytes.length) {
    throw new TruncatedError(t`${source}: the directory of the zip ends within the entry at offset ${at}`);
  }
  const name = new TextDecoder().decode(bytes.subarray(at + 46, extraAt));
  // Each 32-bit field that says so is in the zip64 extra, in this order.
  const wide = zip64Fields(view, extraAt, extraAt + extraLength);
  const field = (offset: number): number => {
    const value = view.getUint32(at + offset, true);
    if (value !== IN_ZIP64) return value;
    const next = wide.next();
    if (next.done) throw new FormatError(t`${source}: ${name} lacks its zip64 field`);
    return next.value;
  };
  const size = field(24);
  const packedSize = field(20);
  const localOffset = field(42);
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  return {
    name,
    flags,
    method,
    crc: view.getUint32(at + 16, true),
    packedSize,
    size,
    localOffset,
    headerLength,
  };
}

function* zip64Fields(view: DataView, start: number, end: number): Generator<number, undefined> {
  for (let at = start; at + 4 <= end;) {
    const length = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === 0x0001) {
      for (let i = at + 4; i + 8 <= Math.min(end, at + 4 + length); i += 8) {
        yield Number(view.getBigUint64(i, true));
      }
      return undefined;
    }
    at += 4 + length;
  }
  return undefined;
}

function checkSize({ name, method, packedSize, size }: CentralEntry, source: string, maxSize: number): void {
  if (size > maxSize)
    throw new LimitError(t`${source}: ${name} unpacks to ${size} bytes; the limit is ${maxSize}`);
  if (method !== 0 && method !== 8)
    throw new FormatError(t`${source}: ${name} is packed by method ${method}; stored and deflated are read`);
  const most = method === 0 ? packedSize : packedSize * MAX_RATIO;
  if (size > most || (method === 0 && size < packedSize)) {
    throw new FormatError(t`${source}: ${name} cannot be ${size} bytes, packed into ${packedSize}`);
  }
}

function unpack(bytes: Uint8Array, view: DataView, entry: CentralEntry, source: string): Uint8Array {
  const { name, flags, method, crc, packedSize, size, localOffset: at } = entry;
  if (flags & 1) throw new FormatError(t`${source}: ${name} is encrypted`);
  if (at + 30 > bytes.length || view.getUint32(at, true) !== LOCAL) {
    throw new FormatError(t`${source}: ${name} should begin at offset ${at}, and does not`);
  }
  const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  if (start + packedSize > bytes.length) {
    throw new TruncatedError(
      t`${source} is truncated: ${name} ends at byte ${start + packedSize} of ${bytes.length}`,
    );
  }
  const packed = bytes.subarray(start, start + packedSize);
  const content = method === 0 ? packed : inflate(packed, size, name, source);
  if (content.length !== size) {
    throw new FormatError(t`${source}: ${name} unpacks to ${content.length} bytes, not ${size}`);
  }
  if (crc32(content) !== crc) throw new ChecksumError(t`${source}: ${name} is damaged: its CRC-32 differs`);
  return content;
}

function inflate(packed: Uint8Array, size: number, name: string, source: string): Uint8Array {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
  } catch (cause) {
    throw new FormatError(t`${source}: ${name} cannot be unpacked: ${(cause as Error).message}`, undefined, {
      cause,
    });
  }
}

/** An archive of stored files, dated 1980-01-01 (the first day that zip knows) so that the same content gives the same bytes. */
export function writeZip(
  files: readonly { readonly name: string; readonly content: Uint8Array }[],
): Uint8Array {
  const locals: Uint8Array[] = [];
  const centrals: Uint8Array[] = [];
  let offset = 0;
  for (const { name, content } of files) {
    const encoded = new TextEncoder().encode(name);
    const common = zipFields(crc32(content), content.length, encoded.length);
    locals.push(concat([uint32(LOCAL), common, encoded, content]));
    const tail = new Uint8Array(14);
    new DataView(tail.buffer).setUint32(10, offset, true);
    centrals.push(concat([uint32(CENTRAL), Uint8Array.of(20, 0), common, tail, encoded]));
    offset += locals.at(-1)!.length;
  }
  const end = new Uint8Array(18);
  const view = new DataView(end.buffer);
  view.setUint16(4, files.length, true);
  view.setUint16(6, files.length, true);
  view.setUint32(
    8,
    centrals.reduce((sum, { length }) => sum + length, 0),
    true,
  );
  view.setUint32(12, offset, true);
  return concat([...locals, ...centrals, uint32(END), end]);
}

/** What local and central headers share: version, flags (UTF-8), method, date, CRC, sizes, lengths of name and extra. */
function zipFields(crc: number, size: number, nameLength: number): Uint8Array {
  const fields = new Uint8Array(26);
  const view = new DataView(fields.buffer);
  view.setUint16(0, 20, true);
  view.setUint16(2, 0x0800, true);
  view.setUint16(8, 0x0021, true);
  view.setUint32(10, crc, true);
  view.setUint32(14, size, true);
  view.setUint32(18, size, true);
  view.setUint16(22, nameLength, true);
  return fields;
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

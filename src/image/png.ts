/**
 * Grey or colour pixels → a PNG file: 8 bits, no interlace, one IDAT. Small enough to be ours, so that pictures are written also
 * where the decoder of pictures (an optional package) is not installed.
 * Source: the PNG specification, third edition, chapters 5 and 10 to 12.
 */
import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const BIT_DEPTH = 8;
/** Chapter 11.2.1: what the channels of a pixel are. */
const COLOUR_TYPES = { 1: 0, 3: 2 } as const;

/** @param pixels (height × width), 0 black to 255 white */
export function encodeGreyPng(pixels: Uint8Array, width: number, height: number): Uint8Array {
  return encode(pixels, width, height, 1);
}

/** @param pixels (height × width × 3), red, green, blue */
export function encodeColourPng(pixels: Uint8Array, width: number, height: number): Uint8Array {
  return encode(pixels, width, height, 3);
}

function encode(pixels: Uint8Array, width: number, height: number, channels: 1 | 3): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([BIT_DEPTH, COLOUR_TYPES[channels]], 8);
  // Each row begins with the number of its filter; 0 leaves it as it is.
  const length = width * channels;
  const rows = new Uint8Array(height * (length + 1));
  for (let row = 0; row < height; row++) {
    rows.set(pixels.subarray(row * length, (row + 1) * length), row * (length + 1) + 1);
  }
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/** Length, type, content, and the CRC of the latter two. */
function chunk(type: string, content: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(content.length + 12);
  bytes.writeUInt32BE(content.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(content, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, -4)), content.length + 8);
  return bytes;
}

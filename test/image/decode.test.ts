/** Files of every kind, made by sharp, back to pixels; and what is refused. */
import { describe, expect, it } from '@jest/globals';
import sharp, { type Sharp } from 'sharp';
import { FormatError, LimitError } from '../../src/errors.js';
import { decodePicture } from '../../src/image/decode.js';
import { sniffKind } from '../../src/image/sniff.js';

/** 6 wide, 4 high: black in the upper left corner, white elsewhere. */
const corner = Uint8Array.from({ length: 24 }, (_, i) => (i % 6 < 3 && i < 12 ? 0 : 255));
const picture = (): Sharp => sharp(corner, { raw: { width: 6, height: 4, channels: 1 } });

async function greyOf(bytes: Uint8Array): Promise<{ width: number; height: number; grey: number[] }> {
  const { pixels, width, height, channels } = await decodePicture(bytes, 'x');
  return {
    width,
    height,
    grey: Array.from({ length: width * height }, (_, i) => pixels[i * channels]!),
  };
}

describe('decodePicture', () => {
  it.each<[string, () => Sharp]>([
    ['grey PNG', () => picture().toColourspace('b-w').png()],
    ['RGB PNG', () => picture().toColourspace('srgb').png()],
    ['interlaced PNG', () => picture().png({ progressive: true })],
    ['PNG with a palette of two', () => picture().png({ palette: true, colours: 2 })],
    ['16-bit PNG', () => picture().toColourspace('grey16').png()],
    ['lossless WebP', () => picture().webp({ lossless: true })],
    ['GIF', () => picture().gif()],
    ['TIFF', () => picture().tiff({ compression: 'lzw' })],
    ['lossless AVIF', () => picture().avif({ lossless: true })],
  ])('reads a %s', async (_, make) => {
    const { width, height, grey } = await greyOf(await make().toBuffer());
    expect([width, height]).toEqual([6, 4]);
    grey.forEach((level, i) => expect(Math.abs(level - corner[i]!)).toBeLessThan(3));
  });

  it('keeps alpha', async () => {
    const rgba = sharp({
      create: { width: 2, height: 2, channels: 4, background: { r: 1, g: 2, b: 3, alpha: 0.4 } },
    });
    const { pixels, channels } = await decodePicture(await rgba.png().toBuffer(), 'x');
    expect(channels).toBe(4);
    expect(Array.from(pixels.subarray(0, 4))).toEqual([1, 2, 3, 102]);
  });

  /** Where the black corner is after the turn that each EXIF orientation asks for: left/right, top/bottom, size. */
  it.each([
    [1, 'left top', 60, 40],
    [2, 'right top', 60, 40],
    [3, 'right bottom', 60, 40],
    [4, 'left bottom', 60, 40],
    [5, 'left top', 40, 60],
    [6, 'right top', 40, 60],
    [7, 'right bottom', 40, 60],
    [8, 'left bottom', 40, 60],
  ])('turns a JPEG with EXIF orientation %i upright', async (orientation, where, width, height) => {
    const bytes = await picture()
      .resize(60, 40, { kernel: 'nearest' })
      .withMetadata({ orientation })
      .jpeg({ quality: 95 })
      .toBuffer();
    const turned = await greyOf(bytes);
    expect([turned.width, turned.height]).toEqual([width, height]);
    const dark = (x: number, y: number): boolean =>
      turned.grey[Math.floor(y * height) * width + Math.floor(x * width)]! < 128;
    expect({
      'left top': dark(0.2, 0.2),
      'right top': dark(0.8, 0.2),
      'left bottom': dark(0.2, 0.8),
      'right bottom': dark(0.8, 0.8),
    }).toEqual({
      'left top': false,
      'right top': false,
      'left bottom': false,
      'right bottom': false,
      [where]: true,
    });
  });

  it('reads a CMYK JPEG', async () => {
    const { grey } = await greyOf(await picture().toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer());
    expect(grey[0]).toBeLessThan(80);
    expect(grey[23]).toBeGreaterThan(200);
  });

  it('reduces a large photo while decoding, and tells its full size', async () => {
    const bytes = await picture().resize(3000, 2000, { kernel: 'nearest' }).jpeg().toBuffer();
    const { width, height, fullWidth, fullHeight } = await decodePicture(bytes, 'x');
    expect([width, height, fullWidth, fullHeight]).toEqual([1024, 683, 3000, 2000]);
  });

  it.each([
    ['plain words', Buffer.from('this is no picture'), /is not an image but a text file/],
    ['nothing', Buffer.alloc(0), /is not an image but an empty file/],
    ['a page', Buffer.from('<!doctype html><html>'), /is not an image but an HTML page/],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), /SVG is not read/],
    ['PDF', Buffer.from('%PDF-1.7'), /PDF is not read/],
    ['HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0'), /HEIC is not read/],
  ])('refuses %s by name', async (_, bytes, message) => {
    await expect(decodePicture(bytes, 'file.png')).rejects.toThrow(FormatError);
    await expect(decodePicture(bytes, 'file.png')).rejects.toThrow(message);
    await expect(decodePicture(bytes, 'file.png')).rejects.toThrow('file.png');
  });

  it('says how to turn a phone’s HEIC into a JPEG', async () => {
    const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0');
    await expect(decodePicture(heic, 'a')).rejects.toMatchObject({ hint: expect.stringContaining('JPEG') });
  });

  it('refuses a damaged picture', async () => {
    const whole = await picture().resize(60, 40).png().toBuffer();
    await expect(decodePicture(whole.subarray(0, 60), 'a.png')).rejects.toThrow(/a\.png is a damaged PNG/);
  });

  it('refuses more than 100 megapixels before it unpacks them', async () => {
    const bytes = await picture().png().toBuffer();
    bytes.writeUInt32BE(20_000, 16);
    bytes.writeUInt32BE(20_000, 20);
    bytes.writeUInt32BE(crcOf(bytes.subarray(12, 29)), 29);
    await expect(decodePicture(bytes, 'a.png')).rejects.toThrow(LimitError);
  });
});

/** CRC-32 as PNG has it. */
function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

it('tells AVIF from HEIC by the brands', () => {
  expect(sniffKind(Buffer.from('\0\0\0\x1cftypavif\0\0\0\0'))).toBe('AVIF');
  expect(sniffKind(Buffer.from('\0\0\0\x1cftypmif1\0\0\0\0mif1avif'))).toBe('AVIF');
  expect(sniffKind(Buffer.from('\0\0\0\x1cftypmif1\0\0\0\0mif1heic'))).toBe('HEIC');
});

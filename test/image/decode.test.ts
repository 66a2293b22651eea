/** Files of every kind, made by sharp, back to pixels; and what is refused. */
import { deflateSync } from 'node:zlib';
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

  /** Colour type and bits: all that PNG knows (its specification, table 11.1), in rows as they are stored. */
  it.each<[string, number, number, number[]]>([
    ['grey, 1 bit', 0, 1, [0b01000000]],
    ['grey, 2 bits', 0, 2, [0b00110000]],
    ['grey, 4 bits', 0, 4, [0x0f]],
    ['grey, 8 bits', 0, 8, [0, 255]],
    ['grey, 16 bits', 0, 16, [0, 0, 255, 255]],
    ['colour, 8 bits', 2, 8, [0, 0, 0, 255, 255, 255]],
    ['colour, 16 bits', 2, 16, [0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255]],
    ['palette, 1 bit', 3, 1, [0b01000000]],
    ['palette, 2 bits', 3, 2, [0b00010000]],
    ['palette, 4 bits', 3, 4, [0x01]],
    ['palette, 8 bits', 3, 8, [0, 1]],
    ['grey and alpha, 8 bits', 4, 8, [0, 255, 255, 255]],
    ['grey and alpha, 16 bits', 4, 16, [0, 0, 255, 255, 255, 255, 255, 255]],
    ['colour and alpha, 8 bits', 6, 8, [0, 0, 0, 255, 255, 255, 255, 255]],
    [
      'colour and alpha, 16 bits',
      6,
      16,
      [0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255],
    ],
  ])('reads a PNG in %s', async (_, colourType, bits, row) => {
    const palette = colourType === 3 ? Uint8Array.of(0, 0, 0, 255, 255, 255) : undefined;
    const data = deflateSync(Uint8Array.of(0, ...row, 0, ...row));
    expect(await greyOf(pngOf(2, 2, data, { colourType, bits, palette }))).toEqual({
      width: 2,
      height: 2,
      grey: [0, 255, 0, 255],
    });
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

  it('refuses 900 megapixels of nothing at once', async () => {
    // 30,000×30,000 pixels of one bit, packed by a thousand: it would unpack to 113 MB, and to 900 as bytes.
    const rows = Buffer.alloc(30_000 * (1 + 30_000 / 8));
    const bomb = pngOf(30_000, 30_000, deflateSync(rows, { level: 9 }));
    expect(bomb.length).toBeLessThan(300_000);
    await expect(decodePicture(bomb, 'a.png')).rejects.toThrow(/30000×30000 pixels/);
  });

  it('refuses half as many pixels where the decoder would have to hold them all at once', async () => {
    const still = await picture().gif().toBuffer();
    for (const offset of [6, 8]) still.writeUInt16LE(8000, offset); // the screen
    const frame = still.indexOf(0x2c, still.indexOf(Buffer.from([0x21, 0xf9])));
    for (const offset of [5, 7]) still.writeUInt16LE(8000, frame + offset);
    await expect(decodePicture(still, 'a.gif')).rejects.toThrow(/a\.gif has 8000×8000 pixels: of a GIF/);
    const rows = deflateSync(Buffer.alloc(8000 * 1001), { level: 1 });
    await expect(decodePicture(pngOf(8000, 8000, rows), 'a.png')).resolves.toMatchObject({ fullWidth: 8000 });
    const interlaced = pngOf(8000, 8000, rows, { interlaced: true });
    await expect(decodePicture(interlaced, 'a.png')).rejects.toThrow(/interlaced/);
  });

  it('reads the first frame of a GIF that has no end', async () => {
    const still = await picture().gif().toBuffer();
    const frame = still.subarray(still.indexOf(Buffer.from([0x21, 0xf9])), still.length - 1); // without the trailer
    const endless = Buffer.concat([still.subarray(0, still.length - 1), ...Array<Buffer>(5000).fill(frame)]);
    const { width, height, grey } = await greyOf(endless);
    expect([width, height, grey[0], grey[23]]).toEqual([6, 4, 0, 255]);
  });

  it.each<[string, () => Sharp]>([
    ['PNG', () => noise().png()],
    ['JPEG', () => noise().jpeg()],
    ['GIF', () => noise().gif()],
    ['WebP', () => noise().webp()],
    ['TIFF', () => noise().tiff()],
    ['AVIF', () => noise().avif({ effort: 0 })],
  ])('refuses half a %s', async (kind, make) => {
    const whole = await make().toBuffer();
    await expect(decodePicture(whole, 'a')).resolves.toMatchObject({ width: 64, height: 64 });
    await expect(decodePicture(whole.subarray(0, whole.length / 2), 'a')).rejects.toThrow(
      `a is a damaged ${kind}`,
    );
  });

  it('keeps the middle of 16 bits', async () => {
    const levels = Uint16Array.from([0, 128 * 257, 200 * 257, 65535]);
    const bytes = await sharp(levels, { raw: { width: 4, height: 1, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer();
    expect((await sharp(bytes).metadata()).depth).toBe('ushort');
    expect((await greyOf(bytes)).grey).toEqual([0, 128, 200, 255]);
  });

  it('takes colours out of the profile that they are in', async () => {
    const colour = { r: 200, g: 60, b: 60 };
    const bytes = await sharp({ create: { width: 4, height: 4, channels: 3, background: colour } })
      .withIccProfile('p3')
      .png()
      .toBuffer();
    const [stored] = await sharp(bytes, { ignoreIcc: true }).raw().toBuffer();
    const { pixels } = await decodePicture(bytes, 'x');
    expect(Math.abs(stored! - 200)).toBeGreaterThan(8);
    [200, 60, 60].forEach((level, i) => expect(Math.abs(pixels[i]! - level)).toBeLessThan(3));
  });

  it('decodes many at once', async () => {
    const bytes = await picture().png().toBuffer();
    const decoding: Promise<unknown>[] = [];
    for (let i = 0; i < 500; i++) {
      decoding.push(decodePicture(bytes, 'x'));
      await new Promise((resume) => setImmediate(resume));
    }
    const outcomes = await Promise.allSettled(decoding);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
  });

  it('has every other loader of the decoder switched off', async () => {
    await decodePicture(await picture().png().toBuffer(), 'x');
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>');
    await expect(sharp(svg).metadata()).rejects.toThrow(/blocked|unsupported/);
  });
});

/** 64×64 levels that do not compress. */
function noise(): Sharp {
  let state = 1;
  const levels = Uint8Array.from({ length: 64 * 64 }, () => (state = (state * 48271) % 2147483647) >> 8);
  return sharp(levels, { raw: { width: 64, height: 64, channels: 1 } });
}

/** A PNG, of one bit a pixel unless told. @param data the rows, deflated */
function pngOf(
  width: number,
  height: number,
  data: Uint8Array,
  { colourType = 0, bits = 1, interlaced = false, palette = undefined as Uint8Array | undefined } = {},
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bits, colourType, 0, 0, Number(interlaced)], 8);
  const chunk = (type: string, content: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type), content]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(content.length, 0);
    ends.writeUInt32BE(crcOf(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    ...(palette ? [chunk('PLTE', palette)] : []),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

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

/**
 * The bytes of a picture's file → 8-bit pixels, turned upright, alpha kept. The one place that knows sharp, which is an optional
 * dependency and loaded on the first picture. Of several frames or pages the first is read.
 */
import type SharpModule from 'sharp';
import type { Sharp, SharpOptions } from 'sharp';
import { FormatError, LimitError, MnnError, NotFoundError } from '../errors.js';
import { t } from '../text.js';
import type { Channels } from './composite.js';
import type { Picture } from './prepare.js';
import { sniffKind, type FileKind } from './sniff.js';

/** Beyond this many pixels a picture is refused: 100 megapixels. */
const MAX_PIXELS = 100e6;

/** Of a picture that the decoder cannot take line by line, but has to hold as a whole. */
const MAX_PIXELS_AT_ONCE = 50e6;

/** Larger pictures are reduced while they are decoded; a digit needs far fewer pixels. */
const LARGEST_SIDE = 1024;

const supported = (): string => t`PNG, JPEG, WebP, GIF, AVIF and TIFF are read`;

/** What mends a picture of a kind that is not read. */
const REFUSED: Partial<Record<FileKind, () => string>> = {
  HEIC: () =>
    t`save it as a JPEG: on an iPhone, Settings > Camera > Formats > Most Compatible; or export the photo as JPEG`,
  SVG: () => t`export it as a PNG first: drawings made of shapes are not read`,
  PDF: () => t`export the page as a PNG first: documents are not read`,
  BMP: () => t`save it as a PNG: PNG, JPEG, WebP, GIF, AVIF and TIFF are read`,
};

/** Files that are no pictures. */
const STRANGERS: Partial<Record<FileKind, (source: string) => string>> = {
  'HTML page': (source) => t`${source} is not an image but an HTML page`,
  'gzip file': (source) => t`${source} is not an image but a gzip file`,
  'zip archive': (source) => t`${source} is not an image but a zip archive`,
  'text file': (source) => t`${source} is not an image but a text file`,
  'empty file': (source) => t`${source} is not an image but an empty file`,
};

/** The kinds that are read, and the decoder's name for what loads each; its other loaders are switched off. */
const LOADERS: Partial<Record<FileKind, string>> = {
  PNG: 'VipsForeignLoadPng',
  JPEG: 'VipsForeignLoadJpeg',
  GIF: 'VipsForeignLoadNsgif',
  WebP: 'VipsForeignLoadWebp',
  AVIF: 'VipsForeignLoadHeif',
  TIFF: 'VipsForeignLoadTiff',
};

/**
 * @param source names the picture in errors
 * @throws {FormatError} when the bytes are no picture, or one of a kind that is not read, or damaged
 * @throws {LimitError} when it has too many pixels
 * @throws {NotFoundError} when sharp is not installed
 */
export async function decodePicture(bytes: Uint8Array, source: string): Promise<Picture> {
  const kind = sniffKind(bytes);
  if (!LOADERS[kind]) throw refuse(kind, source);
  const open = await loadDecoder();
  try {
    const metadata = await open(bytes, { limitInputPixels: false }).metadata();
    const { width, height } = upright(metadata);
    const limit = isHeldWhole(kind, metadata) ? MAX_PIXELS_AT_ONCE : MAX_PIXELS;
    if (width * height > limit) throw tooLarge(source, width, height, limit);
    const { data, info } = await open(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'truncated' })
      .autoOrient()
      .resize({ width: LARGEST_SIDE, height: LARGEST_SIDE, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return {
      source,
      pixels: new Uint8Array(data.buffer, data.byteOffset, data.length),
      width: info.width,
      height: info.height,
      channels: info.channels as Channels,
      fullWidth: width,
      fullHeight: height,
    };
  } catch (cause) {
    if (cause instanceof MnnError) throw cause;
    const reason = (cause as Error).message.split('\n')[0]!;
    throw new FormatError(
      t`${source} is a damaged ${kind}: it cannot be decoded (${reason})`,
      t`open it in a viewer, and save or download it again`,
      { cause },
    );
  }
}

type Metadata = Awaited<ReturnType<Sharp['metadata']>>;

/** GIF and AVIF always are, PNG where it is interlaced, JPEG where it is progressive. */
function isHeldWhole(kind: FileKind, { isProgressive = false }: Metadata): boolean {
  return kind === 'GIF' || kind === 'AVIF' || isProgressive;
}

/** Width and height after the turn that EXIF asks for: orientations 5 to 8 lie on their side. */
function upright({ width = 0, height = 0, orientation = 1 }: Metadata): {
  width: number;
  height: number;
} {
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}

function refuse(kind: FileKind, source: string): FormatError {
  const mend = REFUSED[kind];
  if (mend) return new FormatError(t`${source}: ${kind} is not read`, mend());
  const message = STRANGERS[kind]?.(source) ?? t`${source} is not an image but a file of an unknown kind`;
  return new FormatError(message, supported());
}

function tooLarge(source: string, width: number, height: number, limit: number): LimitError {
  return new LimitError(
    limit === MAX_PIXELS
      ? t`${source} has ${width}×${height} pixels: more than ${MAX_PIXELS / 1e6} megapixels are not read`
      : t`${source} has ${width}×${height} pixels: of a GIF, an AVIF, an interlaced PNG or a progressive JPEG more than ${limit / 1e6} megapixels are not read`,
    t`reduce or crop it first`,
  );
}

let decoder: Promise<Open> | undefined;

/**
 * Only what pictures of digits come in is decoded, whatever a file's bytes make the decoder believe. Said once: meanwhile
 * every loader is switched off, also for a picture that is being decoded.
 * @throws {NotFoundError} when sharp is not installed, or not for this system
 */
export function loadDecoder(): Promise<Open> {
  decoder ??= loadSharp().then((sharp) => {
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({ operation: Object.values(LOADERS) });
    return sharp;
  });
  return decoder;
}

type Open = (bytes: Uint8Array, options: SharpOptions) => Sharp;

/** @param refusal what an error says where the package is not there */
export async function loadSharp(
  refusal = t`reading pictures needs the package sharp, which is not installed`,
): Promise<Open & Pick<typeof SharpModule, 'block' | 'unblock'>> {
  try {
    return (await import('sharp')).default;
  } catch (cause) {
    const mend = t`npm install sharp (next to mnn-cli; with -g where mnn-cli was installed so)`;
    throw new NotFoundError(isMissing(cause) ? refusal : doesNotStart(cause), mend, { cause });
  }
}

/** Whether the package itself is not there; it may also lack its part for this system. */
function isMissing(cause: unknown): boolean {
  const { code, message } = cause as NodeJS.ErrnoException;
  return (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') && /'sharp'/.test(message);
}

function doesNotStart(cause: unknown): string {
  const [reason] = (cause as Error).message.split('\n');
  return t`the package sharp, which reads pictures, does not start: ${reason}`;
}

/** What a file is, by its first bytes; its name has no say. */

/* eslint-disable no-control-regex -- signatures are bytes, not text */
import { latin1Text } from '../latin1.js';

/** Kinds that the decoder takes, kinds that are refused with a reason, and what is no picture. */
export type FileKind =
  | 'PNG'
  | 'JPEG'
  | 'GIF'
  | 'WebP'
  | 'AVIF'
  | 'TIFF'
  | 'HEIC'
  | 'SVG'
  | 'PDF'
  | 'BMP'
  | 'HTML page'
  | 'gzip file'
  | 'zip archive'
  | 'text file'
  | 'empty file'
  | 'file of an unknown kind';

const SIGNATURES: readonly (readonly [FileKind, RegExp])[] = [
  ['PNG', /^\x89PNG\r\n\x1a\n/],
  ['JPEG', /^\xff\xd8\xff/],
  ['GIF', /^GIF8[79]a/],
  ['WebP', /^RIFF[^]{4}WEBP/],
  ['AVIF', /^[^]{4}ftyp(avif|avis)/],
  ['HEIC', /^[^]{4}ftyp(hei[cmsx]|hev[cmsx]|mif1|msf1)/],
  ['TIFF', /^(II[\x2a\x2b]\0|MM\0[\x2a\x2b])/],
  ['PDF', /^%PDF-/],
  ['BMP', /^BM[^]{12}[\x0c\x28\x34\x38\x40\x6c\x7c]\0\0\0/],
  ['gzip file', /^\x1f\x8b/],
  ['zip archive', /^PK\x03\x04/],
  ['SVG', /^(\xef\xbb\xbf)?\s*(<\?xml[^]*?)?(<!--[^]*?-->\s*|<!DOCTYPE svg[^]*?>\s*)*<svg[\s>]/i],
  ['HTML page', /^(\xef\xbb\xbf)?\s*<(!doctype html|html|head|body)/i],
  ['text file', /^[\t\n\r\x20-\x7e\x80-\xff]+$/],
];

/** @param bytes the whole file, or its first kilobyte */
export function sniffKind(bytes: Uint8Array): FileKind {
  if (bytes.length === 0) return 'empty file';
  const head = latin1Text(bytes.subarray(0, 1024));
  // An AVIF may call itself by a general brand first and name AVIF among the compatible ones.
  if (/^[^]{4}ftyp(mif1|msf1)[^]{0,64}avif/.test(head)) return 'AVIF';
  return SIGNATURES.find(([, pattern]) => pattern.test(head))?.[0] ?? 'file of an unknown kind';
}

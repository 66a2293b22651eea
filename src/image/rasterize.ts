/** SVG text → a PNG file, by the optional package that decodes pictures. */
import { t } from '../text.js';
import { loadSharp } from './decode.js';

export interface Rasterized {
  readonly png: Uint8Array;
  /** Whether the system has fonts to set texts in: without, each character is the same box, or nothing. */
  readonly hasFonts: boolean;
}

/** Pixels of the PNG for a CSS pixel of the SVG: sharp also on fine screens. */
const MAGNIFICATION = 2;
/** That at which sharp makes one pixel of a CSS pixel. */
const DENSITY = 72;

/** @throws {NotFoundError} when the package is not installed */
export async function rasterizeSvg(svg: string): Promise<Rasterized> {
  const open = await loadSharp(t`pictures are written as PNG by the package sharp, which is not installed`);
  const rasterize = (text: string): Promise<Buffer> =>
    open(Buffer.from(text), { density: DENSITY * MAGNIFICATION })
      .flatten({ background: 'white' })
      .png()
      .toBuffer();
  const [png, narrow, wide] = await Promise.all([
    rasterize(svg),
    ...['i', 'W'].map((letter) => rasterize(letterSvg(letter))),
  ]);
  return { png: png!, hasFonts: !narrow!.equals(wide!) };
}

function letterSvg(letter: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32"><text x="4" y="24" font-size="20" font-family="sans-serif">${letter}</text></svg>`;
}

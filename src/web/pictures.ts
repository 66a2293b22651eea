/** Pictures that are dropped onto the page, pasted or chosen: files → canvases, decoded by the browser. */
import { sniffKind } from '../image/sniff.js';
import { t } from '../text.js';
import { element } from './dom.js';
import { createCanvas, readableContext, type LoadedPicture } from './paint.js';

/** Larger pictures are reduced, as the command line reduces them. */
const LARGEST_SIDE = 1024;

/** @throws {Error} when the browser cannot decode it; the message says what it is, in the user's language */
async function decodePicture(file: File): Promise<LoadedPicture> {
  const bitmap = await createImageBitmap(file, { premultiplyAlpha: 'none' }).catch(async (cause: unknown) => {
    const kind = sniffKind(new Uint8Array(await file.slice(0, 1024).arrayBuffer()));
    throw new Error(t`${file.name} is no picture that this browser reads (${kind}): save it as a PNG`, {
      cause,
    });
  });
  const scale = Math.min(1, LARGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const side = (length: number): number => Math.max(1, Math.round(length * scale));
  const canvas = createCanvas(side(bitmap.width), side(bitmap.height));
  const context = readableContext(canvas);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return { name: file.name, canvas };
}

export interface PictureEvents {
  loaded(picture: LoadedPicture): void;
  failed(message: string): void;
}

/** Listens on the whole page. @returns the button that opens a picture */
export function acceptPictures({ loaded, failed }: PictureEvents): HTMLElement {
  const take = (files: FileList | null | undefined): void => {
    const [file] = files ?? [];
    if (!file) failed(t`That is no picture: drop, paste or choose a file`);
    else decodePicture(file).then(loaded, (error: Error) => failed(error.message));
  };
  const root = document.documentElement;
  for (const type of ['dragenter', 'dragover', 'dragleave', 'drop'] as const) {
    document.addEventListener(type, (event) => {
      event.preventDefault();
      // A page is left where nothing is entered; moves within it leave one element for another.
      root.classList.toggle('is-target', type !== 'drop' && !(type === 'dragleave' && !event.relatedTarget));
      if (type === 'drop') take(event.dataTransfer?.files);
    });
  }
  document.addEventListener('paste', (event) => take(event.clipboardData?.files));
  const input = element('input', { type: 'file', accept: 'image/*', class: 'visually-hidden' });
  input.addEventListener('change', () => {
    take(input.files);
    input.value = ''; // the same file may be chosen again
  });
  return element('label', { class: 'button' }, input, t`Open a picture`);
}

/** The drawings that were kept, each with its label: to look at, to take out, to download for `mnn eval`. */
import { t } from '../text.js';
import { zipIdx, zipPictures, type Kept } from './archive.js';
import { button, element } from './dom.js';
import { loadKept, storeKept } from './storage.js';

export interface Collection {
  readonly element: HTMLElement;
  add(drawing: Kept): void;
  /** How many there are. */
  readonly count: number;
}

/** @param say tells the user in words what happened */
export function createCollection(say: (message: string) => void): Collection {
  let kept = loadKept();
  const list = element('ul', { class: 'kept' });
  const pictures = button(t`Download as PNGs`, () => save(zipPictures(kept, folderName()), folderName()));
  const idx = button(t`Download as IDX`, () =>
    save(zipIdx(kept, `${folderName()}-idx`), `${folderName()}-idx`),
  );
  const clear = button(
    t`Remove all`,
    () => {
      if (confirm(t`Remove all ${kept.length} drawings?`)) replace([]);
    },
    { class: 'quiet' },
  );
  const usage = element('p', { class: 'usage' });
  const root = element(
    'div',
    { class: 'collection' },
    list,
    element('div', { class: 'tools' }, pictures, idx, clear),
    usage,
  );
  const replace = (drawings: Kept[]): void => {
    kept = drawings;
    show();
    if (!storeKept(kept))
      say(t`This browser has no room to store them: download them before you leave the page`);
  };
  const show = (): void => {
    root.hidden = kept.length === 0;
    usage.replaceChildren(...usageOf(folderName()));
    for (const image of list.querySelectorAll('img')) URL.revokeObjectURL(image.src);
    list.replaceChildren(
      ...kept.map((drawing, i) =>
        thumbnail(drawing, i + 1, () => {
          replace(kept.filter((other) => other !== drawing));
          // The focus goes on to the next one, not to the beginning of the page.
          const remaining = list.querySelectorAll('button');
          (remaining[i] ?? remaining[i - 1])?.focus();
        }),
      ),
    );
  };
  show();
  return {
    element: root,
    add: (drawing) => replace([...kept, drawing]),
    get count() {
      return kept.length;
    },
  };
}

/** `mnn-drawings-2026-11-25` */
function folderName(): string {
  const now = new Date();
  const day = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  return `mnn-drawings-${day}`;
}

function usageOf(folder: string): (Node | string)[] {
  return [
    t`Unpacked, they are ready for the command line:`,
    element('code', {}, `mnn eval --images ${folder}`),
    element('code', {}, `mnn eval --data-dir ${folder}-idx`),
  ];
}

function thumbnail({ label, png }: Kept, number: number, remove: () => void): HTMLLIElement {
  const image = element('img', { alt: t`Drawing ${number}, labelled ${label}` });
  image.src = URL.createObjectURL(new Blob([new Uint8Array(png)], { type: 'image/png' }));
  return element(
    'li',
    {},
    image,
    element('span', { class: 'label', 'aria-hidden': 'true' }, String(label)),
    button('×', remove, { 'aria-label': t`Remove drawing ${number}, labelled ${label}` }),
  );
}

function save(zip: Uint8Array, name: string): void {
  const url = URL.createObjectURL(new Blob([new Uint8Array(zip)], { type: 'application/zip' }));
  element('a', { href: url, download: `${name}.zip` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/**
 * The files of the drawing page, by their paths on the server: what the build made of src/web/, the kernels and the
 * translations from their one place in the package, and a network. All addresses in the page are relative, so that the same files
 * are a site on any host.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IoError } from '../errors.js';
import { packageRoot } from '../package-root.js';
import { t } from '../text.js';

export interface PageFile {
  readonly type: string;
  readonly content: Uint8Array;
}

/** Where each file lies in the package; the network is added to them. */
const FILES: Readonly<Record<string, { readonly path: string; readonly type: string }>> = {
  'index.html': { path: 'dist/web/index.html', type: 'text/html; charset=utf-8' },
  'page.js': { path: 'dist/web/page.js', type: 'text/javascript; charset=utf-8' },
  'style.css': { path: 'dist/web/style.css', type: 'text/css; charset=utf-8' },
  'icon.svg': { path: 'dist/web/icon.svg', type: 'image/svg+xml' },
  'relaxed-simd.wasm': { path: 'dist/relaxed-simd.wasm', type: 'application/wasm' },
  'simd.wasm': { path: 'dist/simd.wasm', type: 'application/wasm' },
  'ja.json': { path: 'messages/ja.json', type: 'application/json' },
};

/**
 * @param network in safetensors
 * @param language of the page, whatever the browser's is; undefined leaves it to the browser
 * @throws {IoError} when a file is missing: the package is broken
 */
export async function readPageFiles(
  network: Uint8Array,
  language: string | undefined,
): Promise<ReadonlyMap<string, PageFile>> {
  const files = new Map<string, PageFile>();
  for (const [name, { path, type }] of Object.entries(FILES)) {
    files.set(name, { type, content: await readPackageFile(path) });
  }
  const index = files.get('index.html')!;
  if (language !== undefined)
    files.set('index.html', { ...index, content: inLanguage(index.content, language) });
  return files.set('network.safetensors', { type: 'application/octet-stream', content: network });
}

async function readPackageFile(path: string): Promise<Uint8Array> {
  return await readFile(join(packageRoot, path)).catch((cause: Error) => {
    throw new IoError(
      t`cannot read ${join(packageRoot, path)}: ${cause.message}`,
      t`npm run build makes it`,
      { cause },
    );
  });
}

function inLanguage(html: Uint8Array, language: string): Uint8Array {
  const text = new TextDecoder().decode(html);
  return new TextEncoder().encode(text.replace('data-language=""', `data-language="${language}"`));
}

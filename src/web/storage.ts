/** Kept drawings in the browser's storage for this page, so that a reload loses none. They go nowhere else. */
import type { Kept } from './archive.js';

const KEY = 'mnn-drawings';

/** What is stored; nothing where there is nothing, or the browser stores nothing, or it is not ours. */
export function loadKept(): Kept[] {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '[]') as Record<
      'label' | 'png' | 'pixels',
      unknown
    >[];
    return stored
      .map(({ label, png, pixels }) => ({
        label: Number(label),
        png: fromBase64(String(png)),
        pixels: fromBase64(String(pixels)),
      }))
      .filter(
        ({ label, pixels }) => Number.isInteger(label) && label >= 0 && label <= 9 && pixels.length === 784,
      );
  } catch {
    return [];
  }
}

/** @returns false where there is no room, or the browser stores nothing */
export function storeKept(kept: readonly Kept[]): boolean {
  try {
    const records = kept.map(({ label, png, pixels }) => ({
      label,
      png: toBase64(png),
      pixels: toBase64(pixels),
    }));
    localStorage.setItem(KEY, JSON.stringify(records));
    return true;
  } catch {
    return false;
  }
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

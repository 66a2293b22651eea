/**
 * Texts for people, in English in the code, in another language by a catalogue that the program sets before it
 * says anything. A text's key is itself, its values numbered: `t`${file} is empty`` is `{0} is empty`. Read
 * by everyone, written by the program's entry alone; the library speaks English.
 */

/** Translations by key; `{0}`, `{1}` … stand where the values go, in any order. */
export type Catalogue = Readonly<Record<string, string>>;

let catalogue: Catalogue = {};
let tag = 'en';

/** For threads, which each have a catalogue of their own. */
export function currentCatalogue(): Catalogue {
  return catalogue;
}

/** @param language of the texts, as BCP 47 */
export function setCatalogue(texts: Catalogue, language: string): void {
  catalogue = texts;
  tag = language;
}

/** The language that texts are in: what a page has to say of itself. */
export function language(): string {
  return tag;
}

/** Template tag: the text in the user's language. */
export function t(parts: TemplateStringsArray, ...values: readonly unknown[]): string {
  const key = parts.reduce((text, part, i) => `${text}{${i - 1}}${part}`);
  const text = Object.hasOwn(catalogue, key) ? catalogue[key]! : key;
  return text.replaceAll(/\{(\d+)\}/g, (_, index) => String(values[Number(index)]));
}

/**
 * The language of the page: the one in its address (`?lang=ja`), else what the server was told (`--lang`), else the
 * reader's, as the browser knows it; else English.
 */
import { setCatalogue, type Catalogue } from '../text.js';

/** In their own names, as a list to choose from shows them. */
export const LANGUAGES = { en: 'English', ja: '日本語' } as const;
export type Language = keyof typeof LANGUAGES;

export function chooseLanguage(): Language {
  const asked = new URLSearchParams(location.search).get('lang');
  const told = document.documentElement.dataset['language'];
  const wanted = [asked, told, ...navigator.languages].map((name) => name?.toLowerCase().split('-')[0]);
  return wanted.find((name): name is Language => name === 'en' || name === 'ja') ?? 'en';
}

/** Has every text from here on said in the language. */
export async function speak(language: Language): Promise<void> {
  document.documentElement.lang = language;
  if (language === 'en') return;
  const response = await fetch(new URL(`${language}.json`, document.baseURI));
  setCatalogue((await response.json()) as Catalogue, language);
}

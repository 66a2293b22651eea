/**
 * The language that the program speaks: `--lang`, else the locale of the environment, else English. Decided before the
 * command line is declared, as help is among what is said; its catalogue is read only where it is not English.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package-root.js';
import { setCatalogue, type Catalogue } from './text.js';

/** English, and what there is a catalogue of in messages/. */
export const LANGUAGES = ['en', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];

/** @param args of the command line; a value of `--lang` that is no language is left for commander to refuse */
export function chooseLanguage(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  systemLocale?: string,
): Language {
  const asked = LANGUAGES.find((language) => language === langOption(args));
  if (asked) return asked;
  // POSIX: the first that is set and not empty decides, though it be `C`.
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || systemLocale || '';
  return speaksJapanese(locale) ? 'ja' : 'en';
}

/** The last `--lang ja` or `--lang=ja` before `--`. */
function langOption(args: readonly string[]): string | undefined {
  const end = args.indexOf('--');
  const options = end < 0 ? args : args.slice(0, end);
  const at = options.findLastIndex((arg) => /^--lang(=|$)/.test(arg));
  return options[at]?.split('=')[1] ?? options[at + 1];
}

/** `ja`, `ja_JP`, `ja_JP.UTF-8`, `ja-JP`; not `ja_JP.eucJP`, whose terminal would not show UTF-8. */
function speaksJapanese(locale: string): boolean {
  return /^ja(?:[_-][a-z]+)?(?:\.utf-?8)?(?:@.*)?$/i.test(locale);
}

/** Has every text from here on said in the language. */
export function speak(language: Language): void {
  if (language === 'en') return;
  const path = join(packageRoot, 'messages', `${language}.json`);
  setCatalogue(JSON.parse(readFileSync(path, 'utf8')) as Catalogue, language);
}

/** What Windows says, which sets no variables; elsewhere undefined. Node 20 does not know. */
export function systemLocale(): string | undefined {
  const { navigator } = globalThis as { navigator?: { readonly language: string } };
  return process.platform === 'win32' ? navigator?.language : undefined;
}

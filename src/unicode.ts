/** Whether what reads stdout shows more than ASCII. */

type Environment = Readonly<Record<string, string | undefined>>;

/** Terminals of Windows that say who they are have the characters; its old console's fonts lack them. */
const WINDOWS_TERMINALS = ['WT_SESSION', 'TERM_PROGRAM', 'ConEmuTask', 'MSYSTEM'];

/**
 * Told from the locale that the user has chosen, by POSIX' order of the variables. No locale at all is taken for UTF-8:
 * containers have none, and what shows their output does.
 */
export function showsUnicode(env: Environment, platform: NodeJS.Platform): boolean {
  if (env['TERM'] === 'dumb' || env['TERM'] === 'linux') return false;
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'];
  if (locale) return /utf-?8/i.test(locale);
  return platform !== 'win32' || WINDOWS_TERMINALS.some((name) => env[name]);
}

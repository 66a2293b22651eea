/**
 * The pictures that a command line names: files, folders, patterns that the shell did not expand, and `-` for
 * standard input.
 */
import { opendir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { IoError, MnnError, NotFoundError } from '../errors.js';
import { checkReadable, readStandardInput } from '../bounded.js';
import { t } from '../text.js';

export interface Source {
  /** As the user would write it: shown in results and errors. */
  readonly name: string;
  /** `-`: standard input. */
  readonly path: string;
}

/** What stands in the place of a source that is not there, so that the rest is still read. */
export interface MissingSource {
  readonly name: string;
  readonly error: NotFoundError | IoError;
}

/** What a folder's pictures end in. HEIC is no picture that is read, but its owner should hear so. */
const PICTURE = /\.(png|jpe?g|jfif|webp|gif|avif|tiff?|heic|heif)$/i;

export function isPictureName(name: string): boolean {
  return PICTURE.test(name);
}

/** The sources in the order of the targets; within a folder or a pattern by name. */
export async function listSources(targets: Iterable<string>): Promise<(Source | MissingSource)[]> {
  const lists: (Source | MissingSource)[][] = [];
  for (const target of targets) lists.push(await listTarget(target));
  return lists.flat();
}

async function listTarget(target: string): Promise<(Source | MissingSource)[]> {
  if (target === '-') return [{ name: '-', path: '-' }];
  const stats = await stat(target).catch(() => undefined);
  if (stats && !stats.isDirectory()) return [{ name: target, path: target }];
  const found = await (stats ? listPictures(target) : expandPattern(target)).catch(
    (cause: NodeJS.ErrnoException) =>
      new IoError(t`cannot list ${target}: ${cause.message}`, undefined, { cause }),
  );
  if (found instanceof IoError) return [{ name: target, error: found }];
  if (found.length === 0) return [{ name: target, error: nothingFound(target, stats !== undefined) }];
  return found.map((path) => ({ name: path, path }));
}

function nothingFound(target: string, isFolder: boolean): NotFoundError {
  if (isFolder) return new NotFoundError(t`there is no picture in the folder ${target}`);
  if (isPattern(target)) return new NotFoundError(t`no file matches ${target}`);
  return new NotFoundError(t`there is no file ${target}`);
}

/** The pictures directly in a folder, by name. */
async function listPictures(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of await opendir(folder)) {
    if (PICTURE.test(entry.name) && !entry.isDirectory()) names.push(entry.name);
  }
  return names.sort().map((name) => join(folder, name));
}

function isPattern(text: string): boolean {
  return /[*?[]/.test(text);
}

/** `*`, `?` and `[…]` in any part of a path, as a shell would expand them; by name; nothing where it is no pattern. */
async function expandPattern(pattern: string): Promise<string[]> {
  if (!isPattern(pattern)) return [];
  const parts = pattern.split(/[/\\]/);
  let folders = [parts[0] === '' ? '/' : ''];
  for (const [i, part] of parts.entries()) {
    if (part === '') continue;
    const isLast = i === parts.length - 1;
    const next = await Promise.all(folders.map((folder) => matchPart(folder, part, isLast)));
    folders = next.flat();
  }
  return folders;
}

async function matchPart(folder: string, part: string, isLast: boolean): Promise<string[]> {
  if (!isPattern(part)) {
    const path = join(folder, part);
    return (await stat(path).catch(() => undefined)) ? [path] : [];
  }
  const matcher = patternToRegExp(part);
  const names: string[] = [];
  const entries = await opendir(folder === '' ? '.' : folder).catch(() => []);
  for await (const entry of entries) {
    if (matcher.test(entry.name) && entry.isDirectory() !== isLast) names.push(entry.name);
  }
  return names.sort().map((name) => join(folder, name));
}

/** A leading dot is matched only by a dot, as in a shell. */
function patternToRegExp(pattern: string): RegExp {
  const source = pattern.replace(/\[[!^]?[^\]]+\]|[*?]|[.+^${}()|[\]\\]/g, (token) => {
    if (token === '*') return '.*';
    if (token === '?') return '.';
    if (token.length > 1) return token.replace(/^\[!/, '[^');
    return `\\${token}`;
  });
  return new RegExp(`^${pattern.startsWith('.') ? '' : '(?!\\.)'}${source}$`, 'u');
}

/** Beyond this many bytes there is no picture. */
const MAX_BYTES = 1 << 28;

/**
 * @throws {NotFoundError} when the file is gone
 * @throws {IoError} when the system refuses to read it
 * @throws {LimitError} when it is too long for a picture, or never ends, as a device may
 */
export async function readSource({ name, path }: Source): Promise<Uint8Array> {
  if (path === '-') return await readStandardInput(MAX_BYTES);
  try {
    checkReadable(await stat(path), name, MAX_BYTES);
    return await readFile(path);
  } catch (thrown) {
    if (thrown instanceof MnnError) throw thrown;
    const cause = thrown as NodeJS.ErrnoException;
    if (cause.code === 'ENOENT') throw new NotFoundError(t`there is no file ${name}`, undefined, { cause });
    throw new IoError(t`cannot read ${name}: ${cause.message}`, t`check who may read the file`, { cause });
  }
}

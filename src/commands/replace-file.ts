/**
 * Writes a file so that under its name there is only ever nothing, the old content, or the whole new one: to a temporary
 * name beside it, read back and checked there, then renamed. A link stays one: what it leads to is replaced.
 */
import { randomBytes } from 'node:crypto';
import { access, constants, open, readFile, realpath, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { IoError, MnnError } from '../errors.js';
import { t } from '../text.js';

/**
 * @param check is given what lies on the disk, and throws where it is not what it should be
 * @throws {IoError} when the system refuses; the file is then as it was
 */
export async function replaceFile(
  path: string,
  content: Uint8Array,
  check: (written: Uint8Array) => Promise<void> | void = () => undefined,
): Promise<void> {
  const target = await followLink(path);
  // Not made of the name, which may be as long as names can be.
  const temporary = join(dirname(target), `.mnn-${randomBytes(6).toString('hex')}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await check(new Uint8Array(await readFile(temporary)));
    await rename(temporary, target);
  } catch (cause) {
    await unlink(temporary).catch(() => undefined);
    if (cause instanceof MnnError) throw cause;
    throw await writeError(path, temporary, cause as NodeJS.ErrnoException);
  }
}

/**
 * Tells before long work whether its result could be written. It still may not: disks fill up.
 * @throws {IoError} as `replaceFile` would
 */
export async function checkReplaceable(path: string): Promise<void> {
  const target = await followLink(path);
  // The slash makes a file in the place of the folder an error.
  await access(`${dirname(target)}${sep}`, constants.W_OK).catch(async (cause: NodeJS.ErrnoException) => {
    throw await writeError(path, path, cause);
  });
}

/** The file itself, by whatever links it is named. @throws {IoError} when it is there and is no file */
async function followLink(path: string): Promise<string> {
  const existing = await stat(path).catch(() => undefined);
  if (!existing) return path;
  if (existing.isFile()) return await realpath(path);
  throw new IoError(
    existing.isDirectory()
      ? t`${path} is a folder; the name of a file is wanted`
      : t`${path} is a device or a pipe; the name of a file is wanted`,
  );
}

/** Names the file that the user asked for, not the temporary one. */
async function writeError(path: string, temporary: string, cause: NodeJS.ErrnoException): Promise<IoError> {
  const folder = dirname(path);
  if (!(await stat(folder).catch(() => undefined))?.isDirectory()) {
    return new IoError(
      t`cannot write ${path}: there is no folder ${folder}`,
      t`mkdir -p ${folder} makes it`,
      { cause },
    );
  }
  const reason = cause.message.replace(temporary, path);
  return new IoError(
    t`cannot write ${path}: ${reason}`,
    t`choose a folder that you may write in, with room`,
    {
      cause,
    },
  );
}

/** What the system says when it refuses to read or write, in words that name the folder and the mend. */
import { IoError } from '../../errors.js';
import { t } from '../../text.js';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file is larger than the system allows',
  ENOTDIR: 'a file is where a folder should be',
  EEXIST: 'a file is where a folder should be',
  EISDIR: 'a folder is where a file should be',
  ENOENT: 'it is not there',
  EIO: 'the disk failed',
  EMFILE: 'too many files are open',
  ELOOP: 'its links go round in a circle',
  ENAMETOOLONG: 'its name is too long',
};

const MOVE = '--data-dir FOLDER, or MNN_DATA_DIR, puts the files elsewhere';
const HINTS: Readonly<Record<string, string>> = {
  ENOSPC: `make room for up to 60 MB, or ${MOVE}`,
  EDQUOT: `make room for up to 60 MB, or ${MOVE}`,
};

/** @param action what was tried, such as `cannot write in /data` */
export function diskError(action: string, cause: unknown): IoError {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return new IoError(t`${action}: ${REASONS[code] ?? message}`, HINTS[code] ?? MOVE, { cause });
}

/** Whether an error comes from the file system. */
export function isDiskError(error: unknown): error is NodeJS.ErrnoException {
  const { syscall } = error as NodeJS.ErrnoException;
  return (
    typeof syscall === 'string' &&
    /^(open|read|write|close|rename|mkdir|mkdtemp|fsync|ftruncate|unlink|rm|scandir|stat|lstat)$/.test(
      syscall,
    )
  );
}

/** What the system says when it refuses to read or write, in words that name the folder and the mend. */
import { IoError } from '../../errors.js';
import { t } from '../../text.js';

const REASONS: Readonly<Record<string, () => string>> = {
  EACCES: () => t`permission denied`,
  EPERM: () => t`permission denied`,
  EROFS: () => t`the file system is read-only`,
  ENOSPC: () => t`no space is left on the disk`,
  EDQUOT: () => t`the disk quota is used up`,
  EFBIG: () => t`the file is larger than the system allows`,
  ENOTDIR: () => t`a file is where a folder should be`,
  EEXIST: () => t`a file is where a folder should be`,
  EISDIR: () => t`a folder is where a file should be`,
  ENOENT: () => t`it is not there`,
  EIO: () => t`the disk failed`,
  EMFILE: () => t`too many files are open`,
  ELOOP: () => t`its links go round in a circle`,
  ENAMETOOLONG: () => t`its name is too long`,
};

const moveElsewhere = (): string => t`--data-dir FOLDER, or MNN_DATA_DIR, puts the files elsewhere`;
const makeRoom = (): string =>
  t`make room for up to 60 MB, or --data-dir FOLDER, or MNN_DATA_DIR, puts the files elsewhere`;
const HINTS: Readonly<Record<string, () => string>> = {
  ENOSPC: makeRoom,
  EDQUOT: makeRoom,
};

/** @param action what was tried, such as `cannot write in /data` */
export function diskError(action: string, cause: unknown): IoError {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return new IoError(`${action}: ${REASONS[code]?.() ?? message}`, (HINTS[code] ?? moveElsewhere)(), {
    cause,
  });
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

/**
 * Every error that a user can meet, one class per kind. Thrown where the cause is known, caught once, in the program's
 * entry. The message says what went wrong and where (file, offset, option, address); the hint says what mends it.
 */

/** What kind of error it is, for programs; the README has a table of them. */
export type ErrorCode =
  | 'E_USAGE'
  | 'E_NOT_FOUND'
  | 'E_FORMAT'
  | 'E_TRUNCATED'
  | 'E_CHECKSUM'
  | 'E_SHAPE'
  | 'E_NETWORK'
  | 'E_DATA_MISSING'
  | 'E_NO_DIGIT'
  | 'E_UNSAFE'
  | 'E_LIMIT'
  | 'E_IO'
  | 'E_INTERNAL';

/** Every error that this library throws on purpose: catch it by this class, or by one of those below. */
export abstract class MnnError extends Error {
  /** The kind of error, the same for each class. */
  abstract readonly code: ErrorCode;
  /** What mends it, where something does. */
  readonly hint: string | undefined;

  /** @param message what went wrong, and where @param hint what mends it */
  constructor(message: string, hint?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.hint = hint;
  }

  /** 2 where the command line is wrong, else 1. */
  get exitStatus(): number {
    return this.code === 'E_USAGE' ? 2 : 1;
  }
}

/** The command line, or a call of the library, asks for something that does not exist. */
export class UsageError extends MnnError {
  /** @inheritDoc */
  readonly code = 'E_USAGE';
}

/** A file or folder that the user named is not there. */
export class NotFoundError extends MnnError {
  /** @inheritDoc */
  readonly code = 'E_NOT_FOUND';
}

/** The bytes are not in the format that they should be in. */
export class FormatError extends MnnError {
  /** @inheritDoc */
  readonly code = 'E_FORMAT';
}

/** The bytes end before the format says that they do. */
export class TruncatedError extends MnnError {
  /** @inheritDoc */
  readonly code = 'E_TRUNCATED';
}

/** The bytes are not the published ones. */
export class ChecksumError extends MnnError {
  /** @inheritDoc */
  readonly code = 'E_CHECKSUM';
}

/** Shapes that do not fit together. */
export class ShapeError extends MnnError {
  /** @inheritDoc */
  readonly code = 'E_SHAPE';
}

/** A server could not be reached, or did not answer as it should. */
export class NetworkError extends MnnError {
  /** @inheritDoc */
  readonly code = 'E_NETWORK';
}

/** A data set that is not on this machine yet. */
export class DataMissingError extends MnnError {
  /** @inheritDoc */
  readonly code = 'E_DATA_MISSING';
}

/** A picture in which there is nothing to read. */
export class NoDigitError extends MnnError {
  /** @inheritDoc */
  readonly code = 'E_NO_DIGIT';
}

/** A file that asks for code to be run. */
export class UnsafeError extends MnnError {
  /** @inheritDoc */
  readonly code = 'E_UNSAFE';
}

/** Input beyond a limit that keeps memory and time bounded. */
export class LimitError extends MnnError {
  /** @inheritDoc */
  readonly code = 'E_LIMIT';
}

/** The system refused to read or write. */
export class IoError extends MnnError {
  /** @inheritDoc */
  readonly code = 'E_IO';
}

/** A fault of this program. */
export class InternalError extends MnnError {
  /** @inheritDoc */
  readonly code = 'E_INTERNAL';
}

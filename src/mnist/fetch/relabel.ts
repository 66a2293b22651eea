/** Errors that say where: the parts that check bytes do not know what file or address these come from. */
import {
  ChecksumError,
  DataMissingError,
  FormatError,
  LimitError,
  type MnnError,
  NetworkError,
  NotFoundError,
  TruncatedError,
} from '../../errors.js';
import { t } from '../../text.js';

const KINDS = [
  ChecksumError,
  DataMissingError,
  FormatError,
  LimitError,
  NetworkError,
  NotFoundError,
  TruncatedError,
];
type Kind = (typeof KINDS)[number];

/** The same error with a path or address before its message; anything but an error of ours as it is. */
export function relabel(error: unknown, where: string): unknown {
  const kind = kindOf(error);
  if (!kind) return error;
  const { message, hint } = error as MnnError;
  return new kind(`${where}: ${message}`, hint, { cause: error });
}

/** What speaks against one source of a file. */
export interface Failure {
  readonly source: string;
  readonly error: MnnError;
}

function waysOut(): string {
  return t`--mirror URL asks another address, --from FOLDER installs files that you have`;
}

/** One error that lists every source with its reason. It is of their kind where they are of one kind, else of the network. */
export function allFailed(name: string, failures: readonly Failure[]): MnnError {
  const kinds = new Set(failures.map(({ error }) => kindOf(error) ?? NetworkError));
  const [kind = NetworkError] = kinds.size === 1 ? kinds : [];
  const reasons = failures.map(({ source, error }) => `${source}: ${error.message}`);
  const hints = new Set(failures.flatMap(({ error }) => error.hint ?? []));
  return new kind(t`cannot fetch ${name}: ${reasons.join('; ')}`, [...hints, waysOut()].join('; '), {
    cause: failures.at(-1)?.error,
  });
}

/** Several errors as one, of the kind of the first. */
export function together(errors: readonly MnnError[]): MnnError {
  const [first] = errors as readonly [MnnError];
  const kind = kindOf(first);
  if (errors.length === 1 || !kind) return first;
  return new kind(errors.map(({ message }) => message).join('; '), first.hint, { cause: first });
}

function kindOf(error: unknown): Kind | undefined {
  return KINDS.find((kind) => error instanceof kind);
}

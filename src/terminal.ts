/**
 * What a command talks to: results go to stdout, everything else to stderr. Knows about colour, progress and signals, so
 * that no command has to.
 */
import { InternalError, IoError, MnnError, type ErrorCode } from './errors.js';
import { colourPaint, plainPaint, wantsColour, type Paint } from './paint.js';
import { standardError, standardOutput } from './standard-streams.js';
import { t } from './text.js';
import { showsUnicode } from './unicode.js';
import { DOCUMENTATION, readVersion } from './version.js';

export interface TerminalOptions {
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  /** `--color`, `--no-color`; decided by the terminal and the environment where neither is given. */
  readonly color?: boolean | undefined;
}

/** A long piece of work under way. */
export interface Progress {
  update(value: number): void;
  /** Ends it, with one line that tells how it went. */
  stop(summary?: string): void;
}

export class Terminal {
  readonly json: boolean;
  readonly quiet: boolean;
  #paint: Paint = plainPaint;
  #aborter: AbortController | undefined;
  #hasBar = false;

  constructor(options: TerminalOptions = {}) {
    this.json = options.json ?? false;
    this.quiet = options.quiet ?? false;
  }

  /** A terminal that paints, where colour is wanted. */
  static async open(options: TerminalOptions): Promise<Terminal> {
    const terminal = new Terminal(options);
    if (!terminal.json && wantsColour(options.color, process.env, standardOutput.isTerminal))
      terminal.#paint = await colourPaint();
    return terminal;
  }

  /** Paints text for stdout. */
  get paint(): Paint {
    return this.#paint;
  }

  /** The width of the terminal; 80 where stdout is none. */
  get columns(): number {
    return standardOutput.columns;
  }

  /** Whether stdout may have more than ASCII. */
  get unicode(): boolean {
    return showsUnicode(process.env, process.platform);
  }

  /** Aborted when the user interrupts. A command that asks for it promises to end soon after; others are ended at once. */
  get signal(): AbortSignal {
    this.#aborter ??= new AbortController();
    return this.#aborter.signal;
  }

  /** Hands an interrupt to the command, if it asked for that. @returns false when nobody listens */
  interrupt(): boolean {
    if (!this.#aborter || this.#aborter.signal.aborted) return false;
    this.#aborter.abort();
    return true;
  }

  /** A result, to stdout. */
  write(text: string): void {
    if (this.#hasBar && standardOutput.isTerminal) this.#clearBar();
    standardOutput.write(text.endsWith('\n') ? text : `${text}\n`);
  }

  /** A record as one line of JSON, to stdout. */
  writeJson(record: unknown): void {
    standardOutput.write(`${JSON.stringify(record)}\n`);
  }

  /** Waits, where a reader is slow, until it has taken the results: else they would pile up in memory. */
  async drain(): Promise<void> {
    await standardOutput.drain();
  }

  /** How the work goes on, a line to stderr; not with `--quiet`. */
  note(text: string): void {
    if (!this.quiet) this.#say(`${text}\n`);
  }

  /** What was assumed, a line to stderr for people; not with `--json`, whose record shows what came of it. */
  remark(text: string): void {
    if (!this.json) this.note(text);
  }

  warn(text: string): void {
    this.#say(`warning: ${text}\n`);
  }

  /** Tells of an error in the form that the user asked for: two lines of text or one of JSON. */
  error(error: unknown): void {
    this.#say(formatError(error, this.json));
  }

  /** Shows how far work of `total` units is: a bar on a terminal, its last line elsewhere, nothing with `--quiet`. */
  async progress(label: string, total: number, unit: 'bytes' | 'items' = 'items'): Promise<Progress> {
    if (this.quiet) return { update: () => undefined, stop: () => undefined };
    if (!standardError().isTTY) {
      return {
        update: () => undefined,
        stop: (summary) => this.note(summary ?? t`${label}: done`),
      };
    }
    const { createBar } = await import('./progress-bar.js');
    const bar = createBar(label, total, unit);
    this.#hasBar = true;
    return {
      update: (value) => bar.update(value),
      stop: (summary) => {
        this.#hasBar = false;
        bar.stop(summary);
      },
    };
  }

  #say(text: string): void {
    this.#clearBar();
    standardError().write(text);
  }

  /** Makes place for a line; the bar comes back below it. */
  #clearBar(): void {
    if (this.#hasBar) standardError().write('\r\x1b[K');
  }
}

/** What is said of an error. */
export interface ErrorRecord {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
}

/** An error as the contract has it, with its stack where MNN_DEBUG asks for that. */
export function formatError(error: unknown, json: boolean): string {
  const record = errorRecord(error);
  const stack = process.env['MNN_DEBUG'] === '1' ? inspectError(asMnnError(error)) : undefined;
  if (json) return `${JSON.stringify({ error: { ...record, stack } })}\n`;
  const { message, hint } = record;
  const lines = [`error: ${oneLine(message)}`, hint && `hint: ${oneLine(hint)}`, stack];
  return lines.map((line) => (line ? `${line}\n` : '')).join('');
}

export function errorRecord(error: unknown): ErrorRecord {
  const { code, message, hint } = asMnnError(error);
  const hints = [hint, code === 'E_INTERNAL' ? howToReport() : undefined].filter(
    (text) => text !== undefined,
  );
  return { code, message, ...(hints.length > 0 ? { hint: hints.join('; ') } : {}) };
}

/** Of anything that was thrown. */
export function asMnnError(error: unknown): MnnError {
  if (error instanceof MnnError) return error;
  // Whatever a relative path is resolved for.
  if ((error as NodeJS.ErrnoException | undefined)?.syscall === 'uv_cwd') {
    const gone = t`the folder that mnn was started in is no longer there`;
    return new IoError(gone, t`cd to a folder that is there`, { cause: error });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new InternalError(t`internal error: ${message}`, undefined, { cause: error });
}

/** With what one would be asked for first. */
function howToReport(): string {
  const system = `Node ${process.versions.node}, ${process.platform} ${process.arch}`;
  return t`this is a fault of mnn ${versionForReports()} (${system}): run it again with MNN_DEBUG=1 and report what it prints, by way of ${DOCUMENTATION}`;
}

/** The stack, and those of the causes. */
function inspectError(error: Error): string {
  return error.cause instanceof Error
    ? `${error.stack}\ncaused by: ${inspectError(error.cause)}`
    : String(error.stack);
}

/** Who tells of a fault must not fail: the package may be broken. */
function versionForReports(): string {
  try {
    return readVersion();
  } catch {
    return '?';
  }
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}

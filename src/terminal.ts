/**
 * What a command talks to: results go to stdout, everything else to stderr. Knows about colour, progress and signals, so
 * that no command has to.
 */
import { Chalk, supportsColor, type ChalkInstance } from 'chalk';
import { InternalError, MnnError } from './errors.js';

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
  /** Paints text for stdout. */
  readonly paint: ChalkInstance;
  #aborter: AbortController | undefined;

  constructor(options: TerminalOptions = {}) {
    this.json = options.json ?? false;
    this.quiet = options.quiet ?? false;
    this.paint = new Chalk({
      level: this.json ? 0 : colourLevel(options.color, process.env, process.stdout),
    });
  }

  /** The width of the terminal; 80 where stdout is none. */
  get columns(): number {
    return process.stdout.columns || 80;
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
    process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  }

  /** A record as one line of JSON, to stdout. */
  writeJson(record: unknown): void {
    process.stdout.write(`${JSON.stringify(record)}\n`);
  }

  /** A remark, to stderr; not with `--quiet`. */
  note(text: string): void {
    if (!this.quiet) process.stderr.write(`${text}\n`);
  }

  warn(text: string): void {
    process.stderr.write(`warning: ${text}\n`);
  }

  /** Tells of an error in the form that the user asked for: two lines of text or one of JSON. */
  error(error: unknown): void {
    process.stderr.write(formatError(error, this.json));
  }

  /** Shows how far work of `total` units is: a bar on a terminal, its last line elsewhere, nothing with `--quiet`. */
  async progress(label: string, total: number, unit: 'bytes' | 'items' = 'items'): Promise<Progress> {
    if (this.quiet) return { update: () => undefined, stop: () => undefined };
    if (!process.stderr.isTTY) {
      return { update: () => undefined, stop: (summary) => this.note(summary ?? `${label}: done`) };
    }
    const { createBar } = await import('./progress-bar.js');
    return createBar(label, total, unit);
  }
}

/** 0 none, 1 sixteen colours, 2 256, 3 all. Flags win over the environment, the environment over the terminal. */
export function colourLevel(
  flag: boolean | undefined,
  env: Readonly<Record<string, string | undefined>>,
  stream: { readonly isTTY?: boolean },
): 0 | 1 | 2 | 3 {
  const detected = supportsColor ? supportsColor.level : 0;
  if (flag === false) return 0;
  if (flag === true) return Math.max(1, detected) as 1 | 2 | 3;
  if (env['FORCE_COLOR'] !== undefined) {
    const forced = { '': 1, true: 1, false: 0 }[env['FORCE_COLOR']] ?? Number(env['FORCE_COLOR']);
    return forced === 0 || forced === 1 || forced === 2 || forced === 3 ? forced : 1;
  }
  if (env['NO_COLOR'] || !stream.isTTY || env['TERM'] === 'dumb') return 0;
  return detected;
}

/** An error as the contract has it; a fault of the program says how to see more. */
export function formatError(error: unknown, json: boolean): string {
  const { code, message, hint } = asMnnError(error);
  if (json)
    return `${JSON.stringify({ error: { code, message, ...(hint === undefined ? {} : { hint }) } })}\n`;
  const stack = process.env['MNN_DEBUG'] === '1' && error instanceof Error ? `${error.stack}\n` : '';
  return `error: ${oneLine(message)}\n${hint === undefined ? '' : `hint: ${oneLine(hint)}\n`}${stack}`;
}

export function asMnnError(error: unknown): MnnError {
  if (error instanceof MnnError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new InternalError(
    `internal error: ${message}`,
    'this is a fault of mnn: run it again with MNN_DEBUG=1 and report what it prints',
    { cause: error },
  );
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}

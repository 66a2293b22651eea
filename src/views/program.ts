/**
 * The command line as a plain record: what `--help` tells, for those who tell it elsewhere: completion in
 * shells, the manual page. Filled from the declarations by cli/describe.ts, so that nothing is said twice.
 */

export interface ProgramRecord {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Taken by every command. */
  readonly options: readonly OptionRecord[];
  readonly commands: readonly CommandRecord[];
}

export interface CommandRecord {
  readonly name: string;
  readonly description: string;
  /** `mnn eval [options]` */
  readonly usage: string;
  readonly arguments: readonly ArgumentRecord[];
  readonly options: readonly OptionRecord[];
  readonly examples: readonly string[];
}

/** What is typed for an argument, or as the value of an option. */
export interface ValueRecord {
  /** The words that may be typed, as far as they can be listed. */
  readonly choices: readonly string[];
  /** Whether the path of a file or folder may be typed. */
  readonly isPath: boolean;
}

interface ArgumentRecord extends ValueRecord {
  readonly name: string;
  readonly description: string;
}

export interface OptionRecord {
  /** `-b, --batch <sizes>` */
  readonly term: string;
  /** `-b` */
  readonly short: string | undefined;
  /** `--batch` */
  readonly long: string;
  /** What it does. */
  readonly summary: string;
  /** The same with its choices and default. */
  readonly description: string;
  /** Undefined: the option is a switch. */
  readonly value: ValueRecord | undefined;
}

/** The names of an option, the short one first. */
export function flagsOf({ short, long }: OptionRecord): string[] {
  return short === undefined ? [long] : [short, long];
}

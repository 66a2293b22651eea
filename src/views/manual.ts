/**
 * The command line as a manual page, in the man(7) macros of roff: the same texts as `--help`, and what the
 * commands have in common.
 */
import type { CommandRecord, OptionRecord, ProgramRecord } from './program.js';

/** What holds for every command; a title, then paragraphs or terms with what they mean. */
export interface ManualSection {
  readonly title: string;
  readonly entries: readonly (string | readonly [term: string, text: string])[];
}

export function formatManual(program: ProgramRecord, sections: readonly ManualSection[]): string {
  const { name, version, description, options, commands } = program;
  const lines = [
    `.TH ${name.toUpperCase()} 1 "" "${name} ${version}" "User Commands"`,
    '.SH NAME',
    `${name} \\- ${escape(description.replace(/\.$/, ''))}`,
    '.SH SYNOPSIS',
    `.B ${name}`,
    '.I command',
    '[options]',
    '.SH COMMANDS',
    ...commands.flatMap(formatCommand),
    '.SH "OPTIONS OF EVERY COMMAND"',
    ...options.flatMap(formatOption),
    ...sections.flatMap(formatSection),
  ];
  return `${lines.join('\n')}\n`;
}

function formatCommand({ usage, description, arguments: args, options, examples }: CommandRecord): string[] {
  return [
    `.SS "${escape(usage)}"`,
    text(description),
    ...args.flatMap(({ name, description: meaning }) => term(`.I ${escape(name)}`, meaning)),
    ...options.flatMap(formatOption),
    '.PP',
    'Examples:',
    '.PP',
    '.nf',
    ...examples.map((line) => `    ${escape(line)}`),
    '.fi',
  ];
}

function formatOption(option: OptionRecord): string[] {
  return term(`.B ${escape(option.term)}`, option.description);
}

function formatSection({ title, entries }: ManualSection): string[] {
  const body = entries.flatMap((entry) =>
    typeof entry === 'string' ? ['.PP', text(entry)] : term(`.B ${escape(entry[0])}`, entry[1]),
  );
  // A paragraph straight after a heading is one too many.
  return [`.SH "${escape(title)}"`, ...(body[0] === '.PP' ? body.slice(1) : body)];
}

function term(head: string, meaning: string): string[] {
  return ['.TP', head, text(meaning)];
}

/** A line of text; what starts with a control character is none. */
function text(line: string): string {
  return escape(line).replace(/^[.']/, '\\&$&');
}

function escape(line: string): string {
  return line.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll('"', '\\(dq').replaceAll(/\s*\n\s*/g, ' '); // prettier-ignore
}

/** Completion for fish. */
import type { OptionRecord, ProgramRecord, ValueRecord } from '../program.js';

export function fishCompletion({ name, options, commands }: ProgramRecord): string {
  const complete = (condition: string, rest: string): string =>
    `complete -c ${name}${condition === '' ? '' : ` -n ${quote(condition)}`} ${rest}`;
  const lines = [
    `# ${name}(1) completion for fish: put it into ~/.config/fish/completions/${name}.fish`,
    // Paths are offered where the command line takes them.
    complete('', '-f'),
    ...options.map((option) => complete('', optionWords(option))),
    ...commands.map((command) =>
      complete('__fish_use_subcommand', `-a ${command.name} -d ${quote(command.description)}`),
    ),
  ];
  for (const command of commands) {
    const seen = `__fish_seen_subcommand_from ${command.name}`;
    for (const argument of command.arguments) {
      const words = valueWords(argument);
      if (words !== '') lines.push(complete(seen, words));
    }
    for (const option of command.options) lines.push(complete(seen, optionWords(option)));
  }
  return `${lines.join('\n')}\n`;
}

function optionWords({ short, long, summary, value }: OptionRecord): string {
  const flags = `${short === undefined ? '' : `-s ${short.slice(1)} `}-l ${long.slice(2)} -d ${quote(summary)}`;
  if (value === undefined) return flags;
  return `${flags} ${value.isPath ? '-r' : '-x'} ${valueWords(value)}`.trimEnd();
}

function valueWords({ choices, isPath }: ValueRecord): string {
  return [isPath ? '-F' : '', choices.length === 0 ? '' : `-a ${quote(choices.join(' '))}`]
    .filter((part) => part !== '')
    .join(' ');
}

function quote(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
}

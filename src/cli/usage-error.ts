/** What commander has against a command line, as an error of ours in the user's language. */
import type { CommanderError } from 'commander';
import { UsageError } from '../errors.js';
import { nearest } from '../nearest.js';
import { t } from '../text.js';

type Form = readonly [pattern: RegExp, say: (...values: string[]) => string];

/** Commander knows English only, so that its sentences are taken apart. One that is not here stays English. */
const FORMS: readonly Form[] = [
  [/^unknown command '(.*)'$/s, (name) => t`unknown command '${name}'`],
  [/^unknown option '(.*)'$/s, (flag) => t`unknown option '${flag}'`],
  [/^a command is missing$/, () => t`a command is missing`],
  [/^missing required argument '(.*)'$/, (name) => t`missing required argument '${name}'`],
  [/^option '(.*)' argument missing$/, (flags) => t`option '${flags}' argument missing`],
  [
    /^option '(.*)' cannot be used with option '(.*)'$/,
    (one, other) => t`option '${one}' cannot be used with option '${other}'`,
  ],
  [
    /^too many arguments for '(.*)'\. Expected 1 argument but got (\d+)\.$/,
    (command, count) => t`too many arguments for '${command}'. Expected 1 argument but got ${count}.`,
  ],
  [
    /^too many arguments for '(.*)'\. Expected (\d+) arguments but got (\d+)\.$/,
    (command, wanted, count) =>
      t`too many arguments for '${command}'. Expected ${wanted} arguments but got ${count}.`,
  ],
  [
    /^option '(.*?)' argument '(.*)' is invalid\. (.*)$/s,
    (flags, value, why) => t`option '${flags}' argument '${value}' is invalid. ${say(why!)}`,
  ],
  [
    /^command-argument value '(.*)' is invalid for argument '(.*?)'\. (.*)$/s,
    (value, name, why) =>
      t`command-argument value '${value}' is invalid for argument '${name}'. ${say(why!)}`,
  ],
  [/^Allowed choices are (.*)\.$/, (choices) => t`Allowed choices are ${choices}.`],
  [/^Did you mean one of (.*)\?$/, (names) => t`did you mean one of ${names}?`],
  [/^Did you mean (.*)\?$/, (name) => t`did you mean ${name}?`],
];

function say(english: string): string {
  for (const [pattern, form] of FORMS) {
    const match = pattern.exec(english);
    if (match) return form(...match.slice(1));
  }
  return english;
}

/**
 * What commander complains of; the hint is its suggestion, or ours where it has none.
 * @param args the command line
 * @param commands the names of all commands
 */
export function usageError(
  { code, message }: CommanderError,
  args: readonly string[],
  commands: readonly string[],
): UsageError {
  const words = args.filter((arg) => !arg.startsWith('-'));
  const [, text = message, suggestion] =
    code === 'commander.help'
      ? [message, helpComplaint(words)]
      : (/^(?:error: )?(.*?)(?:\n\((Did you mean .*)\))?$/s.exec(message) ?? []);
  if (suggestion !== undefined) return new UsageError(say(text), say(suggestion));
  const [meant] = nearestTo(text, commands);
  if (meant !== undefined) return new UsageError(say(text), t`did you mean ${meant}?`);
  const command = words.find((word) => commands.includes(word));
  const help =
    command === undefined
      ? t`mnn --help lists commands and options`
      : t`mnn ${command} --help lists its options`;
  return new UsageError(say(text), help);
}

/** Commander only shows its help, as an error, for `mnn help evl` and `mnn --json`. */
function helpComplaint([first, second]: readonly string[]): string {
  return first === 'help' && second !== undefined ? `unknown command '${second}'` : 'a command is missing';
}

/** Commands and choices that are like the one that there is not. */
function nearestTo(complaint: string, commands: readonly string[]): string[] {
  const [, command] = /^unknown command '(.*)'$/s.exec(complaint) ?? [];
  if (command !== undefined) return nearest(command, commands);
  const [, values, list] = /'([^']*)' is invalid.*Allowed choices are (.*)\.$/s.exec(complaint) ?? [];
  if (values === undefined) return [];
  const choices = list!.split(', ');
  const unknown = values.split(',').find((value) => !choices.includes(value.trim()));
  return unknown === undefined ? [] : nearest(unknown, choices);
}

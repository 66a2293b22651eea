/** What commander has against a command line, as an error of ours in the user's language. */
import type { CommanderError } from 'commander';
import { UsageError } from '../errors.js';
import { t } from '../text.js';

type Form = readonly [pattern: RegExp, say: (...values: string[]) => string];

/** Commander knows English only, so that its sentences are taken apart. One that is not here stays English. */
const FORMS: readonly Form[] = [
  [/^unknown command '(.*)'$/s, (name) => t`unknown command '${name}'`],
  [/^unknown option '(.*)'$/s, (flag) => t`unknown option '${flag}'`],
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

/** Commander's message, its suggestion made a hint. */
export function usageError({ message }: CommanderError): UsageError {
  const [, text = message, suggestion] =
    /^(?:error: )?(.*?)(?:\n\((Did you mean .*)\))?$/s.exec(message) ?? [];
  return new UsageError(
    say(text),
    suggestion === undefined ? t`mnn --help lists commands and options` : say(suggestion),
  );
}

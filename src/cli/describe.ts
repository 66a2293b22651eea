/** What is declared, as a plain record. */
import type { Command, Help, Option } from 'commander';
import type { CommandRecord, OptionRecord, ProgramRecord, ValueRecord } from '../views/program.js';
import { examplesOf } from './declare.js';

/** Placeholders that stand for a path. */
const PATH = /file|folder|picture|target|<in>|<out>/;
/** Placeholders that stand for the name of a bundled network. */
const NETWORK = /name\|file|file\|name/;

/** @param networks the names of the bundled networks */
export function describeProgram(program: Command, networks: readonly string[]): ProgramRecord {
  const help = program.createHelp();
  const options = (command: Command): OptionRecord[] =>
    help.visibleOptions(command).map((option) => describeOption(option, help, networks));
  const describeCommand = (command: Command): CommandRecord => ({
    name: command.name(),
    description: command.description(),
    arguments: help.visibleArguments(command).map((argument) => ({
      name: argument.name(),
      description: help.argumentDescription(argument),
      ...describeValue(`<${argument.name()}>`, argument.argChoices, networks),
    })),
    usage: help.commandUsage(command),
    options: options(command),
    examples: examplesOf(command),
  });
  return {
    name: program.name(),
    version: program.version()!,
    description: program.description(),
    options: options(program),
    commands: help.visibleCommands(program).filter(isOurs).map(describeCommand),
  };
}

/** All but commander’s `help`. */
function isOurs(command: Command): boolean {
  return command.name() !== 'help';
}

function describeOption(option: Option, help: Help, networks: readonly string[]): OptionRecord {
  const [placeholder] = /[<[].*$/.exec(option.flags) ?? [];
  return {
    term: help.optionTerm(option),
    short: option.short,
    long: option.long!,
    summary: option.description,
    description: help.optionDescription(option),
    value: placeholder === undefined ? undefined : describeValue(placeholder, option.argChoices, networks),
  };
}

function describeValue(
  placeholder: string,
  choices: readonly string[] | undefined,
  networks: readonly string[],
): ValueRecord {
  return {
    choices: choices ?? (NETWORK.test(placeholder) ? networks : []),
    isPath: choices === undefined && PATH.test(placeholder),
  };
}

/** What the declarations of the commands have in common: how one is added and run, and the options that several take. */
import { Option, type Command, type OptionValues } from 'commander';
import type { ActivationName } from '../engine/activation.js';
import { DATASETS } from '../mnist/spec.js';
import type { Terminal } from '../terminal.js';
import { t } from '../text.js';
import { DOCUMENTATION } from '../version.js';

export type Action<Options> = (options: Options, terminal: Terminal) => Promise<number>;

/** Runs an action with the options that commander has read and checked, and keeps its exit status. */
export type RunCommand = <Options extends OptionValues>(
  command: Command,
  action: Action<Options>,
) => Promise<void>;

const examplesByCommand = new WeakMap<Command, readonly string[]>();

/** A command with its two examples and the place of its documentation. */
export function addCommand(
  program: Command,
  usage: string,
  description: string,
  examples: readonly [string, string],
): Command {
  const lines = examples.map((line) => `  $ ${line}`).join('\n');
  const help = `\n${t`Examples:`}\n${lines}\n\n${t`Documentation: ${DOCUMENTATION}`}\n`;
  const command = program.command(usage).description(description).addHelpText('after', help);
  examplesByCommand.set(command, examples);
  return command;
}

export function examplesOf(command: Command): readonly string[] {
  return examplesByCommand.get(command) ?? [];
}

export const weightsOption = (standard: string | undefined, described?: string): Option =>
  new Option('-w, --weights <name|file>', t`a bundled network, or a file of weights`).default(
    standard,
    described,
  );
export const hiddenActivationOption = (): Option =>
  new Option('--activation <name>', t`activation of the hidden layers`).choices([
    'sigmoid',
    'relu',
    'tanh',
  ] satisfies ActivationName[]);
export const transposeOption = (): Option =>
  new Option('--transpose', t`the weights are stored as (out, in): where shapes and names do not tell`);
export const splitOption = (): Option =>
  new Option('--split <split>', t`which split`).choices(['test', 'train']).default('test');
export const datasetOption = (): Option =>
  new Option('--dataset <name>', t`which data set`).choices(Object.keys(DATASETS)).default('mnist');
export const dataDirOption = (): Option =>
  new Option(
    '--data-dir <folder>',
    t`where the IDX files are (also MNN_DATA_DIR); else the user’s data folder, then the bundled files`,
  );

/**
 * The command line: the program with its commands (cli/, a file each), and the one place where errors become messages
 * and exit statuses. Commands are imported when they are called, so that none pays for another.
 */
import { Command, CommanderError, Option, type OptionValues } from 'commander';
import { declareCompletion } from './cli/completion.js';
import { declareConvert } from './cli/convert.js';
import { declareDraw } from './cli/draw.js';
import { declareEval } from './cli/eval.js';
import { declareFetchMnist } from './cli/fetch-mnist.js';
import { declareForward } from './cli/forward.js';
import { declareInspect } from './cli/inspect.js';
import { declarePlot } from './cli/plot.js';
import { declarePredict } from './cli/predict.js';
import { declareShow } from './cli/show.js';
import { HELP } from './cli/help.js';
import { usageError } from './cli/usage-error.js';
import type { Action, RunCommand } from './cli/declare.js';
import { chooseLanguage, LANGUAGES, speak, systemLocale } from './language.js';
import { standardOutput } from './standard-streams.js';
import { asMnnError, Terminal } from './terminal.js';
import { t } from './text.js';
import { DOCUMENTATION, readVersion } from './version.js';

let terminal = new Terminal();

/** The terminal of the command that runs; before one does, of the bare program. */
export function currentTerminal(): Terminal {
  return terminal;
}

/** Runs the program. @param args without node and the script @returns the exit status */
export async function run(args: readonly string[]): Promise<number> {
  let status = 0;
  terminal = new Terminal({ json: args.includes('--json') });
  try {
    speak(chooseLanguage(args, process.env, systemLocale()));
    const runCommand: RunCommand = async <Options extends OptionValues>(
      command: Command,
      action: Action<Options>,
    ) => {
      terminal = await Terminal.open(command.optsWithGlobals());
      status = await action(command.optsWithGlobals<Options>(), terminal);
    };
    const program = createProgram(runCommand, args);
    await program.parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const known =
      error instanceof CommanderError ? usageError(error, args, Object.keys(COMMANDS)) : asMnnError(error);
    terminal.error(known);
    return known.exitStatus;
  }
}

/** The program with the command that `args` ask for, else with all its commands declared, none of them run. */
export function createProgram(runCommand: RunCommand, args: readonly string[] = []): Command {
  const program = new Command('mnn')
    .description(t`Reads handwritten digits with a neural network whose every step can be seen.`)
    .version(readVersion(), '-V, --version', t`print the version`)
    .helpOption('-h, --help', t`print help`)
    .helpCommand('help [command]', t`print help for a command`)
    .option('--json', t`print one JSON document`)
    .option('-q, --quiet', t`no progress, no notes`)
    .option('--color', t`colour, also where there is no terminal`)
    .option('--no-color', t`no colour`)
    .addOption(new Option('--lang <language>', t`the language, else that of the locale`).choices(LANGUAGES))
    .configureHelp(HELP)
    .configureOutput({
      writeOut: (text) => standardOutput.write(text),
      outputError: () => undefined,
      writeErr: () => undefined,
    })
    .showSuggestionAfterError()
    .exitOverride();
  for (const name of commandsToDeclare(args)) COMMANDS[name]!(program, runCommand);
  program.addHelpText('after', `\n${t`Documentation: ${DOCUMENTATION}`}\n`);
  return program;
}

/** In the order of the help. */
const COMMANDS: Readonly<Record<string, (program: Command, runCommand: RunCommand) => void>> = {
  eval: declareEval,
  show: declareShow,
  predict: declarePredict,
  draw: declareDraw,
  forward: declareForward,
  plot: declarePlot,
  'fetch-mnist': declareFetchMnist,
  inspect: declareInspect,
  convert: declareConvert,
  completion: declareCompletion,
};

/** The one that is asked for; all of them where none is, for help and suggestions. */
function commandsToDeclare(args: readonly string[]): string[] {
  const name = args.find((arg) => !arg.startsWith('-'));
  return name !== undefined && Object.hasOwn(COMMANDS, name) ? [name] : Object.keys(COMMANDS);
}

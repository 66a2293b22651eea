/** Declares `mnn inspect`. */
import type { Command } from 'commander';
import type { InspectCommandOptions } from '../commands/inspect.js';
import { t } from '../text.js';
import { addCommand, hiddenActivationOption, type RunCommand, transposeOption } from './declare.js';

export function declareInspect(program: Command, runCommand: RunCommand): void {
  addCommand(program, 'inspect', t`show what a file of weights holds, and what network it is`, [
    'mnn inspect --list',
    'mnn inspect weights.npz --histogram',
  ])
    .argument('[file|name]', t`a file of weights, or a bundled network`)
    .option('--list', t`list the bundled networks`)
    .option('--histogram', t`draw the distribution of each tensor`)
    .option('--filters', t`show what each unit of the first layer looks for`)
    .option('--out <file.png>', t`with --filters: write them into a picture`)
    .addOption(hiddenActivationOption())
    .addOption(transposeOption())
    .action((name: string | undefined, _options, command: Command) =>
      runCommand<InspectCommandOptions>(command, async (options, terminal) =>
        (await import('../commands/inspect.js')).inspectCommand(name, options, terminal),
      ),
    );
}

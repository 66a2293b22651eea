/** Declares `mnn show`. */
import type { Command } from 'commander';
import type { DigitSelection } from '../commands/digits.js';
import { t } from '../text.js';
import { addCommand, dataDirOption, datasetOption, type RunCommand, splitOption } from './declare.js';

export function declareShow(program: Command, runCommand: RunCommand): void {
  addCommand(program, 'show', t`print digits of the data set, or pictures as the network sees them`, [
    'mnn show 0',
    'mnn show 0-9 --split train',
  ])
    .argument('<target...>', t`an index (0), a range (0-9), or the path of a picture`)
    .addOption(splitOption())
    .addOption(datasetOption())
    .addOption(dataDirOption())
    .action((targets: string[], _options, command: Command) =>
      runCommand<DigitSelection>(command, async (options, terminal) =>
        (await import('../commands/show.js')).showCommand(targets, options, terminal),
      ),
    );
}

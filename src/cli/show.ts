/** Declares `mnn show`. */
import { Option, type Command } from 'commander';
import type { ShowOptions } from '../commands/show.js';
import { t } from '../text.js';
import { DIGIT_STYLES } from '../views/digit-sheet.js';
import {
  addCommand,
  dataDirOption,
  datasetOption,
  type RunCommand,
  splitOption,
  weightsOption,
} from './declare.js';
import { digit, wholeNumber } from './options.js';

export function declareShow(program: Command, runCommand: RunCommand): void {
  addCommand(program, 'show', t`print digits of the data set, or pictures as the network sees them`, [
    'mnn show 0',
    'mnn show --label 7 --random 10 --seed 1 --predict',
  ])
    .argument('[target...]', t`an index (0), a range (0-9), or the path of a picture`)
    .addOption(splitOption())
    .addOption(datasetOption())
    .addOption(dataDirOption())
    .addOption(
      new Option('--label <digit>', t`only digits with this label; alone: the first ten`).argParser(digit),
    )
    .addOption(new Option('--random <n>', t`n of them, by chance`).argParser(wholeNumber(1)))
    .addOption(new Option('--seed <n>', t`with --random: the same n again`).argParser(wholeNumber(0)))
    .addOption(new Option('--style <style>', t`how they are drawn`).choices(DIGIT_STYLES).default('ascii'))
    .option('--predict', t`name what a network reads, and mark its errors with !`)
    .addOption(weightsOption('book'))
    .option('--out <file.png>', t`write a picture in the place of the terminal’s`)
    .action((targets: string[], _options, command: Command) =>
      runCommand<ShowOptions>(command, async (options, terminal) =>
        (await import('../commands/show.js')).showCommand(targets, options, terminal),
      ),
    );
}

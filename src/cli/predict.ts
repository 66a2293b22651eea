/** Declares `mnn predict`. */
import { Option, type Command } from 'commander';
import type { PredictOptions } from '../commands/predict.js';
import { t } from '../text.js';
import { fraction, wholeNumber } from './options.js';
import { addCommand, type RunCommand, transposeOption, weightsOption } from './declare.js';

export function declarePredict(program: Command, runCommand: RunCommand): void {
  addCommand(program, 'predict', t`read the digits in pictures of your own`, [
    'mnn predict photo.jpg --top 3 --show',
    'mnn predict scans/ --json',
  ])
    .argument(
      '<picture...>',
      t`a picture, a folder of pictures, a pattern like *.png, or - for standard input`,
    )
    .addOption(weightsOption('book'))
    .addOption(transposeOption())
    .addOption(new Option('--top <k>', t`the k likeliest digits, with a bar each`).argParser(wholeNumber(1)))
    .option('--show', t`draw the 28×28 that the network saw`)
    .option('--explain', t`tell each step’s choice`)
    .option('--out <file.png>', t`with --explain: the stages as pictures, in one PNG`)
    .option('--multi', t`read several digits from left to right`)
    .addOption(
      new Option('--invert <when>', t`whether the ink is darker than the paper`)
        .choices(['auto', 'yes', 'no'])
        .default('auto'),
    )
    .option('--raw', t`take a 28×28 picture as it is`)
    .addOption(
      new Option('--min-confidence <p>', t`an answer less sure than this is none`).argParser(fraction),
    )
    .action((pictures: string[], _options, command: Command) =>
      runCommand<PredictOptions>(command, async (options, terminal) =>
        (await import('../commands/predict.js')).predictCommand(pictures, options, terminal),
      ),
    );
}

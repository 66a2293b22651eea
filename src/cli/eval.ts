/** Declares `mnn eval`. */
import { Option, type Command } from 'commander';
import type { EvalOptions } from '../commands/eval.js';
import { PERTURBATION_KINDS } from '../evaluation/perturbation-kinds.js';
import { t } from '../text.js';
import { batchSizes, fraction, perturbations, threads, wholeNumber } from './options.js';
import {
  addCommand,
  dataDirOption,
  datasetOption,
  hiddenActivationOption,
  type RunCommand,
  splitOption,
  transposeOption,
  weightsOption,
} from './declare.js';

export function declareEval(program: Command, runCommand: RunCommand): void {
  addCommand(program, 'eval', t`run a network over a split in batches: accuracy and timing`, [
    'mnn eval --batch 100',
    'mnn eval --batch 1,10,100,1000 --weights large --json',
  ])
    .addOption(
      new Option('-b, --batch <sizes>', t`batch size, or several with commas`)
        .argParser(batchSizes)
        .default([100], '100'),
    )
    .addOption(weightsOption('book'))
    .addOption(transposeOption())
    .addOption(hiddenActivationOption())
    .addOption(splitOption())
    .addOption(datasetOption())
    .addOption(dataDirOption())
    .addOption(
      new Option(
        '--images <folder>',
        t`pictures of your own in the place of a data set, labelled by folder (7/a.png) or name (7_a.png)`,
      ),
    )
    .addOption(new Option('--limit <n>', t`only the first n images`).argParser(wholeNumber(1)))
    .addOption(
      new Option('--repeat <n>', t`run n times, report the median`).argParser(wholeNumber(1)).default(1),
    )
    .addOption(
      new Option('--threads <n>', t`threads, or auto: more than one where the work repays their start`)
        .argParser(threads)
        .default('auto'),
    )
    .option('--confusion', t`print the confusion matrix, and precision, recall and F1 of each digit`)
    .addOption(
      new Option('--errors <n>', t`draw the n most confident mistakes; 0: list all`).argParser(
        wholeNumber(0),
      ),
    )
    .addOption(perturbOption())
    .addOption(
      new Option('--seed <n>', t`with --perturb: the same n, the same noise`)
        .argParser(wholeNumber(0))
        .default(0),
    )
    .addOption(new Option('--min-accuracy <p>', t`exit 1 where the accuracy is lower`).argParser(fraction))
    .addOption(
      new Option('--report <file>', t`write a report as HTML: charts, and the digits behind each figure`),
    )
    .action((_options, command: Command) =>
      runCommand<EvalOptions>(command, async (options, terminal) =>
        (await import('../commands/eval.js')).evalCommand(options, terminal),
      ),
    );
}

/** Its choices are told and completed, but are not all that it takes: several may be joined. */
function perturbOption(): Option {
  const option = new Option(
    '--perturb <kinds>',
    t`accuracy as the digits are changed more and more; several with commas`,
  ).argParser(perturbations);
  option.argChoices = [...PERTURBATION_KINDS, 'all'];
  return option;
}

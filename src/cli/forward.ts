/** Declares `mnn forward`. */
import { Option, type Command } from 'commander';
import type { ForwardOptions } from '../commands/forward.js';
import { t } from '../text.js';
import { vectorOrPath } from './options.js';
import {
  addCommand,
  dataDirOption,
  datasetOption,
  type RunCommand,
  splitOption,
  transposeOption,
  weightsOption,
} from './declare.js';

export function declareForward(program: Command, runCommand: RunCommand): void {
  addCommand(program, 'forward', t`one forward pass, with vectors as given or one digit`, [
    'mnn forward --trace',
    'mnn forward --image 0 --trace --explain',
  ])
    .addOption(weightsOption(undefined, t`three-layer; with --image book`))
    .addOption(transposeOption())
    .addOption(
      new Option(
        '-i, --input <numbers|file|->',
        t`numbers with commas, or JSON from a file or standard input`,
      )
        .argParser(vectorOrPath)
        .default([1.0, 0.5], '1.0,0.5'),
    )
    .addOption(
      new Option('--image <index|file>', t`a digit of the data set, or a picture, as the input`).conflicts(
        'input',
      ),
    )
    .addOption(splitOption())
    .addOption(datasetOption())
    .addOption(dataDirOption())
    .option('--trace', t`print every A and Z with its shape`)
    .option('--explain', t`with --image: draw which pixels spoke for and against the answer`)
    .option('--out <file.png>', t`with --explain: write that as a picture`)
    .action((_options, command: Command) =>
      runCommand<ForwardOptions>(command, async (options, terminal) =>
        (await import('../commands/forward.js')).forwardCommand(options, terminal),
      ),
    );
}

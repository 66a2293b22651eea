/** Declares `mnn forward`. */
import { Option, type Command } from 'commander';
import type { ForwardOptions } from '../commands/forward.js';
import { t } from '../text.js';
import { vectorOrPath } from './options.js';
import { addCommand, type RunCommand, transposeOption, weightsOption } from './declare.js';

export function declareForward(program: Command, runCommand: RunCommand): void {
  addCommand(program, 'forward', t`one forward pass with vectors as given`, [
    'mnn forward --trace',
    'mnn forward --weights xor --input 1,0',
  ])
    .addOption(weightsOption('three-layer'))
    .addOption(transposeOption())
    .addOption(
      new Option(
        '-i, --input <numbers|file|->',
        t`numbers with commas, or JSON from a file or standard input`,
      )
        .argParser(vectorOrPath)
        .default([1.0, 0.5], '1.0,0.5'),
    )
    .option('--trace', t`print every A and Z with its shape`)
    .action((_options, command: Command) =>
      runCommand<ForwardOptions>(command, async (options, terminal) =>
        (await import('../commands/forward.js')).forwardCommand(options, terminal),
      ),
    );
}

/** Declares `mnn convert`. */
import { Option, type Command } from 'commander';
import type { ConvertOptions } from '../commands/convert.js';
import { t } from '../text.js';
import { addCommand, hiddenActivationOption, type RunCommand, transposeOption } from './declare.js';

export function declareConvert(program: Command, runCommand: RunCommand): void {
  addCommand(program, 'convert', t`write a network in another format, checked bit for bit`, [
    'mnn convert sample_weight.pkl weights.safetensors',
    'mnn convert book book.onnx',
  ])
    .argument('<in>', t`a file of weights, or a bundled network`)
    .argument('<out>', t`the file to write`)
    .addOption(
      new Option('--to <format>', t`the format to write, where the name does not end in it`).choices([
        'safetensors',
        'npz',
        'json',
        'onnx',
        'pkl',
      ]),
    )
    .addOption(hiddenActivationOption())
    .addOption(transposeOption())
    .action((input: string, output: string, _options, command: Command) =>
      runCommand<ConvertOptions>(command, async (options, terminal) =>
        (await import('../commands/convert.js')).convertCommand(input, output, options, terminal),
      ),
    );
}

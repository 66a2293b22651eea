/** Declares `mnn draw`. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { DrawOptions } from '../commands/draw.js';
import { t } from '../text.js';
import {
  addCommand,
  hiddenActivationOption,
  type RunCommand,
  transposeOption,
  weightsOption,
} from './declare.js';

/** The 784 pixels, and a number that no well-known service has. */
const PORT = 7840;

export function declareDraw(program: Command, runCommand: RunCommand): void {
  addCommand(program, 'draw', t`draw digits in the browser, and see the network read them`, [
    'mnn draw',
    'mnn draw --weights large --port 0 --no-open',
  ])
    .addOption(
      new Option('--port <n>', t`where to listen, on 127.0.0.1; 0: any that is free`)
        .argParser(port)
        .default(PORT),
    ) // prettier-ignore
    .addOption(weightsOption('book'))
    .addOption(hiddenActivationOption())
    .addOption(transposeOption())
    .option('--no-open', t`do not open the browser`)
    .option('--out <folder>', t`write the page as files for a web server, and end`)
    .action((_options, command: Command) =>
      runCommand<DrawOptions>(command, async (options, terminal) =>
        (await import('../commands/draw.js')).drawCommand(options, terminal),
      ),
    );
}

function port(text: string): number {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(value <= 65_535)) throw new InvalidArgumentError(t`A port from 0 to 65535 is wanted.`);
  return value;
}

/** Declares `mnn plot`. */
import { Option, type Command } from 'commander';
import { ACTIVATION_NAMES } from '../engine/activation-name.js';
import type { PlotOptions } from '../commands/plot.js';
import { t } from '../text.js';
import { addCommand, type RunCommand } from './declare.js';
import { interval } from './options.js';

export function declarePlot(program: Command, runCommand: RunCommand): void {
  const names = ACTIVATION_NAMES.join(', ');
  addCommand(program, 'plot', t`draw activation functions over a range`, [
    'mnn plot step sigmoid',
    'mnn plot relu --derivative --range -2:2 --out relu.svg',
  ])
    .argument('<function...>', t`what to draw, in one figure: ${names}`)
    .addOption(new Option('--range <low:high>', t`the x axis`).argParser(interval).default([-5, 5], '-5:5'))
    .addOption(
      new Option(
        '--ylim <low:high>',
        t`the y axis (default: what fits; -0.1:1.1 for step and sigmoid)`,
      ).argParser(interval),
    )
    .option('--derivative', t`draw the derivative of each function too`)
    .option('--ascii', t`draw with ASCII characters, as on a console without Unicode`)
    .option('--out <file>', t`write a picture, .svg or .png, in the place of the terminal’s`)
    .action((functions: string[], _options, command: Command) =>
      runCommand<PlotOptions>(command, async (options, terminal) =>
        (await import('../commands/plot.js')).plotCommand(functions, options, terminal),
      ),
    );
}

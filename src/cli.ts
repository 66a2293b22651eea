/**
 * The command line: what commands and options there are, and the one place where errors become messages and exit
 * statuses. Commands are imported when they are called, so that none pays for another.
 */
import { Command, CommanderError, Option, type OptionValues } from 'commander';
import type { ConvertOptions } from './commands/convert.js';
import type { EvalOptions } from './commands/eval.js';
import type { FetchMnistOptions } from './commands/fetch-mnist.js';
import type { ForwardOptions } from './commands/forward.js';
import type { InspectCommandOptions } from './commands/inspect.js';
import type { PredictOptions } from './commands/predict.js';
import type { ShowOptions } from './commands/show.js';
import { ACTIVATION_NAMES } from './engine/activation.js';
import { UsageError } from './errors.js';
import { DATASETS } from './mnist/spec.js';
import { batchSizes, fraction, seconds, threads, vectorOrPath, wholeNumber } from './options.js';
import { asMnnError, Terminal } from './terminal.js';
import { readVersion } from './version.js';

const DOCUMENTATION = 'https://www.npmjs.com/package/mnn-cli';

let terminal: Terminal | undefined;

/** The terminal of the command that runs; before one does, of the bare program. */
export function currentTerminal(): Terminal {
  terminal ??= new Terminal({ json: process.argv.includes('--json') });
  return terminal;
}

/** Runs the program. @param args without node and the script @returns the exit status */
export async function run(args: readonly string[]): Promise<number> {
  let status = 0;
  try {
    const runCommand: RunCommand = async <Options extends OptionValues>(
      command: Command,
      action: Action<Options>,
    ) => {
      terminal = await Terminal.open(command.optsWithGlobals());
      status = await action(command.optsWithGlobals<Options>(), terminal);
    };
    const program = createProgram(runCommand);
    await program.parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const known = error instanceof CommanderError ? usageError(error) : asMnnError(error);
    currentTerminal().error(known);
    return known.exitStatus;
  }
}

/** Commander's message, its suggestion made a hint. */
function usageError({ message }: CommanderError): UsageError {
  const [, text = message, suggestion] = /^(?:error: )?([^\n]*)(?:\n\((.*)\))?/.exec(message) ?? [];
  return new UsageError(
    text,
    suggestion ? suggestion.replace(/^Did/, 'did') : 'mnn --help lists commands and options',
  );
}

type Action<Options> = (options: Options, terminal: Terminal) => Promise<number>;

/** Runs an action with the options that commander has read and checked, and keeps its exit status. */
type RunCommand = <Options extends OptionValues>(command: Command, action: Action<Options>) => Promise<void>;

function createProgram(runCommand: RunCommand): Command {
  const program = new Command('mnn')
    .description('Reads handwritten digits with a neural network whose every step can be seen.')
    .version(readVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .option('--json', 'print one JSON document')
    .option('-q, --quiet', 'no progress, no notes')
    .option('--color', 'colour, also where there is no terminal')
    .option('--no-color', 'no colour')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: () => undefined, writeErr: () => undefined })
    .showSuggestionAfterError()
    .exitOverride();
  const declarations = [
    declareEval,
    declareShow,
    declarePredict,
    declareForward,
    declareFetchMnist,
    declareInspect,
    declareConvert,
  ];
  for (const declare of declarations) declare(program, runCommand);
  program.addHelpText('after', `\nDocumentation: ${DOCUMENTATION}\n`);
  return program;
}

/** A command with its two examples and the place of its documentation. */
function addCommand(
  program: Command,
  usage: string,
  description: string,
  examples: readonly [string, string],
): Command {
  const help = `\nExamples:\n${examples.map((line) => `  $ ${line}`).join('\n')}\n\nDocumentation: ${DOCUMENTATION}\n`;
  return program.command(usage).description(description).addHelpText('after', help);
}

const weightsOption = (standard: string): Option =>
  new Option('-w, --weights <name|file>', 'a bundled network, or a file of weights').default(standard);
const hiddenActivationOption = (): Option =>
  new Option('--activation <name>', 'activation of the hidden layers').choices(
    ACTIVATION_NAMES.filter((name) => ['relu', 'sigmoid', 'tanh'].includes(name)),
  );
const transposeOption = (): Option =>
  new Option('--transpose', 'the weights are stored as (out, in): where shapes and names do not tell');
const splitOption = (): Option =>
  new Option('--split <split>', 'which split').choices(['test', 'train']).default('test');
const datasetOption = (): Option =>
  new Option('--dataset <name>', 'which data set').choices(Object.keys(DATASETS)).default('mnist');
const dataDirOption = (): Option =>
  new Option(
    '--data-dir <folder>',
    'where the IDX files are (also MNN_DATA_DIR); else the user’s data folder, then the bundled files',
  );

function declareEval(program: Command, runCommand: RunCommand): void {
  addCommand(program, 'eval', 'run a network over a split in batches: accuracy and timing', [
    'mnn eval --batch 100',
    'mnn eval --batch 1,10,100,1000 --weights large --json',
  ])
    .addOption(
      new Option('-b, --batch <sizes>', 'batch size, or several with commas')
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
        'pictures of your own in the place of a data set, labelled by folder (7/a.png) or name (7_a.png)',
      ),
    )
    .addOption(new Option('--limit <n>', 'only the first n images').argParser(wholeNumber(1)))
    .addOption(
      new Option('--repeat <n>', 'run n times, report the median').argParser(wholeNumber(1)).default(1),
    )
    .addOption(
      new Option('--threads <n>', 'threads, or auto: more than one where the work repays their start')
        .argParser(threads)
        .default('auto'),
    )
    .option('--confusion', 'print the confusion matrix')
    .addOption(
      new Option('--errors <n>', 'list the n most confident mistakes; 0: all').argParser(wholeNumber(0)),
    )
    .addOption(new Option('--min-accuracy <p>', 'exit 1 where the accuracy is lower').argParser(fraction))
    .action((_options, command: Command) =>
      runCommand<EvalOptions>(command, async (options, t) =>
        (await import('./commands/eval.js')).evalCommand(options, t),
      ),
    );
}

function declareShow(program: Command, runCommand: RunCommand): void {
  addCommand(program, 'show', 'print digits of the data set, or pictures as the network sees them', [
    'mnn show 0',
    'mnn show 0-9 --split train',
  ])
    .argument('<target...>', 'an index (0), a range (0-9), or the path of a picture')
    .addOption(splitOption())
    .addOption(datasetOption())
    .addOption(dataDirOption())
    .action((targets: string[], _options, command: Command) =>
      runCommand<ShowOptions>(command, async (options, t) =>
        (await import('./commands/show.js')).showCommand(targets, options, t),
      ),
    );
}

function declarePredict(program: Command, runCommand: RunCommand): void {
  addCommand(program, 'predict', 'read the digits in pictures of your own', [
    'mnn predict photo.jpg --top 3 --show',
    'mnn predict scans/ --json',
  ])
    .argument(
      '<picture...>',
      'a picture, a folder of pictures, a pattern like *.png, or - for standard input',
    )
    .addOption(weightsOption('book'))
    .addOption(transposeOption())
    .addOption(new Option('--top <k>', 'the k likeliest digits, with a bar each').argParser(wholeNumber(1)))
    .option('--show', 'draw the 28×28 that the network saw')
    .option('--explain', 'tell each step’s choice')
    .option('--out <file.png>', 'with --explain: the stages as pictures, in one PNG')
    .option('--multi', 'read several digits from left to right')
    .addOption(
      new Option('--invert <when>', 'whether the ink is darker than the paper')
        .choices(['auto', 'yes', 'no'])
        .default('auto'),
    )
    .option('--raw', 'take a 28×28 picture as it is')
    .addOption(
      new Option('--min-confidence <p>', 'an answer less sure than this is none').argParser(fraction),
    )
    .action((pictures: string[], _options, command: Command) =>
      runCommand<PredictOptions>(command, async (options, t) =>
        (await import('./commands/predict.js')).predictCommand(pictures, options, t),
      ),
    );
}

function declareFetchMnist(program: Command, runCommand: RunCommand): void {
  const mirror = new Option(
    '--mirror <url|npm>',
    'the address of a folder that holds the .gz files, or npm; may be repeated (default: the known ones in turn)',
  ).argParser((value: string, before: string[] = []) => [...before, value]);
  addCommand(program, 'fetch-mnist', 'download a data set, verified, or check the one that is there', [
    'mnn fetch-mnist',
    'mnn fetch-mnist --dataset fashion-mnist --from ~/Downloads',
  ])
    .addOption(datasetOption())
    .addOption(new Option('--split <split>', 'which split').choices(['test', 'train', 'all']).default('all'))
    .addOption(mirror)
    .addOption(
      new Option('--from <folder>', 'take .gz or raw files from a folder, offline').conflicts('mirror'),
    )
    .addOption(
      new Option(
        '--data-dir <folder>',
        'where the files are put (also MNN_DATA_DIR); else the user’s data folder',
      ),
    )
    .option('--force', 'fetch also what is there and verified')
    .addOption(
      new Option('--verify', 'check what is there, change nothing').conflicts(['mirror', 'from', 'force']),
    )
    .addOption(
      new Option('--timeout <seconds>', 'how long a server may keep silent').argParser(seconds).default(30),
    )
    .addOption(
      new Option('--retries <n>', 'tries after the first, at each address')
        .argParser(wholeNumber(0))
        .default(3),
    )
    .action((_options, command: Command) =>
      runCommand<FetchMnistOptions>(command, async (options, t) =>
        (await import('./commands/fetch-mnist.js')).fetchMnistCommand(options, t),
      ),
    );
}

function declareForward(program: Command, runCommand: RunCommand): void {
  addCommand(program, 'forward', 'one forward pass with vectors as given', [
    'mnn forward --trace',
    'mnn forward --weights xor --input 1,0',
  ])
    .addOption(weightsOption('three-layer'))
    .addOption(transposeOption())
    .addOption(
      new Option('-i, --input <numbers|file|->', 'numbers with commas, or JSON from a file or standard input')
        .argParser(vectorOrPath)
        .default([1.0, 0.5], '1.0,0.5'),
    )
    .option('--trace', 'print every A and Z with its shape')
    .action((_options, command: Command) =>
      runCommand<ForwardOptions>(command, async (options, t) =>
        (await import('./commands/forward.js')).forwardCommand(options, t),
      ),
    );
}

function declareInspect(program: Command, runCommand: RunCommand): void {
  addCommand(program, 'inspect', 'show what a file of weights holds, and what network it is', [
    'mnn inspect --list',
    'mnn inspect weights.npz --histogram',
  ])
    .argument('[file|name]', 'a file of weights, or a bundled network')
    .option('--list', 'list the bundled networks')
    .option('--histogram', 'draw the distribution of each tensor')
    .option('--filters', 'show what each unit of the first layer looks for')
    .option('--out <file.png>', 'with --filters: write them into a picture')
    .addOption(hiddenActivationOption())
    .addOption(transposeOption())
    .action((name: string | undefined, _options, command: Command) =>
      runCommand<InspectCommandOptions>(command, async (options, t) =>
        (await import('./commands/inspect.js')).inspectCommand(name, options, t),
      ),
    );
}

function declareConvert(program: Command, runCommand: RunCommand): void {
  addCommand(program, 'convert', 'write a network in another format, checked bit for bit', [
    'mnn convert sample_weight.pkl weights.safetensors',
    'mnn convert book book.onnx',
  ])
    .argument('<in>', 'a file of weights, or a bundled network')
    .argument('<out>', 'the file to write')
    .addOption(
      new Option('--to <format>', 'the format to write, where the name does not end in it').choices([
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
      runCommand<ConvertOptions>(command, async (options, t) =>
        (await import('./commands/convert.js')).convertCommand(input, output, options, t),
      ),
    );
}

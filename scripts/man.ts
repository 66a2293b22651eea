/** Writes the manual page from the declarations of the command line: node --import ./scripts/ts-node.mjs scripts/man.ts > dist/mnn.1 */
import { createProgram } from '../src/cli.js';
import { describeProgram } from '../src/cli/describe.js';
import { bundledNames } from '../src/model/bundled.js';
import { formatManual, type ManualSection } from '../src/views/manual.js';

const sections: readonly ManualSection[] = [
  {
    title: 'EXIT STATUS',
    entries: [
      ['0', 'It is done. Also where the reader of a pipe has gone.'],
      ['1', 'It could not be done; with eval --min-accuracy also: the accuracy is lower.'],
      ['2', 'The command line is wrong.'],
      ['130', 'Interrupted; 129 and 143 where hung up or terminated.'],
    ],
  },
  {
    title: 'OUTPUT',
    entries: [
      'Results go to standard output; progress, notes, warnings and errors to standard error.',
      'An error is one line that starts with "error: ", then one that starts with "hint: " where something mends it. With --json it is one line, {"error":{"code":"E_…","message":"…","hint":"…"}}.',
    ],
  },
  {
    title: 'ERRORS',
    entries: [
      ['E_USAGE', 'The command line is wrong.'],
      ['E_NOT_FOUND', 'A file or folder that was named is not there.'],
      ['E_FORMAT', 'The bytes are not in the format that they should be in.'],
      ['E_TRUNCATED', 'A file ends too early.'],
      ['E_CHECKSUM', 'A file is not the published one.'],
      ['E_SHAPE', 'Shapes that do not fit together.'],
      ['E_NETWORK', 'A server could not be reached, or did not answer as it should.'],
      ['E_DATA_MISSING', 'A data set that is not on this machine yet.'],
      ['E_NO_DIGIT', 'A picture with nothing to read.'],
      ['E_UNSAFE', 'A file that asks for code to be run.'],
      ['E_LIMIT', 'Input beyond a limit that bounds memory and time.'],
      ['E_IO', 'The system refused to read or write.'],
      ['E_INTERNAL', 'A fault of the program.'],
    ],
  },
  {
    title: 'ENVIRONMENT',
    entries: [
      ['MNN_DATA_DIR', 'Where the files of the data sets are; the option --data-dir goes before it.'],
      [
        'MNN_KERNEL',
        'relaxed-simd, simd or reference: what multiplies; else the fastest that the engine has.',
      ],
      ['MNN_DEBUG', 'Where it is 1, errors are followed by their stack.'],
      [
        'XDG_DATA_HOME',
        'The user’s data folder, in which mnn/ holds what fetch-mnist brings; else ~/.local/share.',
      ],
      ['LC_ALL, LC_MESSAGES, LANG', 'Japanese where the locale is; the option --lang goes before them.'],
      ['NO_COLOR, FORCE_COLOR', 'No colour, or colour also where standard output is no terminal.'],
      ['HTTPS_PROXY, HTTP_PROXY, NO_PROXY', 'The proxy that fetch-mnist goes through.'],
    ],
  },
];

const program = createProgram(() => Promise.resolve());
process.stdout.write(formatManual(describeProgram(program, bundledNames()), sections));

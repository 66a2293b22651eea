/** The program's entry: streams and signals; everything else is in cli.ts. */
import { IoError } from './errors.js';
import { currentTerminal, run } from './cli.js';
import { isWritten, standardOutput } from './standard-streams.js';
import { t } from './text.js';

// A reader that went away (`mnn … | head -1`) wants no more, which is no error.
standardOutput.onError = (error) => {
  if (error.code === 'EPIPE') process.exit(0);
  currentTerminal().error(
    new IoError(t`cannot write to standard output: ${error.message}`, undefined, { cause: error }),
  );
  process.exit(1);
};

// A fault that no command awaited is told like any other.
process.on('uncaughtException', (error) => {
  currentTerminal().error(error);
  process.exit(1);
});

// A shell's convention: 128 and the signal's number.
for (const [signal, number] of [
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGTERM', 15],
] as const) {
  process.on(signal, () => {
    const status = 128 + number;
    process.exitCode = status;
    if (!currentTerminal().interrupt()) process.exit(status);
  });
}

void run(process.argv.slice(2)).then((status) => {
  // An interrupt has set its own status by now; it stays.
  process.exitCode ??= status;
  // Left to itself, Node takes two milliseconds to clear what ends with the process. Errors of the last writes come first.
  setImmediate(() => {
    if (isWritten()) process.exit();
  });
});

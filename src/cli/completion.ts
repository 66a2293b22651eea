/** Declares `mnn completion`. */
import { Argument, type Command } from 'commander';
import { t } from '../text.js';
import type { Shell } from '../views/completion.js';
import { addCommand, type RunCommand } from './declare.js';

export function declareCompletion(program: Command, runCommand: RunCommand): void {
  addCommand(program, 'completion', t`print the script that completes mnn’s commands in a shell`, [
    'mnn completion bash > ~/.local/share/bash-completion/completions/mnn',
    'mnn completion fish | source',
  ])
    .addArgument(new Argument('<shell>', t`which shell`).choices(['bash', 'zsh', 'fish']))
    .action((shell: Shell, _options, command: Command) =>
      runCommand(command, async (_, terminal) => {
        const { describeProgram } = await import('./describe.js');
        const { createProgram } = await import('../cli.js');
        const { completionCommand } = await import('../commands/completion.js');
        const { bundledNames } = await import('../model/bundled.js');
        return completionCommand(shell, describeProgram(createProgram(runCommand), bundledNames()), terminal);
      }),
    );
}

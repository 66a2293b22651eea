/**
 * The command line as completion scripts. They are whole: nothing is asked of the program while one types, so
 * that a press of Tab costs nothing.
 */
import { bashCompletion } from './completion/bash.js';
import { fishCompletion } from './completion/fish.js';
import { zshCompletion } from './completion/zsh.js';
import type { ProgramRecord } from './program.js';

export type Shell = 'bash' | 'zsh' | 'fish';

const SCRIPTS: Readonly<Record<Shell, (program: ProgramRecord) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

export function completionScript(shell: Shell, program: ProgramRecord): string {
  return SCRIPTS[shell](program);
}

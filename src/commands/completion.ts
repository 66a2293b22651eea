/** `mnn completion`: the script by which a shell completes the command line. */
import type { Terminal } from '../terminal.js';
import { completionScript, type Shell } from '../views/completion.js';
import type { ProgramRecord } from '../views/program.js';

export async function completionCommand(
  shell: Shell,
  program: ProgramRecord,
  terminal: Terminal,
): Promise<number> {
  const script = completionScript(shell, program);
  if (terminal.json) terminal.writeJson({ command: 'completion', shell, script });
  else terminal.write(script);
  return 0;
}

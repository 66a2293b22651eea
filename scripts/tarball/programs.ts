/** Runs programs and keeps what they print. */
import { spawn } from 'node:child_process';

export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** On Windows, npm and npx are scripts of its shell. */
export const SHELL = process.platform === 'win32';

export async function runProgram(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
  input: Uint8Array | string = '',
): Promise<Run> {
  return await new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, shell: SHELL, timeout: 300_000 });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    // Who does not read its input closes it.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}

/** What it printed. @throws when it failed */
export async function must(running: Promise<Run>): Promise<string> {
  const { status, stdout, stderr } = await running;
  if (status !== 0) throw new Error(`exit status ${status}\n${stdout}${stderr}`);
  return stdout;
}

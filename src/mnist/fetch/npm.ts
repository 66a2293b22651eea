/** Runs npm, the user's own, and says in a line what it complains of. */
import { spawn } from 'node:child_process';
import { NetworkError } from '../../errors.js';
import { t } from '../../text.js';
import type { Job } from './job.js';

/** Whatever the user's configuration says: one package, no script, no look for a newer npm. */
const FIXED = [
  '--json',
  '--ignore-scripts',
  '--dry-run=false',
  '--workspaces=false',
  '--update-notifier=false',
  '--loglevel=error',
];

/**
 * @param folder where it runs
 * @throws {NetworkError} when npm is not there, or fails
 */
export async function runNpm(
  args: readonly string[],
  folder: string,
  { timeoutMs, retries, signal }: Job,
): Promise<void> {
  const limits = [`--fetch-timeout=${timeoutMs}`, `--fetch-retries=${retries}`];
  const { status, stdout, stderr } = await run([...args, ...FIXED, ...limits], folder, signal);
  if (status !== 0) throw new NetworkError(t`npm ${args[0]} failed: ${complaint(stdout, stderr)}`);
}

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: readonly string[], folder: string, signal: AbortSignal): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    // On Windows npm is a script of the shell; no argument of ours needs quoting there.
    const child = spawn('npm', args, {
      cwd: folder,
      env: process.env,
      signal,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
      windowsHide: true,
    });
    const text = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (chunk: string) => (text[name] += chunk));
    }
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (signal.aborted) return;
      const reason = error.code === 'ENOENT' ? t`there is no npm on the PATH` : error.message;
      reject(new NetworkError(reason, undefined, { cause: error }));
    });
    child.on('close', (status) => {
      if (signal.aborted) reject(signal.reason as Error);
      else resolve({ status, ...text });
    });
  });
}

/** The summary of npm's own report, or the first line of what it prints. */
function complaint(stdout: string, stderr: string): string {
  try {
    const { error } = JSON.parse(stdout) as { error?: { code?: string; summary?: string } };
    if (error?.summary) return [error.code, error.summary.split('\n')[0]].filter(Boolean).join(', ');
  } catch {
    // No report: npm broke off before it could write one.
  }
  return stderr.split('\n').find((line) => line.trim() !== '') ?? t`it says nothing`;
}

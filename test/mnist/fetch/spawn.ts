/** Runs the built program while servers of the same test answer it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { cleanEnvironment, program, type Run } from '../../cli/mnn.js';

export interface Running {
  readonly child: ChildProcess;
  readonly done: Promise<Run>;
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Who runs it, where that is not the user of the tests. */
  readonly uid?: number;
}

export function start(args: readonly string[], { env, uid }: StartOptions = {}): Running {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: tmpdir(),
    env: cleanEnvironment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid }),
  });
  return { child, done: collect(child) };
}

export function run(args: readonly string[], options?: StartOptions): Promise<Run> {
  return start(args, options).done;
}

async function collect(child: ChildProcess): Promise<Run> {
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name]!.setEncoding('utf8').on('data', (chunk: string) => (text[name] += chunk));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, ...text };
}

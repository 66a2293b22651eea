/** Spawns the built program as a shell would, from another folder and with a clean environment. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const program = fileURLToPath(new URL('../../bin/mnn.js', import.meta.url));

export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
}

/** The user's data folder of the tests: an empty one. */
const dataHome = mkdtempSync(join(tmpdir(), 'mnn-data-home-'));
process.on('exit', () => rmSync(dataHome, { recursive: true, force: true }));

/** What the program inherits: nothing that would change colours, folders or the language. */
export function cleanEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { PATH, HOME, SystemRoot } = process.env;
  // Without SystemRoot no program starts on Windows.
  return {
    PATH,
    HOME,
    ...(SystemRoot === undefined ? {} : { SystemRoot }),
    XDG_DATA_HOME: dataHome,
    ...extra,
  };
}

export function mnn(args: readonly string[], options: RunOptions = {}): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: options.cwd ?? tmpdir(),
    env: cleanEnvironment(options.env),
    input: options.input ?? '',
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { status, stdout, stderr };
}

/** Runs a line of shell in which `mnn` is the program. */
export function shell(line: string, options: RunOptions = {}): Run {
  const script = `mnn() { '${process.execPath}' '${program}' "$@"; }\n${line}`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
    cwd: options.cwd ?? tmpdir(),
    env: cleanEnvironment(options.env),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { status, stdout, stderr };
}

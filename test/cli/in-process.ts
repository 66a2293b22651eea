/** Runs the program in this process: fast, and nothing of main.ts (streams that close, signals). */
import { jest } from '@jest/globals';
import { run } from '../../src/cli.js';

export interface QuietRun {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Its streams are caught. */
export async function runQuietly(args: readonly string[]): Promise<QuietRun> {
  const caught = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((chunk) => {
      caught[name] += String(chunk);
      return true;
    }),
  );
  try {
    return { status: await run(args), ...caught };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** Runs the program in this process: fast, and nothing of main.ts (streams that close, signals). */
import { jest } from '@jest/globals';
import { run } from '../../src/cli.js';
import { standardError, standardOutput } from '../../src/standard-streams.js';

export interface QuietRun {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Its streams are caught. */
export async function runQuietly(args: readonly string[]): Promise<QuietRun> {
  const caught = { stdout: '', stderr: '' };
  const spies = [
    jest.spyOn(standardOutput, 'write').mockImplementation((text) => void (caught.stdout += text)),
    jest.spyOn(standardError(), 'write').mockImplementation((chunk) => {
      caught.stderr += String(chunk);
      return true;
    }),
  ];
  try {
    return { status: await run(args), ...caught };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

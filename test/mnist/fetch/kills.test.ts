/**
 * Whole or absent, whatever happens: the built program is killed at random moments of a download, and what is left is
 * looked at. MNN_KILLS sets how often, for each signal.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Bench } from './bench.js';
import { FILES, IMAGES, LABELS, type Visit } from './mirror-server.js';
import { run, start } from './spawn.js';

const KILLS = Number(process.env['MNN_KILLS'] ?? 10);
/** About as long as a run takes, so that every part of it is hit. */
const LONGEST_MS = 450;

const bench = new Bench();

/** Takes its time, in about ten steps. */
async function serveSlowly({ response, file: { gz } }: Visit): Promise<void> {
  response.setHeader('Content-Length', gz.length);
  const step = Math.ceil(gz.length / 10);
  for (let at = 0; at < gz.length && !response.destroyed; at += step) {
    response.write(gz.subarray(at, at + step));
    await sleep(8);
  }
  response.end();
}

interface Tally {
  /** Runs that were done before they were killed. */
  finished: number;
  killed: number;
  /** Temporary files left behind by killed runs. */
  temporary: number;
  /** Final names seen that held the right bytes. */
  whole: number;
  /** Final names seen that held anything else. */
  wrong: number;
}

/** Kills runs on one folder at random moments; the folder is only tidied by the program itself. */
async function killRuns(signal: NodeJS.Signals, folder: string): Promise<Tally> {
  const { url } = await bench.serve((visit) => void serveSlowly(visit));
  const args = ['fetch-mnist', '--split', 'test', '--data-dir', folder, '--mirror', url, '--quiet'];
  const tally: Tally = { finished: 0, killed: 0, temporary: 0, whole: 0, wrong: 0 };
  for (let i = 0; i < KILLS; i++) {
    const { child, done } = start(args);
    await sleep(Math.random() * LONGEST_MS);
    child.kill(signal);
    const { status } = await done;
    if (status === 0) tally.finished++;
    else tally.killed++;
    if (signal === 'SIGINT') expect([0, 130, null]).toContain(status);
    inspect(folder, tally);
    for (const name of [IMAGES, LABELS]) rmSync(join(folder, name), { force: true });
  }
  expect((await run(args)).status).toBe(0);
  bench.expectInstalled(folder);
  return tally;
}

function inspect(folder: string, tally: Tally): void {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (name.endsWith('.part')) tally.temporary++;
    else if (FILES[name]?.raw.equals(readFileSync(join(folder, name)))) tally.whole++;
    else tally.wrong++;
  }
}

describe(`${KILLS} runs ended at random moments, each`, () => {
  it.each<NodeJS.Signals>(['SIGKILL', 'SIGINT'])(
    'by %s leave nothing wrong under a final name, and the next run cleans up',
    async (signal) => {
      const tally = await killRuns(signal, join(bench.folder, signal));
      if (process.env['MNN_KILLS']) console.log(signal, tally);
      expect(tally.wrong).toBe(0);
      expect(tally.killed).toBeGreaterThan(0);
      // No run leaves more than the one that it was writing; those that could tidy up did.
      if (signal !== 'SIGKILL') expect(tally.temporary).toBe(0);
    },
    60_000 + KILLS * 2000,
  );
});

it('an interrupt in the middle of a download: status 130, a word on it, no result', async () => {
  const { url, requests } = await bench.serve(
    ({ response, file }) => void response.write(file.gz.subarray(0, 1000)),
  );
  const { child, done } = start([
    'fetch-mnist',
    '--split',
    'test',
    '--data-dir',
    bench.folder,
    '--mirror',
    url,
  ]);
  while (requests.length === 0) await sleep(5);
  await sleep(50);
  child.kill('SIGINT');
  const { status, stdout, stderr } = await done;
  expect({ status, stdout }).toEqual({ status: 130, stdout: '' });
  expect(stderr).toMatch(/interrupted/);
  expect(stderr).not.toMatch(/error/);
  bench.expectNothingLeft();
});

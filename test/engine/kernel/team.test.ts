/** Several threads in one session: what they compute, and what becomes of a thread that fails. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import type { Team } from '../../../src/engine/kernel/kernel.js';
import { selectKernel } from '../../../src/engine/kernel/select.js';
import { createTeam } from '../../../src/engine/kernel/team.js';
import { InternalError } from '../../../src/errors.js';
import { evaluate } from '../../../src/evaluate.js';
import { loadDataset } from '../../../src/mnist/dataset.js';
import { loadModel } from '../../../src/model/load.js';
import { packageRoot } from '../../../src/package-root.js';

const { network } = await loadModel('book');
const { pixels, labels } = await loadDataset();
const kernel = await selectKernel();
const module = new WebAssembly.Module(await readFile(join(packageRoot, 'dist', `${kernel.name}.wasm`)));
const folder = mkdtempSync(join(tmpdir(), 'mnn-team-'));
const teams: Team[] = [];

afterEach(async () => {
  await Promise.all(teams.splice(0).map((team) => team.close()));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A team whose workers run this program instead of their own, or their own. */
function openTeam(threads: number, program?: string): Team {
  const options = { capacity: labels.length };
  const path = join(folder, `worker-${teams.length}.cjs`);
  if (program !== undefined) writeFileSync(path, program);
  const team = createTeam(module, network, options, threads, program === undefined ? undefined : path);
  teams.push(team);
  team.input.set(pixels);
  return team;
}

const alone = kernel.createSession(network, { capacity: labels.length });
alone.input.set(pixels);
alone.run(0, labels.length);

/** Jest's toEqual takes a tenth of a second for all outputs. */
function sameBits(a: ArrayBufferView, b: ArrayBufferView): boolean {
  const bytes = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer =>
    Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
  return bytes(a).equals(bytes(b));
}

describe('a team', () => {
  it.each([2, 3])(
    'of %i threads gives what one thread gives, bit by bit, in batches of any size',
    async (threads) => {
      const team = openTeam(threads);
      for (const batchSize of [1, 100, 700, 10_000]) {
        team.outputs.fill(0);
        team.predictions.fill(99);
        await team.runAll(labels.length, batchSize);
        expect(sameBits(team.outputs, alone.outputs)).toBe(true);
        expect(sameBits(team.predictions, alone.predictions)).toBe(true);
      }
    },
  );

  it('leaves rows alone that it was not asked for', async () => {
    const team = openTeam(2);
    team.predictions.fill(99);
    await team.runAll(1001, 100);
    expect(team.predictions.findIndex((digit) => digit === 99)).toBe(1001);
    await expect(team.runAll(10_001, 100)).rejects.toThrow(RangeError);
  });

  it('is evaluated like a session', async () => {
    const { runs } = await evaluate(openTeam(2), labels, {
      batchSizes: [100],
      probabilities: true,
      repeat: 3,
    });
    const single = await evaluate(alone, labels, { batchSizes: [100], probabilities: true });
    expect(runs[0]!.correct).toBe(single.runs[0]!.correct);
    expect(runs[0]!.loss).toBe(single.runs[0]!.loss);
  });

  it('does not wait for a worker that never gets ready', async () => {
    const team = openTeam(2, 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);');
    await team.runAll(labels.length, 100);
    expect(team.predictions).toEqual(alone.predictions);
  });
});

describe('a thread that dies is an error', () => {
  /** Says that it is at work, as team-worker.ts does, and then dies. */
  const dyingAtWork = (end: string): string =>
    `require('node:worker_threads').parentPort.on('message', ({ control }) => {
       const counters = new Int32Array(control);
       Atomics.add(counters, 1, 1);
       Atomics.add(counters, 0, 512);
       ${end}
     });`;

  /** Jobs until the worker has had the time to start and to take part in one. */
  async function runUntilItFails(team: Team): Promise<void> {
    for (let i = 0; i < 1000; i++) {
      await team.runAll(labels.length, 100);
      await new Promise((resume) => setTimeout(resume, 10));
    }
  }

  it.each([
    ['ends', 'process.exit(3);', 'a thread ended before its work was done, with exit status 3'],
    ['throws', "throw new Error('out of memory');", 'a thread failed: out of memory'],
  ])('when it %s in the midst of its work', async (_, end, message) => {
    const team = openTeam(2, dyingAtWork(end));
    const failure = runUntilItFails(team);
    await expect(failure).rejects.toThrow(InternalError);
    await expect(failure).rejects.toThrow(message);
    await expect(team.runAll(10, 10)).rejects.toThrow(message);
  });

  it('when it fails at its start', async () => {
    const team = openTeam(2, "throw new Error('no such thing');");
    await expect(runUntilItFails(team)).rejects.toThrow('a thread failed: no such thing');
  });
});

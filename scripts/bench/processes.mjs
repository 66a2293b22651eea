/**
 * Whole processes, from start to exit, in turn: `mnn` against bare Node and against the same job in lean Python (weights and digits
 * read, batches of 100, accuracy printed).
 *
 *   node processes.mjs [--weights book] [--rounds 30]
 *
 * Peak memory is read from /proc while another run of the same command is on; where there is no /proc it is left out.
 */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clearInterval, setInterval } from 'node:timers';
import { loadTask, median, milliseconds, minimum, readOptions, table } from './contest.mjs';
import { numpyEnvironment } from './contestants/numpy.mjs';
import { writeTask } from './files.mjs';

const { weights, rounds } = readOptions({ weights: 'book', rounds: 30 });
const mnn = join(import.meta.dirname, '..', '..', 'bin', 'mnn.js');
const folder = writeTask(await loadTask(weights));

const commands = [
  { title: 'node -e 0', command: [process.execPath, '-e', '0'] },
  { title: 'mnn --version', command: [process.execPath, mnn, '--version'] },
  {
    title: 'mnn eval --batch 100',
    command: [process.execPath, mnn, 'eval', '--batch', '100', '--weights', weights],
  },
  {
    title: 'Python with NumPy, the same job',
    command: ['python3', join(import.meta.dirname, 'numpy-job.py'), folder],
    env: numpyEnvironment(),
  },
].filter(({ command: [program] }) => spawnSync(program, ['--version']).status === 0);

for (let round = 0; round < rounds; round++) {
  for (const entry of commands) (entry.times ??= []).push(time(entry));
  process.stderr.write(`\rround ${round + 1} of ${rounds}`);
}
process.stderr.write('\n');
const rows = [];
for (const entry of commands) {
  const { title, times } = entry;
  const ratio = minimum(times) / minimum(commands[0].times);
  const bytes = await peakMemory(entry);
  rows.push([
    title,
    milliseconds(minimum(times)),
    milliseconds(median(times)),
    ratio.toFixed(2),
    bytes === undefined ? '–' : (bytes / 1e6).toFixed(0),
  ]);
}
console.log(`Node ${process.versions.node}, ${rounds} rounds\n`);
console.log(table(['process', 'minimum, ms', 'median, ms', '× node -e 0', 'peak, MB'], rows));

function time({ command: [program, ...parameters], env = process.env }) {
  const start = performance.now();
  const { status, stderr } = spawnSync(program, parameters, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const ms = performance.now() - start;
  if (status !== 0) throw new Error(`${program} ${parameters.join(' ')}: ${stderr}`);
  return ms;
}

/** The high-water mark that the kernel keeps, as last seen before the process ended. */
async function peakMemory({ command: [program, ...parameters], env = process.env }) {
  const child = spawn(program, parameters, { env, stdio: 'ignore' });
  let peak;
  const watch = () => {
    try {
      const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
      if (kilobytes !== undefined) peak = Number(kilobytes) * 1024;
    } catch {
      // It has ended, or there is no /proc.
    }
  };
  const timer = setInterval(watch, 1);
  await new Promise((resume) => child.once('exit', resume));
  clearInterval(timer);
  return peak;
}

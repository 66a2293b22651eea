/** A worker of a team (team.ts): one more instance of the kernel in the shared memory. Built as dist/team-worker.cjs. */
import { parentPort, workerData } from 'node:worker_threads';
import { takePortions, type Assignment, type Job } from './portions.js';
import { instantiate } from './simd.js';

const { module, memory, session } = workerData as Assignment;
const kernel = instantiate(module, memory);

parentPort!.on('message', (job: Job) => {
  const busy = new Int32Array(job.control).subarray(1);
  Atomics.add(busy, 0, 1);
  takePortions(job, (first, count) => kernel.run(session, first, count));
  Atomics.sub(busy, 0, 1);
  parentPort!.postMessage('done');
});

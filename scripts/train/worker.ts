/**
 * One training thread. Waits for jobs from the main thread; within a job the threads keep step by themselves
 * (team.ts).
 */
import { parentPort, workerData } from 'node:worker_threads';
import { createKernels } from './memory.js';
import { ThreadWork } from './work.js';
import type { Plan, DigitsLayout } from './plan.js';

export interface WorkerData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly plan: Plan;
  readonly thread: number;
}

export type Job =
  | { readonly kind: 'epoch'; readonly epoch: number }
  /** Logits of all `digits`, undistorted, to `out` (16 float32 a digit). */
  | { readonly kind: 'evaluate'; readonly digits: DigitsLayout; readonly out: number };

const { module, memory, plan, thread } = workerData as WorkerData;
const work = new ThreadWork(createKernels(module, memory), memory, plan, thread);

parentPort!.on('message', (job: Job) => {
  if (job.kind === 'epoch') work.epoch(job.epoch);
  else work.evaluate(job.digits, job.out);
  parentPort!.postMessage('done');
});

/** NumPy where python3 has it, on one thread, with its own choice of instructions. */
import { join } from 'node:path';
import { writeTask } from '../files.mjs';
import { enterChild } from '../child.mjs';

export const names = ['NumPy', 'NumPy, float32'];

/** Settings that force older instructions upon its BLAS, where a machine has them, would make it slower than it is. */
export function numpyEnvironment() {
  const env = { ...process.env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
  delete env.OPENBLAS_CORETYPE;
  delete env.OPENBLAS_L2_SIZE;
  return env;
}

export async function enter(name, task) {
  const fed = name.endsWith('float32') ? 'float32' : 'uint8';
  const script = join(import.meta.dirname, '..', 'numpy-contestant.py');
  const child = await enterChild('python3', [script, writeTask(task), fed], numpyEnvironment());
  return { fed, ...child };
}

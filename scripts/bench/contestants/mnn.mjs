/** Our own kernels. */
import { selectKernel } from '../../../dist/index.cjs';
import { pass } from '../contest.mjs';

export const names = ['mnn relaxed-simd', 'mnn simd', 'mnn reference'];

export async function enter(name, task) {
  const kernel = await selectKernel(name.slice('mnn '.length));
  const session = kernel.createSession(task.network, { capacity: task.count });
  session.input.set(task.pixels);
  return {
    fed: 'uint8',
    run: (turn) => pass(task, turn, (first, count) => session.run(first, count), session.predictions),
  };
}

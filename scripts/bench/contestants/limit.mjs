/** What this processor can do: the network in C, compiled for the machine and for its very sizes. Where there is a compiler. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { writeTask } from '../files.mjs';
import { enterChild } from '../child.mjs';

export const names = ['C, AVX-512'];

export async function enter(_, task) {
  const { layers } = task;
  if (layers.map(({ activation }) => activation).join() !== 'sigmoid,sigmoid,softmax') {
    throw new Error('written for three layers of sigmoid, sigmoid, softmax');
  }
  const folder = writeTask(task);
  const program = join(folder, 'limit');
  const sizes = [
    `INPUTS=${layers[0].inputs}`,
    ...layers.map(({ outputs }, i) => `OUTPUTS${i + 1}=${outputs}`),
  ];
  const source = join(import.meta.dirname, '..', 'limit.c');
  const flags = [
    '-O3',
    '-march=native',
    '-mprefer-vector-width=512',
    '-ffast-math',
    ...sizes.map((size) => `-D${size}`),
  ];
  const { status, stderr, error } = spawnSync('cc', [...flags, source, '-o', program, '-lm'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw error ?? new Error(stderr);
  return { fed: 'uint8', ...(await enterChild(program, [folder])) };
}

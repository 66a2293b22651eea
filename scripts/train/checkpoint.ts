/**
 * Checkpoints: a trainer's state as a safetensors file, with the recipe that it belongs to.
 * A file is whole or absent: it is written under another name first.
 */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { readSafetensors, writeSafetensors, type WritableTensor } from '../../src/formats/safetensors.js';
import type { TrainerState } from './trainer.js';

/** `identity`: all that the state depends on, as text; a state of another identity is none. */
export async function saveCheckpoint(path: string, identity: string, state: TrainerState): Promise<void> {
  const tensors = Object.entries(state.arrays).map(([name, data]): WritableTensor => ({
    name,
    shape: [data.length],
    data,
  }));
  await writeWhole(path, writeSafetensors(tensors, { identity, epoch: String(state.epoch) }));
}

export async function loadCheckpoint(path: string, identity: string): Promise<TrainerState | undefined> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (bytes === undefined) return undefined;
  const { tensors, metadata } = readSafetensors(bytes, path);
  if (metadata['identity'] !== identity) return undefined;
  return {
    epoch: Number(metadata['epoch']),
    arrays: Object.fromEntries(tensors.map(({ name, data }) => [name, Float32Array.from(data)])),
  };
}

export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, bytes);
  await rename(temporary, path);
}

/** The task as files, for contestants in other languages: network.json, weights.bin (float32), pixels.bin, labels.bin. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const written = new WeakMap();

/** @returns the folder; it goes when the process ends. */
export function writeTask(task) {
  if (written.has(task)) return written.get(task);
  const folder = mkdtempSync(join(tmpdir(), 'mnn-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const { layers, pixels, labels } = task;
  const sizes = [layers[0].inputs, ...layers.map(({ outputs }) => outputs)];
  const activations = layers.map(({ activation }) => activation);
  writeFileSync(join(folder, 'network.json'), JSON.stringify({ sizes, activations }));
  writeFileSync(
    join(folder, 'weights.bin'),
    Buffer.concat(layers.flatMap(({ weight, bias }) => [bytes(weight), bytes(bias)])),
  );
  writeFileSync(join(folder, 'pixels.bin'), pixels);
  writeFileSync(join(folder, 'labels.bin'), labels);
  written.set(task, folder);
  return folder;
}

const bytes = (data) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** What we write as ONNX, run by onnxruntime on digits of the test set. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from '@jest/globals';
import { NdArray } from '../../src/engine/array.js';
import { readIdx } from '../../src/formats/idx.js';
import { writeNetwork } from '../../src/formats/write.js';
import { loadModel } from '../../src/model/load.js';

const folder = mkdtempSync(join(tmpdir(), 'mnn-onnxruntime-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const COUNT = 1000;

it('onnxruntime gives our probabilities within 1e-5 for 1,000 test images', async () => {
  const { network } = await loadModel('book');
  const model = join(folder, 'book.onnx');
  writeFileSync(model, await writeNetwork(network, 'onnx'));
  const { data } = readIdx(readFileSync(path('../../data/t10k-images-idx3-ubyte')), 3, 'images');
  const pixels = Float32Array.from(data.subarray(0, COUNT * 784), (pixel) => pixel / 255);
  const { stdout, stderr } = spawnSync(process.execPath, [path('./run-onnx.mjs'), model], {
    input: pixels,
    maxBuffer: 1 << 24,
  });
  expect(String(stderr)).toBe('');
  const theirs = new Float32Array(new Uint8Array(stdout).buffer);
  const ours = Array.from(network.forward(new NdArray(pixels, [COUNT, 784])).data);
  expect(theirs).toHaveLength(COUNT * 10);
  const largest = ours.reduce((most, value, i) => Math.max(most, Math.abs(value - theirs[i]!)), 0);
  expect(largest).toBeLessThan(1e-5);
});

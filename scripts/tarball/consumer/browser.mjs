// The library's part for browsers, which gets its files as bytes here: Node fetches none from a disk.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadReader, NoDigitError } from 'mnn-cli/browser';

const file = (name) => readFileSync(fileURLToPath(import.meta.resolve(`mnn-cli/${name}`)));
const reader = await loadReader({
  weights: file('weights/book.safetensors'),
  kernels: { 'relaxed-simd': file('relaxed-simd.wasm'), simd: file('simd.wasm') },
});
assert.deepEqual(
  reader.network.layers.map(({ bias }) => bias.size),
  [50, 100, 10],
);

// A page with a vertical bar: a one. And one with nothing on it.
const size = 100;
const data = new Uint8ClampedArray(size * size * 4).fill(255);
assert.throws(() => reader.read({ data, width: size, height: size }), NoDigitError);
for (let y = 20; y < 80; y++) {
  for (let x = 46; x < 54; x++) data.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3);
}
assert.equal(reader.read({ data, width: size, height: size }).digit, 1);

/** ONNX Runtime on one thread: native (onnxruntime-node) and in WebAssembly (onnxruntime-web). */
import { pass } from '../contest.mjs';
import { onnxModel } from '../onnx-model.mjs';

export const names = ['onnxruntime-node, float32', 'onnxruntime-node', 'onnxruntime-web'];

export async function enter(name, task) {
  const fed = name.endsWith('float32') ? 'float32' : 'uint8';
  const ort = name.startsWith('onnxruntime-web')
    ? await importWeb()
    : (await import('onnxruntime-node')).default;
  const session = await ort.InferenceSession.create(new Uint8Array(onnxModel(task.layers, fed)), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
  });
  const rows = fed === 'uint8' ? task.pixels : Float32Array.from(task.pixels, (p) => p / 255);
  const predictions = new Int32Array(task.count);
  const run = async (first, count) => {
    const x = new ort.Tensor(fed, rows.subarray(first * 784, (first + count) * 784), [count, 784]);
    const { digit } = await session.run({ x });
    for (let i = 0; i < count; i++) predictions[first + i] = Number(digit.data[i]);
  };
  return { fed, run: (turn) => pass(task, turn, run, predictions), close: () => session.release() };
}

async function importWeb() {
  const { default: ort } = await import('onnxruntime-web');
  ort.env.wasm.numThreads = 1;
  return ort;
}

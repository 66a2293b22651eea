// The library by require: evaluation by the fast kernel, in one thread and in two.
const assert = require('node:assert/strict');
const { evaluate, loadDataset, loadModel, selectKernel } = require('mnn-cli');

async function main() {
  const kernel = await selectKernel();
  assert.equal(kernel.name, 'relaxed-simd');
  const { network } = await loadModel('book');
  const { pixels, labels } = await loadDataset({ split: 'test' });
  const session = kernel.createSession(network, { capacity: labels.length });
  session.input.set(pixels);
  const { runs } = await evaluate(session, labels, { batchSizes: [100], probabilities: true });
  assert.equal(runs[0].count, 10000);
  assert.ok(runs[0].accuracy > 0.97);
}

void main();

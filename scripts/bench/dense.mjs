/**
 * What the search for zeros costs where there are none: the kernel as it is against the same with the search switched off in its first
 * layer, on pixels as they are, inverted (a fifth is below 255, next to none is 0), and without any zero.
 *
 *   node dense.mjs [--weights book] [--rounds 15]
 */
import { loadDataset, loadModel, selectKernel } from '../../dist/index.cjs';
import { milliseconds, minimum, readOptions, table } from './contest.mjs';

const options = readOptions({ weights: 'book', rounds: 15 });
const kernel = await selectKernel();
const { network } = await loadModel(options.weights);
const { pixels, count } = await loadDataset();
const sparse = kernel.createSession(network, { capacity: count });
const dense = kernel.createSession(network, { capacity: count });
switchSearchOff(dense);

const rows = Object.entries({
  'as they are': pixels,
  inverted: pixels.map((p) => 255 - p),
  'no zero': pixels.map((p) => Math.max(p, 1)),
}).map(([title, input]) => {
  sparse.input.set(input);
  dense.input.set(input);
  const times = { sparse: [], dense: [] };
  for (let round = 0; round < options.rounds; round++) {
    times.sparse.push(time(sparse));
    times.dense.push(time(dense));
  }
  if (sparse.predictions.some((digit, i) => digit !== dense.predictions[i])) throw new Error('they differ');
  const [searching, plain] = [minimum(times.sparse), minimum(times.dense)];
  return [title, milliseconds(searching), milliseconds(plain), (searching / plain).toFixed(2)];
});
console.log(
  `kernel ${kernel.name}, ${network.sizes.join('-')}, Node ${process.versions.node}: ${count} digits, milliseconds\n`,
);
console.log(table(['pixels', 'searching zeros', 'not searching', 'ratio'], rows));

function time(session) {
  const start = performance.now();
  for (let first = 0; first < count; first += 100) session.run(first, Math.min(100, count - first));
  return performance.now() - start;
}

/** Clears the field `sparse`, the eighth, in the record of the first layer (assembly/layout.ts), found by the fields before it. */
function switchSearchOff({ input }) {
  const words = new Uint32Array(input.buffer, 0, input.byteOffset >> 2);
  const [inputs, outputs] = network.sizes;
  const at = words.findIndex(
    (word, i) =>
      word === inputs &&
      words[i + 1] === outputs &&
      words[i + 2] === Math.ceil(outputs / 4) &&
      words[i + 7] === 1,
  );
  if (at < 0) throw new Error('no record of the first layer');
  words[at + 7] = 0;
}

/**
 * How time and memory grow: with the number of images, the test set repeated, streamed through one session of 10,000; and with the
 * size of the network, of random weights.
 *
 *   node growth.mjs [--images 1000,10000,100000,1000000] [--batch 100] [--rounds 5]
 */
import { loadDataset, loadModel, selectKernel } from '../../dist/index.cjs';
import { median, milliseconds, minimum, randomNetwork, readOptions, table } from './contest.mjs';

const options = readOptions({
  images: [1000, 10_000, 100_000, 1_000_000],
  networks: ['784-50-100-10', '784-100-200-10', '784-250-250-10', '784-500-500-10', '784-1000-1000-10'],
  batch: 100,
  rounds: 5,
});
const kernel = await selectKernel();
const { pixels, labels } = await loadDataset();
console.log(`kernel ${kernel.name}, batches of ${options.batch}, Node ${process.versions.node}\n`);
await growImages();
console.log();
growNetwork();

async function growImages() {
  const { network } = await loadModel('book');
  const session = kernel.createSession(network, { capacity: labels.length });
  stream(session, labels.length);
  const rows = options.images.map((count) => {
    const times = repeat(() => stream(session, count));
    const perImage = (minimum(times) * 1000) / count;
    return [
      count.toLocaleString('en'),
      milliseconds(minimum(times)),
      milliseconds(median(times)),
      perImage.toFixed(2),
      memory(),
    ];
  });
  console.log(table(['images', 'minimum, ms', 'median, ms', 'µs an image', 'memory, MB'], rows));
}

/** The set from its beginning again and again, copied into the session a part at a time, as a stream would come. */
function stream(session, count) {
  for (let done = 0; done < count; done += labels.length) {
    const part = Math.min(labels.length, count - done);
    session.input.set(pixels.subarray(0, part * 784));
    runBatches(session, part);
  }
}

function growNetwork() {
  const rows = options.networks.flatMap((sizes) =>
    ['sigmoid', 'relu'].map((activation) => {
      const network = randomNetwork(sizes.split('-').map(Number), activation);
      const start = performance.now();
      const session = kernel.createSession(network, { capacity: labels.length });
      const created = performance.now() - start;
      session.input.set(pixels);
      runBatches(session, labels.length);
      const times = repeat(() => runBatches(session, labels.length));
      const parameters = network.parameters.toLocaleString('en');
      return [
        `${sizes} ${activation}`,
        parameters,
        milliseconds(created),
        milliseconds(minimum(times)),
        milliseconds(median(times)),
        (session.input.buffer.byteLength / 1e6).toFixed(1),
      ];
    }),
  );
  console.log(
    table(['network', 'parameters', 'made in, ms', 'minimum, ms', 'median, ms', 'session, MB'], rows),
  );
}

function runBatches(session, count) {
  for (let first = 0; first < count; first += options.batch)
    session.run(first, Math.min(options.batch, count - first));
}

function repeat(work) {
  return Array.from({ length: options.rounds }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
}

function memory() {
  return (process.memoryUsage.rss() / 1e6).toFixed(0);
}

/**
 * What the benchmarks share: the command line, the network and digits that all are given, rounds in which each contestant has its
 * turn, and the table at the end. Machines are noisy: only figures of one run are compared, by their minimum and their median.
 */
import { parseArgs } from 'node:util';
import { loadDataset, loadModel, Network, NdArray } from '../../dist/index.cjs';

/** --name=value for each option; the defaults give their types. */
export function readOptions(defaults) {
  const options = Object.fromEntries(Object.keys(defaults).map((name) => [name, { type: 'string' }]));
  const { values } = parseArgs({ options });
  const parse = (name, text) =>
    Array.isArray(defaults[name])
      ? text.split(',').map((part) => (typeof defaults[name][0] === 'number' ? Number(part) : part))
      : typeof defaults[name] === 'number'
        ? Number(text)
        : text;
  return Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [
      name,
      values[name] === undefined ? value : parse(name, values[name]),
    ]),
  );
}

/** A network in plain float32 arrays, and the test digits. @param activation of hidden layers, where the weights do not say it */
export async function loadTask(weights, activation) {
  const { network } = await loadModel(weights, activation ? { activation } : {});
  const { pixels, labels } = await loadDataset();
  return { network, layers: plainLayers(network), pixels, labels, count: labels.length };
}

export function plainLayers(network) {
  return network.layers.map(({ weight, bias, activation }) => ({
    inputs: weight.shape[0],
    outputs: weight.shape[1],
    weight: Float32Array.from(weight.data),
    bias: Float32Array.from(bias.data),
    activation,
  }));
}

/** A network of random weights, for measuring how time grows with its size. */
export function randomNetwork(sizes, activation) {
  const layers = sizes.slice(1).map((outputs, i) => {
    const inputs = sizes[i];
    const weight = Float32Array.from(
      { length: inputs * outputs },
      () => (Math.random() * 2 - 1) * Math.sqrt(6 / inputs),
    );
    return {
      weight: new NdArray(weight, [inputs, outputs]),
      bias: new NdArray(new Float32Array(outputs), [outputs]),
      activation: i === sizes.length - 2 ? 'softmax' : activation,
    };
  });
  return new Network(layers);
}

/** Digits from … to − 1 in batches, by run(first, count); then how many of the predictions are right. */
export async function pass({ labels }, { batch, from, to }, run, predictions) {
  const start = performance.now();
  for (let first = from; first < to; first += batch) {
    const turn = run(first, Math.min(batch, to - first));
    // Awaiting what is no promise would cost a turn of the event loop for each batch.
    if (turn instanceof Promise) await turn;
  }
  const ms = performance.now() - start;
  let correct = 0;
  for (let i = from; i < to; i++) if (predictions[i] === labels[i]) correct++;
  return { ms, correct };
}

/** Where each row of a (rows, 10) array is largest, into `predictions` from row `first` on. */
export function argmaxRows(outputs, rows, columns, predictions, first) {
  for (let row = 0; row < rows; row++) {
    let best = 0;
    for (let j = 1; j < columns; j++)
      if (outputs[row * columns + j] > outputs[row * columns + best]) best = j;
    predictions[first + row] = best;
  }
}

export const minimum = (values) => Math.min(...values);
export const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Milliseconds with three digits that count. */
export const milliseconds = (ms) => (ms >= 1000 ? Math.round(ms).toString() : ms.toPrecision(3));

/** Rows of cells as a Markdown table, padded so that it reads well as it is. */
export function table(header, rows) {
  const all = [header, ...rows].map((row) => row.map(String));
  const widths = header.map((_, i) => Math.max(...all.map((row) => row[i].length)));
  const line = (row) =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(all[0]), rule, ...all.slice(1).map(line)].join('\n');
}

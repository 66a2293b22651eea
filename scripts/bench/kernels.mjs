/**
 * mnn's kernels against other ways to evaluate the same network on 10,000 test digits, on one thread, in turn.
 *
 *   node kernels.mjs [--weights book] [--activation relu] [--batches 1,10,100,1000,10000] [--rounds 15] [--only NAME,…] [--budget 2000]
 *
 * Each round gives every contestant one pass at every batch size. What takes more than --budget milliseconds a pass has one
 * pass in all. A contestant that cannot be had here (no Python, no compiler) is named and left out.
 */
import { loadTask, median, milliseconds, minimum, readOptions, table } from './contest.mjs';

const MODULES = ['mnn', 'limit', 'numpy', 'onnxruntime', 'tfjs', 'plain', 'ml-matrix'];

const options = readOptions({
  weights: 'book',
  activation: '',
  batches: [1, 10, 100, 1000, 10000],
  rounds: 15,
  budget: 2000,
  only: [''],
});
const task = await loadTask(options.weights, options.activation);
const contestants = await enterAll();
const times = await race();
report();
for (const { close } of contestants) await close?.();

async function enterAll() {
  const entered = [];
  for (const module of MODULES) {
    try {
      const { names, enter } = await import(`./contestants/${module}.mjs`);
      for (const name of names.filter((name) => options.only.some((part) => name.includes(part)))) {
        entered.push({ name, ...(await enter(name, task)) });
      }
    } catch (error) {
      console.error(`without ${module}: ${error.message.split('\n')[0]}`);
    }
  }
  return entered;
}

/** times.get(contestant)[batch]: milliseconds of each pass. */
async function race() {
  const times = new Map(contestants.map((contestant) => [contestant, {}]));
  const slow = new Set();
  for (let round = 0; round < options.rounds; round++) {
    for (const batch of options.batches) {
      for (const contestant of contestants) {
        if (round > 0 && slow.has(contestant)) continue;
        const { ms, correct } = await contestant.run(batch);
        contestant.correct ??= correct;
        if (contestant.correct !== correct)
          throw new Error(`${contestant.name}: ${correct} right in batches of ${batch}`);
        if (ms > options.budget) slow.add(contestant);
        (times.get(contestant)[batch] ??= []).push(ms);
      }
    }
    process.stderr.write(`\rround ${round + 1} of ${options.rounds}`);
  }
  process.stderr.write('\n');
  return times;
}

function report() {
  const sizes = [task.network.inputSize, ...task.layers.map(({ outputs }) => outputs)].join('-');
  console.log(
    `${sizes}, ${task.layers.map(({ activation }) => activation).join(', ')}; Node ${process.versions.node}`,
  );
  console.log(`${task.count} digits, milliseconds a pass: minimum / median of ${options.rounds}\n`);
  const batches = options.batches.map((batch) => `batch ${batch}`);
  const cell = (ms) => `${milliseconds(minimum(ms))} / ${milliseconds(median(ms))}`;
  console.log(
    table(
      ['', 'fed', 'right', ...batches],
      contestants.map((contestant) => [
        contestant.name,
        contestant.fed,
        contestant.correct,
        ...options.batches.map((batch) => cell(times.get(contestant)[batch])),
      ]),
    ),
  );
  const [best, ...others] = contestants;
  const ratio = (of, to) => (of / to).toFixed(2);
  console.log(`\nas many times the time of ${best.name}: by minimum / by median\n`);
  console.log(
    table(
      ['', ...batches],
      others.map((other) => [
        other.name,
        ...options.batches.map((batch) => {
          const [ours, theirs] = [times.get(best)[batch], times.get(other)[batch]];
          return `${ratio(minimum(theirs), minimum(ours))} / ${ratio(median(theirs), median(ours))}`;
        }),
      ]),
    ),
  );
}

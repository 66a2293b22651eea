/**
 * mnn's kernels against other ways to evaluate the same network on 10,000 test digits, on one thread, in turn.
 *
 *   node kernels.mjs [--weights book] [--activation relu] [--batches 1,10,100,1000,10000] [--only NAME,…]
 *                    [--rounds 15] [--slice 1000] [--budget 2000]
 *
 * In each round every contestant works through the set at every batch size, a slice at a time, and after each slice it is the next
 * one's turn: what disturbs the machine disturbs all alike. A figure is the sum over the slices of the minimum (or median) of the
 * rounds. What takes more than --budget milliseconds has one round only. A contestant that cannot be had here (no Python, no
 * compiler) is named and left out.
 */
import { loadTask, median, milliseconds, minimum, readOptions, table } from './contest.mjs';

const MODULES = ['mnn', 'limit', 'numpy', 'onnxruntime', 'tfjs', 'plain', 'ml-matrix'];

const options = readOptions({
  weights: 'book',
  activation: '',
  batches: [1, 10, 100, 1000, 10000],
  rounds: 15,
  budget: 2000,
  slice: 1000,
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

/** times.get(contestant)[batch][slice]: milliseconds of each round. */
async function race() {
  const times = new Map(contestants.map((contestant) => [contestant, {}]));
  const slow = new Set();
  for (let round = 0; round < options.rounds; round++) {
    for (const batch of options.batches) {
      const right = new Map();
      for (const { from, to, index } of slices(batch)) {
        for (const contestant of contestants) {
          if (round > 0 && slow.has(contestant)) continue;
          const { ms, correct } = await contestant.run({ batch, from, to });
          right.set(contestant, (right.get(contestant) ?? 0) + correct);
          ((times.get(contestant)[batch] ??= [])[index] ??= []).push(ms);
        }
      }
      for (const [contestant, correct] of right) {
        contestant.correct ??= correct;
        if (contestant.correct !== correct)
          throw new Error(`${contestant.name}: ${correct} right in batches of ${batch}`);
        if (total(times.get(contestant)[batch], minimum) > options.budget) slow.add(contestant);
      }
    }
    process.stderr.write(`\rround ${round + 1} of ${options.rounds}`);
  }
  process.stderr.write('\n');
  return times;
}

/** Parts of the set, short enough that a round of some is undisturbed even on a busy machine. */
function slices(batch) {
  const length = Math.max(batch, Math.floor(options.slice / batch) * batch);
  return Array.from({ length: Math.ceil(task.count / length) }, (_, index) => ({
    index,
    from: index * length,
    to: Math.min((index + 1) * length, task.count),
  }));
}

/** A whole pass: the sum over its slices of the minimum, or the median, of the rounds. */
function total(ofSlices, measure) {
  return ofSlices.reduce((sum, rounds) => sum + measure(rounds), 0);
}

function report() {
  const sizes = [task.network.inputSize, ...task.layers.map(({ outputs }) => outputs)].join('-');
  console.log(
    `${sizes}, ${task.layers.map(({ activation }) => activation).join(', ')}; Node ${process.versions.node}`,
  );
  console.log(`${task.count} digits, milliseconds a pass: minimum / median of ${options.rounds}\n`);
  const batches = options.batches.map((batch) => `batch ${batch}`);
  const cell = (slices) => `${milliseconds(total(slices, minimum))} / ${milliseconds(total(slices, median))}`;
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
          return [minimum, median]
            .map((measure) => ratio(total(theirs, measure), total(ours, measure)))
            .join(' / ');
        }),
      ]),
    ),
  );
}

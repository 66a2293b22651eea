/**
 * How many digits of rows are read rightly: `node --import ./scripts/ts-node.mjs scripts/measure/rows.ts [--seeds 5] [--rows 100]`.
 * Rows of three to six test digits with random gaps, sizes and slants, by turns dark on light and light on dark; and pairs that just
 * touch. A row in which the number of digits is wrong counts as all wrong.
 */
import { parseArgs } from 'node:util';
import { selectKernel } from '../../src/engine/kernel/select.js';
import { loadDataset } from '../../src/mnist/dataset.js';
import { loadModel } from '../../src/model/load.js';
import { loadStrangeness } from '../../src/model/subspaces.js';
import { createReader } from '../../src/predict.js';
import { readRow, type RowReading } from '../../src/read-picture.js';
import { createRandom, drawRow, handwritten, type Placed } from './draw-row.js';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '5' },
    rows: { type: 'string', default: '100' },
    weights: { type: 'string', default: 'book' },
  },
});
const set = await loadDataset({ split: 'test' });
const strangeness = await loadStrangeness();
const reader = createReader(await selectKernel(), (await loadModel(values.weights)).network);

/** Seeds that no test uses. */
for (let seed = 1001; seed <= 1000 + Number(values.seeds); seed++) {
  const random = createRandom(seed);
  const apart = measure(random, (row) => 3 + (row % 4), handwritten(random));
  const touching = measure(
    random,
    () => 2,
    () => ({ ...handwritten(random)(), gap: 0 }),
  );
  console.log(
    `seed ${seed}: apart ${share(apart.right, apart.count)}, boxes wrong in ${apart.miscounted} of ${values.rows} rows; ` +
      `touching ${share(touching.right, touching.count)}, ${touching.miscounted} of ${values.rows} pairs not cut, ${touching.said} of these said`,
  );
}

interface Figures {
  count: number;
  right: number;
  /** Rows in which another number of digits was found. */
  miscounted: number;
  /** Of these, the ones with a warning. */
  said: number;
}

function measure(random: () => number, length: (row: number) => number, place: () => Placed): Figures {
  const figures: Figures = { count: 0, right: 0, miscounted: 0, said: 0 };
  for (let row = 0; row < Number(values.rows); row++) {
    const indices = Array.from({ length: length(row) }, () => Math.floor(random() * set.count));
    const digits = indices.map((index) => set.pixels.subarray(index * 784, (index + 1) * 784));
    const { pixels, width, height } = drawRow(digits, place, row % 2 === 0);
    const picture = {
      source: '',
      pixels,
      width,
      height,
      channels: 1,
      fullWidth: width,
      fullHeight: height,
    } as const;
    count(readRow(picture, reader, { strangeness }), indices, figures);
  }
  return figures;
}

function count({ digits }: RowReading, indices: readonly number[], figures: Figures): void {
  figures.count += indices.length;
  if (digits.length !== indices.length) {
    figures.miscounted++;
    if (digits.some(({ warnings }) => warnings.length > 0)) figures.said++;
    return;
  }
  digits.forEach(({ digit }, i) => {
    if (digit === set.labels[indices[i]!]) figures.right++;
  });
}

function share(right: number, count: number): string {
  return `${right} of ${count} (${((right / count) * 100).toFixed(1)} %)`;
}

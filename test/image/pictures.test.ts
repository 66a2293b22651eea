/** People's own pictures, where there are some: MNN_PICTURES names a folder of them, each labelled by its name's first digit. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from '@jest/globals';
import { selectKernel } from '../../src/engine/kernel/select.js';
import { prepareAll } from '../../src/image/prepare-all.js';
import { loadModel } from '../../src/model/load.js';
import { createReader } from '../../src/predict.js';

const folder = process.env['MNN_PICTURES'];

(folder === undefined ? it.skip : it)(
  'reads at least 96 of 100 pictures in MNN_PICTURES',
  async () => {
    const reader = createReader(await selectKernel(), (await loadModel('book')).network);
    const sources = readdirSync(folder!, { recursive: true, encoding: 'utf8' })
      .filter((name) => /^\d.*\.(png|jpe?g)$/i.test(basename(name)))
      .map((name) => ({ name, path: join(folder!, name) }));
    let right = 0;
    for await (const { source, digits } of prepareAll(sources)) {
      if (digits && reader.predict(digits[0].pixels).digit === Number(basename(source.name)[0])) right++;
    }
    expect(right / sources.length).toBeGreaterThanOrEqual(0.96);
  },
  600_000,
);

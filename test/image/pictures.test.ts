/** People's own pictures, where there are some: MNN_PICTURES names a folder of them, each labelled by its name's first digit. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from '@jest/globals';
import { selectKernel } from '../../src/engine/kernel/select.js';
import { decodePicture } from '../../src/image/decode.js';
import { loadModel } from '../../src/model/load.js';
import { createReader } from '../../src/predict.js';
import { readPicture } from '../../src/read-picture.js';

const folder = process.env['MNN_PICTURES'];

(folder === undefined ? it.skip : it)(
  'reads at least 96 of 100 pictures in MNN_PICTURES',
  async () => {
    const reader = createReader(await selectKernel(), (await loadModel('book')).network);
    const names = readdirSync(folder!, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /^\d.*\.(png|jpe?g)$/i.test(basename(name)),
    );
    let right = 0;
    for (const name of names) {
      const picture = await decodePicture(readFileSync(join(folder!, name)), name);
      try {
        const { digit } = readPicture(picture, reader, { invert: 'auto' });
        if (digit === Number(basename(name)[0])) right++;
      } catch {
        // nothing read: not right
      }
    }
    expect(right / names.length).toBeGreaterThanOrEqual(0.96);
  },
  600_000,
);

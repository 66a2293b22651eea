/**
 * What most tutorials do with a picture: `node resize.mjs FOLDER`. Resized to 28×28 by sharp, grey, inverted where it is light, and
 * asked of the network in plain loops. A line for each picture: its name, a tab and the digit.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { loadModel } from '../../../dist/index.cjs';

const [folder] = process.argv.slice(2);
const { network } = await loadModel('book');
for (const name of readdirSync(folder).sort()) {
  const pixels = await sharp(join(folder, name))
    .autoOrient()
    .flatten()
    .resize(28, 28, { fit: 'fill' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  const isLight = pixels.reduce((sum, level) => sum + level, 0) > 127 * 784;
  const input = Array.from(pixels, (level) => (isLight ? 255 - level : level) / 255);
  console.log(`${name}\t${network.predict([input]).data[0]}`);
}

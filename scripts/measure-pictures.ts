/**
 * How many pictures of digits are read rightly, by folder: `node --import ./scripts/ts-node.mjs scripts/measure-pictures.ts [FOLDER]`.
 * FOLDER (else MNN_PICTURES) holds folders of pictures to any depth; a picture's label is the first character of its
 * name. `--sheet FILE.png` writes each miss beside what the network saw; `--weights NAME|FILE` asks another network.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import sharp, { type Sharp } from 'sharp';
import { selectKernel } from '../src/engine/kernel/select.js';
import { decodePicture } from '../src/image/decode.js';
import { loadModel } from '../src/model/load.js';
import { createReader, type Reader } from '../src/predict.js';
import { readPicture, type Reading } from '../src/read-picture.js';

interface Outcome {
  readonly path: string;
  readonly group: string;
  readonly label: number;
  /** undefined where nothing was read. */
  readonly reading: Reading | undefined;
  readonly error?: string;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { weights: { type: 'string', default: 'book' }, sheet: { type: 'string' } },
});
const folder = positionals[0] ?? process.env['MNN_PICTURES'];
if (folder === undefined) throw new Error('name a folder of pictures, or set MNN_PICTURES');

const model = await loadModel(values.weights);
const reader = createReader(await selectKernel(), model.network);
const outcomes: Outcome[] = [];
const start = performance.now();
for (const path of listPictures(folder)) outcomes.push(await readOne(path, folder, reader));
const elapsedMs = performance.now() - start;

const isRight = ({ label, reading }: Outcome): boolean => reading?.digit === label;
for (const [group, members] of groupOutcomes(outcomes)) {
  console.log(`${group.padEnd(32)} ${members.filter(isRight).length} of ${members.length}`);
}
const right = outcomes.filter(isRight).length;
console.log(
  `${'all'.padEnd(32)} ${right} of ${outcomes.length} (${((right / outcomes.length) * 100).toFixed(2)} %), ` +
    `${(elapsedMs / outcomes.length).toFixed(1)} ms a picture`,
);
const misses = outcomes.filter((outcome) => !isRight(outcome));
for (const { path, label, reading, error } of misses) {
  console.log(
    `  ${relative(folder, path)}: ${reading ? `${reading.digit} (${reading.confidence.toFixed(2)})` : error}, not ${label}`,
  );
}
for (const { path, reading } of outcomes) {
  if (reading && reading.warnings.length > 0)
    console.log(`  ${relative(folder, path)}: ${reading.warnings.join('; ')}`);
}
if (values.sheet !== undefined) await writeSheet(values.sheet, misses);

function listPictures(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /^\d.*\.(png|jpe?g|webp|gif|avif|tiff?)$/i.test(basename(name)))
    .sort()
    .map((name) => join(root, name));
}

async function readOne(path: string, root: string, reader: Reader): Promise<Outcome> {
  const known = { path, group: relative(root, dirname(path)), label: Number(basename(path)[0]) };
  try {
    const picture = await decodePicture(readFileSync(path), basename(path));
    return { ...known, reading: readPicture(picture, reader, { invert: 'auto' }) };
  } catch (error) {
    return { ...known, reading: undefined, error: (error as Error).message };
  }
}

function groupOutcomes(all: readonly Outcome[]): Map<string, Outcome[]> {
  const map = new Map<string, Outcome[]>();
  for (const outcome of all) map.set(outcome.group, [...(map.get(outcome.group) ?? []), outcome]);
  return map;
}

/** Each miss as it is, and as the network saw it, side by side. */
async function writeSheet(file: string, all: readonly Outcome[]): Promise<void> {
  const cell = 140;
  const tile = async (image: Sharp): Promise<Buffer> =>
    image
      .flatten({ background: '#088' })
      .resize(cell - 4, cell - 4, { fit: 'contain', kernel: 'nearest', background: '#808' })
      .png()
      .toBuffer();
  const parts = await Promise.all(
    all.flatMap(({ path, reading }, i) => {
      const left = (i % 5) * cell * 2;
      const top = Math.floor(i / 5) * cell;
      const seen = sharp(reading?.pixels ?? new Uint8Array(784), {
        raw: { width: 28, height: 28, channels: 1 },
      });
      return [
        tile(sharp(path).autoOrient()).then((input) => ({ input, left, top })),
        tile(seen).then((input) => ({ input, left: left + cell, top })),
      ];
    }),
  );
  const height = Math.max(1, Math.ceil(all.length / 5)) * cell;
  await sharp({ create: { width: cell * 10, height, channels: 3, background: '#808' } })
    .composite(parts)
    .png()
    .toFile(file);
}

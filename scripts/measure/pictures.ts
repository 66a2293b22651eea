/**
 * How many pictures of digits are read rightly, by folder:
 * `node --import ./scripts/ts-node.mjs scripts/measure/pictures.ts [FOLDER] [--weights NAME|FILE] [--sheet FILE.png]`.
 * FOLDER (else MNN_PICTURES) holds folders of pictures to any depth; a picture's label is the first character of its
 * name. Beside it stand two shorter ways to 28×28 that tutorials take, with the same network. `--sheet` writes each miss beside what
 * the network saw.
 */
import { readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import sharp, { type Sharp } from 'sharp';
import { selectKernel } from '../../src/engine/kernel/select.js';
import { prepareAll } from '../../src/image/prepare-all.js';
import { loadModel } from '../../src/model/load.js';
import { loadStrangeness } from '../../src/model/subspaces.js';
import { createReader } from '../../src/predict.js';
import { answerDigit, type Reading } from '../../src/read-picture.js';

interface Outcome {
  readonly path: string;
  readonly group: string;
  readonly label: number;
  /** What the network says of the picture merely resized, and inverted where it is light. */
  readonly resized: number;
  readonly inverted: number;
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
const strangeness = await loadStrangeness();
const outcomes = await readAll(folder);
const rows = [...groupOutcomes(outcomes), ['all', outcomes] as const];
console.log(`${'folder'.padEnd(32)}  pictures  resized  inverted  mnn  doubtful  of these right`);
for (const [group, members] of rows) console.log(formatGroup(group, members));
for (const { path, label, reading, error } of outcomes.filter((outcome) => !isRight(outcome)))
  console.log(`  ${relative(folder, path)}: ${reading ? formatReading(reading) : error}, not ${label}`);
if (values.sheet !== undefined)
  await writeSheet(
    values.sheet,
    outcomes.filter((outcome) => !isRight(outcome)),
  );

async function readAll(root: string): Promise<Outcome[]> {
  const all: Outcome[] = [];
  for await (const { source, digits, error } of prepareAll(listPictures(root))) {
    const { path } = source;
    const resized = await resize(path);
    const known = {
      path,
      group: relative(root, dirname(path)),
      label: labelOf(path),
      resized: reader.predict(resized).digit,
      inverted: reader.predict(invertWhereLight(resized)).digit,
    };
    all.push(
      digits
        ? { ...known, reading: answerDigit(path, digits[0], reader, { strangeness }) }
        : { ...known, reading: undefined, error: (error as Error).message },
    );
  }
  return all;
}

function listPictures(root: string): { name: string; path: string }[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /^\d.*\.(png|jpe?g|webp|gif|avif|tiff?)$/i.test(basename(name)))
    .sort()
    .map((name) => ({ name, path: join(root, name) }));
}

function labelOf(path: string): number {
  return Number(basename(path)[0]);
}

async function resize(path: string): Promise<Uint8Array> {
  return await sharp(path)
    .autoOrient()
    .flatten()
    .resize(28, 28, { fit: 'fill' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
}

function invertWhereLight(pixels: Uint8Array): Uint8Array {
  const mean = pixels.reduce((sum, level) => sum + level, 0) / pixels.length;
  return mean > 127 ? pixels.map((level) => 255 - level) : pixels;
}

function isRight({ label, reading }: Outcome): boolean {
  return reading?.digit === label;
}

function groupOutcomes(all: readonly Outcome[]): Map<string, Outcome[]> {
  const map = new Map<string, Outcome[]>();
  for (const outcome of all) map.set(outcome.group, [...(map.get(outcome.group) ?? []), outcome]);
  return map;
}

function formatGroup(group: string, members: readonly Outcome[]): string {
  const doubtful = members.filter(({ reading }) => reading && reading.warnings.length > 0);
  const counts: [count: number, width: number][] = [
    [members.length, 10],
    [members.filter(({ resized, label }) => resized === label).length, 9],
    [members.filter(({ inverted, label }) => inverted === label).length, 10],
    [members.filter(isRight).length, 5],
    [doubtful.length, 10],
    [doubtful.filter(isRight).length, 16],
  ];
  return group.padEnd(32) + counts.map(([count, width]) => String(count).padStart(width)).join('');
}

function formatReading({ digit, confidence, warnings }: Reading): string {
  return `${digit} (${confidence.toFixed(2)}${warnings.length > 0 ? ', doubtful' : ''})`;
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

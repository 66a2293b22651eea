/**
 * Pictures of digits, read by `mnn predict` and by what most tutorials do (contestants/resize.mjs), in turn: whole processes, the start
 * of Node included.
 *
 *   node pictures.mjs [--rounds 5] [--many 1000]
 *
 * The pictures are test digits as they are (PNG, 28×28), and in dark ink on paper under uneven light (JPEG of 1 and of 12 megapixels,
 * PNG of 160×160 for the many).
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { loadDataset } from '../../dist/index.cjs';
import { median, milliseconds, minimum, readOptions, table } from './contest.mjs';

const { rounds, many } = readOptions({ rounds: 5, many: 1000 });
const { pixels, labels } = await loadDataset();
const mnn = join(import.meta.dirname, '..', '..', 'bin', 'mnn.js');
const resize = join(import.meta.dirname, 'contestants', 'resize.mjs');

const tasks = [
  { title: '28×28, as it is', count: 1, make: asItIs },
  { title: '1 megapixel', count: 1, make: (i, path) => onPaper(i, path, 1152, 864) },
  { title: '12 megapixels', count: 1, make: (i, path) => onPaper(i, path, 4000, 3000) },
  { title: '28×28, as they are', count: 100, make: asItIs },
  { title: '1 megapixel', count: 50, make: (i, path) => onPaper(i, path, 1152, 864) },
  { title: '12 megapixels', count: 20, make: (i, path) => onPaper(i, path, 4000, 3000) },
  { title: '160×160', count: many, make: (i, path) => onPaper(i, path, 160, 160) },
];
const rows = [];
for (const task of tasks) rows.push(...(await measure(task)));
console.log(`Node ${process.versions.node}, ${rounds} rounds\n`);
console.log(table(['pictures', 'files', 'by', 'minimum, ms', 'median, ms', 'ms a file', 'right'], rows));

async function measure({ title, count, make }) {
  const folder = mkdtempSync(join(tmpdir(), 'mnn-bench-'));
  try {
    for (let i = 0; i < count; i++) await make(i, join(folder, `${labels[i]}_${String(i).padStart(5, '0')}`));
    const contestants = [
      { name: 'mnn predict', run: () => spawn([mnn, 'predict', folder, '--json']), parse: parseRecord },
      { name: 'plain resize', run: () => spawn([resize, folder]), parse: (line) => line.split('\t') },
    ].map((contestant) => ({ ...contestant, times: [] }));
    for (let round = 0; round < rounds; round++) {
      for (const contestant of contestants) {
        const start = performance.now();
        contestant.output = contestant.run();
        contestant.times.push(performance.now() - start);
      }
      process.stderr.write(`\r${title}, ${count}: round ${round + 1} of ${rounds}   `);
    }
    process.stderr.write('\n');
    const files = readdirSync(folder).length;
    return contestants.map(({ name, times, output, parse }) => [
      title,
      String(files),
      name,
      milliseconds(minimum(times)),
      milliseconds(median(times)),
      milliseconds(minimum(times) / files),
      String(output.trimEnd().split('\n').map(parse).filter(isRight).length),
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function spawn(parameters) {
  const { status, stdout, stderr } = spawnSync(process.execPath, parameters, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

function parseRecord(line) {
  const { source, digit } = JSON.parse(line);
  return [source, digit];
}

/** A picture's name begins with its label. */
function isRight([source, digit]) {
  return new RegExp(`(^|[/\\\\])${digit}_[0-9]+\\.\\w+$`).test(source);
}

function digitOf(i) {
  return pixels.subarray(i * 784, (i + 1) * 784);
}

async function asItIs(i, path) {
  await sharp(digitOf(i), { raw: { width: 28, height: 28, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toFile(`${path}.png`);
}

/** Half as high as the sheet, right of the middle; the light falls off to one corner. */
async function onPaper(i, path, width, height) {
  const side = Math.round(height / 2);
  const [left, top] = [Math.round((width - side) * 0.6), Math.round((height - side) * 0.4)];
  const sheet = await sharp(
    digitOf(i).map((level) => 255 - 0.8 * level),
    {
      raw: { width: 28, height: 28, channels: 1 },
    },
  )
    .resize(side, side)
    .extend({ left, top, right: width - side - left, bottom: height - side - top, background: 'white' })
    .png()
    .toBuffer();
  const light = Buffer.from(
    `<svg width="${width}" height="${height}"><linearGradient id="g" x2="1" y2="1"><stop stop-color="#eee"/><stop offset="1" stop-color="#777"/></linearGradient><rect width="100%" height="100%" fill="url(#g)"/></svg>`,
  );
  const shaded = sharp(sheet).composite([{ input: light, blend: 'multiply' }]);
  await (width > 1000 ? shaded.jpeg().toFile(`${path}.jpg`) : shaded.png().toFile(`${path}.png`));
}

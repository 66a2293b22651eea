/**
 * How what is no digit is answered, and how digits are:
 * `node --import ./scripts/ts-node.mjs scripts/measure/strangers.ts [--seed 1] [--weights NAME|FILE]`.
 * For each kind: how many are refused, answered with a warning, and answered as if nothing were wrong. Letters and words are set in
 * the fonts that the system has; all else is drawn here. A person who reads the letters O, I, l, S, Z, B, b, q, g as digits is not
 * wrong either, so these stand apart.
 */
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { selectKernel } from '../../src/engine/kernel/select.js';
import { NoDigitError } from '../../src/errors.js';
import type { Picture } from '../../src/image/prepare.js';
import { loadDataset } from '../../src/mnist/dataset.js';
import { loadModel } from '../../src/model/load.js';
import { loadStrangeness } from '../../src/model/subspaces.js';
import { createReader } from '../../src/predict.js';
import { readPicture } from '../../src/read-picture.js';
import { createRandom, drawRow, handwritten } from './draw-row.js';

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, weights: { type: 'string', default: 'book' } },
});
const random = createRandom(Number(values.seed) + 4711);
const reader = createReader(await selectKernel(), (await loadModel(values.weights)).network);
const strangeness = await loadStrangeness();

const SIDE = 160;
const FONTS = ['Sans', 'Serif', 'Monospace', 'Sans Bold', 'Serif Italic'];
const LIKE_DIGITS = Array.from('OoQDIiljSsZzBbqgyTYt');
const LETTERS = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
const repeat = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
const setAll = (texts: readonly string[]): Promise<Picture[]> =>
  Promise.all(FONTS.flatMap((font) => texts.map((text) => set(text, font))));

const digits = await loadDataset({ split: 'test' });
const digit = (index: number): Uint8Array => digits.pixels.subarray(index * 784, (index + 1) * 784);
const anyDigit = (): Uint8Array => digit(Math.floor(random() * digits.count));

const kinds: Record<string, () => Picture[] | Promise<Picture[]>> = {
  'test digits, 28×28': () => Array.from({ length: digits.count }, (_, i) => pictureOf(digit(i), 28, 28)),
  'test digits, 140×140, dark on light': () => Array.from({ length: 2000 }, (_, i) => enlarge(digit(i))),
  uniform: () => repeat(50, () => paint(constant(random() * 255))),
  noise: () => repeat(50, () => paint(noise(5 + random() * 100))),
  'salt and pepper': () => repeat(50, () => paint(specks(0.01 + random() * 0.3))),
  gradients: () => repeat(50, () => paint(gradient())),
  stripes: () => repeat(50, () => paint(stripes())),
  clouds: () => repeat(50, () => paint(clouds())),
  landscapes: () => repeat(50, () => paint(landscape())),
  faces: () => repeat(50, () => paint(face())),
  'things on a table': () => repeat(50, () => paint(things())),
  scribbles: () => repeat(100, () => draw([scribble()])),
  'stars, arrows, crosses, houses': () => repeat(25, shapes).flat(),
  letters: () => setAll(LETTERS.filter((letter) => !LIKE_DIGITS.includes(letter))),
  'letters like digits': () => setAll(LIKE_DIGITS),
  words: () => setAll(['if', 'cat', 'Hello', 'the quick brown fox\njumps over the lazy dog']),
  'two to six digits': () =>
    repeat(100, () => {
      const row = drawRow(
        repeat(2 + Math.floor(random() * 5), anyDigit),
        handwritten(random),
        random() < 0.5,
      );
      return pictureOf(row.pixels, row.width, row.height);
    }),
};

console.log(`${'kind'.padEnd(38)}pictures  refused  doubtful    sure`);
for (const [kind, make] of Object.entries(kinds)) {
  const pictures = await make();
  const counts = { refused: 0, doubtful: 0, sure: 0 };
  for (const picture of pictures) counts[answer(picture)]++;
  const { refused, doubtful, sure } = counts;
  const share = `${((sure / pictures.length) * 100).toFixed(1)} %`;
  console.log(
    `${kind.padEnd(38)}${String(pictures.length).padStart(8)}${String(refused).padStart(9)}${String(doubtful).padStart(10)}${share.padStart(8)}`,
  );
}

function answer(picture: Picture): 'refused' | 'doubtful' | 'sure' {
  try {
    return readPicture(picture, reader, { strangeness }).warnings.length > 0 ? 'doubtful' : 'sure';
  } catch (error) {
    if (error instanceof NoDigitError) return 'refused';
    throw error;
  }
}

function pictureOf(pixels: Uint8Array, width: number, height: number): Picture {
  return { source: '', pixels, width, height, channels: 1, fullWidth: width, fullHeight: height };
}

function enlarge(pixels: Uint8Array): Picture {
  const [width, height, factor] = [200, 180, 5];
  const canvas = new Uint8Array(width * height).fill(245);
  const [left, top] = [Math.floor(random() * 60), Math.floor(random() * 40)];
  for (let y = 0; y < 28 * factor; y++) {
    for (let x = 0; x < 28 * factor; x++) {
      const level = pixels[Math.floor(y / factor) * 28 + Math.floor(x / factor)]!;
      canvas[(top + y) * width + left + x] = 245 - 0.85 * level;
    }
  }
  return pictureOf(canvas, width, height);
}

/** A text, dark on light. */
async function set(text: string, font: string): Promise<Picture> {
  const margin = 40;
  const { data, info } = await sharp({ text: { text, font: `${font} 48`, dpi: 150 } })
    .extend({ top: margin, bottom: margin, left: margin, right: margin, background: 'black' })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const pixels = Uint8Array.from(
    { length: info.width * info.height },
    (_, i) => 250 - 0.85 * data[i * info.channels]!,
  );
  return pictureOf(pixels, info.width, info.height);
}

/** A level for each place; what is beyond black or white is cut off. */
type Texture = (x: number, y: number) => number;

function paint(texture: Texture): Picture {
  const levels = Array.from({ length: SIDE * SIDE }, (_, i) => texture(i % SIDE, Math.floor(i / SIDE)));
  return pictureOf(Uint8ClampedArray.from(levels) as unknown as Uint8Array, SIDE, SIDE);
}

function constant(level: number): Texture {
  return () => level;
}

function noise(deviation: number): Texture {
  return () => 128 + deviation * (random() + random() + random() + random() - 2);
}

function specks(share: number): Texture {
  return () => (random() < share ? 0 : 240);
}

function gradient(): Texture {
  const [angle, range, grain] = [random() * 2 * Math.PI, 0.3 + random() * 1.2, noise(3)];
  return (x, y) => grain(x, y) + range * ((x - 80) * Math.cos(angle) + (y - 80) * Math.sin(angle));
}

function stripes(): Texture {
  const [angle, period] = [random() * Math.PI, 4 + random() * 26];
  return (x, y) => 140 + 80 * Math.sin(((x * Math.cos(angle) + y * Math.sin(angle)) / period) * 2 * Math.PI);
}

/** Levels 0 to 1, linear between random ones on a grid. */
function lattice(cells: number): Texture {
  const nodes = repeat((cells + 1) ** 2, random);
  return (x, y) => {
    const [u, v] = [(x / SIDE) * cells, (y / SIDE) * cells];
    const [i, j] = [Math.floor(u), Math.floor(v)];
    const node = (a: number, b: number): number => nodes[b * (cells + 1) + a]!;
    const upper = node(i, j) * (i + 1 - u) + node(i + 1, j) * (u - i);
    const lower = node(i, j + 1) * (i + 1 - u) + node(i + 1, j + 1) * (u - i);
    return upper * (j + 1 - v) + lower * (v - j);
  };
}

function clouds(): Texture {
  const octaves = [2, 4, 8, 16, 32].map(lattice);
  return (x, y) => octaves.reduce((sum, octave, i) => sum + octave(x, y) / 2 ** i, 0) * 206 - 72;
}

function landscape(): Texture {
  const [hills, grass, sunX, sunY] = [lattice(7), lattice(24), random() * SIDE, random() * 60];
  return (x, y) => {
    if (y > 70 + 60 * hills(x, 0)) return 70 + 60 * grass(x, y);
    return Math.hypot(x - sunX, y - sunY) < 14 ? 255 : 170 + y / 2;
  };
}

function face(): Texture {
  const [cx, cy, r] = [70 + random() * 20, 70 + random() * 20, 40 + random() * 20];
  const [skin, ground, wall] = [120 + random() * 90, random() * 220, lattice(4)];
  const isNear = (x: number, y: number, dx: number, dy: number): boolean =>
    Math.hypot(x - cx - dx * r, y - cy - dy * r) < 0.13 * r;
  return (x, y) => {
    if (Math.hypot((x - cx) / r, (y - cy) / (1.25 * r)) > 1) return ground + 30 * wall(x, y);
    if (isNear(x, y, -0.4, -0.3) || isNear(x, y, 0.4, -0.3)) return 30;
    const mouth = Math.abs(y - cy - 0.6 * r + (x - cx) ** 2 / r / 3) < 0.08 * r;
    return mouth && Math.abs(x - cx) < 0.4 * r ? 60 : skin + (30 * (x - cx)) / r;
  };
}

function things(): Texture {
  const table = lattice(3);
  const all = repeat(6, () => ({
    x: random() * SIDE,
    y: random() * SIDE,
    r: 10 + random() * 35,
    level: random() * 255,
    isRound: random() < 0.5,
  }));
  return (x, y) => {
    const thing = all.find(({ x: cx, y: cy, r, isRound }) =>
      isRound ? Math.hypot(x - cx, y - cy) < r : Math.abs(x - cx) < r && Math.abs(y - cy) < 0.7 * r,
    );
    return thing?.level ?? 120 + 60 * table(x, y) + 5 * random();
  };
}

type Line = readonly (readonly [x: number, y: number])[];

/** Lines of a random breadth, dark on light. */
function draw(lines: readonly Line[]): Picture {
  const breadth = 3 + random() * 5;
  const pixels = new Uint8Array(SIDE * SIDE).fill(245);
  for (const line of lines) {
    for (const [i, [x1, y1]] of line.slice(0, -1).entries()) {
      const [x2, y2] = line[i + 1]!;
      for (let step = 0; step <= 100; step++)
        dot(pixels, x1 + ((x2 - x1) * step) / 100, y1 + ((y2 - y1) * step) / 100, breadth);
    }
  }
  return pictureOf(pixels, SIDE, SIDE);
}

function dot(pixels: Uint8Array, cx: number, cy: number, radius: number): void {
  for (let y = Math.ceil(cy - radius); y <= cy + radius; y++) {
    for (let x = Math.ceil(cx - radius); x <= cx + radius; x++) {
      if ((x - cx) ** 2 + (y - cy) ** 2 <= radius ** 2) pixels[y * SIDE + x] = 30;
    }
  }
}

function scribble(): Line {
  let [angle, x, y] = [random() * 2 * Math.PI, 80, 80];
  return repeat(25, () => {
    angle += (random() - 0.5) * 2.5;
    x = Math.min(135, Math.max(25, x + 18 * Math.cos(angle)));
    y = Math.min(135, Math.max(25, y + 18 * Math.sin(angle)));
    return [x, y] as const;
  });
}

function shapes(): Picture[] {
  const r = 35 + random() * 25;
  const turn = random() * 2 * Math.PI;
  const at = (x: number, y: number): readonly [number, number] => [80 + x * r, 80 + y * r];
  const polygon = (corners: number, step: number): Line =>
    Array.from({ length: corners + 1 }, (_, i) => {
      const angle = turn + (i * step * 2 * Math.PI) / corners;
      return at(Math.cos(angle), Math.sin(angle));
    });
  return [
    draw([polygon(3, 1)]),
    draw([polygon(5, 2)]),
    draw([[at(-1, 0), at(1, 0)], [at(0.5, -0.4), at(1, 0), at(0.5, 0.4)]]), // prettier-ignore
    draw([[at(-1, -1), at(1, 1)], [at(-1, 1), at(1, -1)]]), // prettier-ignore
    draw([[at(-0.6, 1), at(-0.6, 0), at(0, -0.7), at(0.6, 0), at(0.6, 1), at(-0.6, 1)]]),
  ];
}

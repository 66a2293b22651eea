/** The drawing page in a real browser: strokes, pictures, what is kept, and the same answers as the command line's. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { readPageFiles, type PageFile } from '../../src/draw/page-files.js';
import { serve, type Server } from '../../src/draw/server.js';
import { readZip } from '../../src/formats/zip.js';
import { encodeGreyPng } from '../../src/image/png.js';
import { loadDataset } from '../../src/mnist/dataset.js';
import { mnn } from '../cli/mnn.js';
import { onCanvas } from '../image/picture.js';
import {
  axeViolations,
  describeInBrowser,
  launchBrowser,
  watch,
  widthBeyondEdge,
  type Watched,
} from './browser.js';

/** Strokes of digits, in shares of the paper's side. */
const STROKES = {
  0: [[[0.5, 0.2], [0.35, 0.28], [0.3, 0.5], [0.36, 0.72], [0.5, 0.8], [0.64, 0.72], [0.7, 0.5], [0.65, 0.28], [0.5, 0.2]]],
  1: [[[0.5, 0.2], [0.5, 0.8]]],
  2: [[[0.3, 0.35], [0.38, 0.24], [0.5, 0.2], [0.64, 0.28], [0.66, 0.4], [0.56, 0.55], [0.3, 0.8], [0.72, 0.78]]],
  4: [[[0.42, 0.2], [0.3, 0.55], [0.68, 0.55]], [[0.6, 0.3], [0.58, 0.82]]],
  7: [[[0.28, 0.24], [0.7, 0.22], [0.55, 0.55], [0.45, 0.82]]],
} as const; // prettier-ignore
type DrawnDigit = keyof typeof STROKES;

const folder = mkdtempSync(join(tmpdir(), 'mnn-page-'));
const bundled = (name: string): Uint8Array =>
  readFileSync(fileURLToPath(new URL(`../../weights/${name}.safetensors`, import.meta.url)));

describeInBrowser('the drawing page', () => {
  let browser: Browser;
  let files: ReadonlyMap<string, PageFile>;
  let server: Server;
  let page: Page;
  let watched: Watched;

  beforeAll(async () => {
    files = await readPageFiles(bundled('book'), undefined);
    [server, browser] = await Promise.all([serve(files, 0), launchBrowser()]);
  });
  afterAll(async () => {
    await Promise.all([browser.close(), server.close()]);
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    await page.context().close();
  });

  /** A fresh page; its storage is empty. */
  async function visit(options: BrowserContextOptions = {}, url = server.url): Promise<void> {
    page = await (await browser.newContext({ locale: 'en-GB', ...options })).newPage();
    watched = watch(page);
    await page.goto(url);
    await page.locator('.paper').waitFor();
  }

  async function draw(digit: DrawnDigit): Promise<void> {
    const paper = page.locator('.paper canvas');
    await paper.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await paper.boundingBox())!;
    for (const [first, ...rest] of STROKES[digit]) {
      await page.mouse.move(x + first[0] * width, y + first[1] * height);
      await page.mouse.down();
      // In one go, as a quick hand does: each move by itself would wait for a frame.
      await Promise.all(rest.map(([across, down]) => page.mouse.move(x + across * width, y + down * height)));
      await page.mouse.up();
    }
  }

  const answer = async (): Promise<string | null> => await page.locator('.digit').textContent();
  const press = async (name: string): Promise<void> =>
    await page.getByRole('button', { name, exact: true }).click();

  async function probabilities(): Promise<number[]> {
    return await page
      .locator('.probabilities data')
      .evaluateAll((all) => all.map((data) => Number((data as HTMLDataElement).value)));
  }

  /** Hands a file to the page as the user’s drop or paste does. */
  async function give(how: 'drop' | 'paste', name: string, bytes: Uint8Array): Promise<void> {
    await page.evaluate(
      ({ how, name, content }) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([Uint8Array.from(content)], name));
        const options = { bubbles: true, cancelable: true };
        document.body.dispatchEvent(
          how === 'drop'
            ? new DragEvent('drop', { ...options, dataTransfer: transfer })
            : new ClipboardEvent('paste', { ...options, clipboardData: transfer }),
        );
      },
      { how, name, content: Array.from(bytes) },
    );
  }

  /** Saves a zip that the page gives, unpacked. @returns the paths of its files */
  async function download(name: string): Promise<string[]> {
    const [download] = await Promise.all([page.waitForEvent('download'), press(name)]);
    const zip = new Uint8Array(readFileSync(await download.path()));
    return readZip(zip, download.suggestedFilename(), 1 << 24).map((entry) => {
      const path = join(folder, entry.name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, entry.read());
      return path;
    });
  }

  it('reads digits as they are drawn, and asks nobody else', async () => {
    await visit();
    expect(await answer()).toBe('?');
    for (const digit of Object.keys(STROKES)) {
      await draw(Number(digit) as DrawnDigit);
      expect(await answer()).toBe(digit);
      await press('Clear');
    }
    expect(await answer()).toBe('?');
    expect(watched.complaints).toEqual([]);
    expect(watched.requests.filter((url) => !url.startsWith(server.url))).toEqual([]);
    expect(await page.locator('footer').textContent()).toContain('784-50-100-10 · relaxed-simd');
  });

  it('answers before the pen is up', async () => {
    await visit();
    const { x, y, width, height } = (await page.locator('.paper canvas').boundingBox())!;
    await page.mouse.move(x + width / 2, y + height * 0.2);
    await page.mouse.down();
    await page.mouse.move(x + width / 2, y + height * 0.8, { steps: 5 });
    await expectSoon(answer, '1');
    expect(await page.getByRole('status').last().textContent()).toBe('');
    await page.mouse.up();
    expect(await page.getByRole('status').last().textContent()).toMatch(/^It is a 1, \d+\.\d % sure$/);
  });

  it('undoes strokes and clearing, by button and by key', async () => {
    await visit();
    await draw(4);
    expect(await answer()).toBe('4');
    await press('Clear');
    await press('Undo');
    expect(await answer()).toBe('4');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    expect(await answer()).toBe('?');
    expect(await page.getByRole('button', { name: 'Undo' }).isDisabled()).toBe(true);
  });

  it('is drawn on by keyboard alone', async () => {
    await visit();
    await page.locator('.paper canvas').focus();
    await page.keyboard.press('Space');
    await Promise.all(Array.from({ length: 16 }, () => page.keyboard.press('ArrowDown')));
    await page.keyboard.press('Space');
    expect(await answer()).toBe('1');
    await page.keyboard.press('Delete');
    expect(await answer()).toBe('?');
    await page.keyboard.press('Backspace');
    expect(await answer()).toBe('1');
  });

  it('gives pictures the probabilities that mnn predict gives them, dropped or pasted', async () => {
    const { pixels } = await loadDataset({
      split: 'test',
      dataDir: fileURLToPath(new URL('../../data', import.meta.url)),
    });
    const pictures = [0, 1, 8].map((index, i) => {
      const digit = pixels.subarray(index * 784, (index + 1) * 784);
      const {
        pixels: grey,
        width,
        height,
      } = onCanvas(digit, { factor: 7 + i, left: 40 * i, top: 30, inverted: i !== 1 });
      const path = join(folder, `picture-${index}.png`);
      const png = encodeGreyPng(grey, width, height);
      writeFileSync(path, png);
      return { path, png };
    });
    await visit();
    const seen: number[][] = [];
    for (const [i, { path, png }] of pictures.entries()) {
      await give(i === 2 ? 'paste' : 'drop', path, png);
      await expectSoon(
        async () => (await probabilities()).some((p, k) => p > 0 && p !== seen.at(-1)?.[k]),
        true,
      );
      seen.push(await probabilities());
    }
    const { stdout } = mnn(['predict', ...pictures.map(({ path }) => path), '--json']);
    const predicted = stdout.trim().split('\n').map((line) => (JSON.parse(line) as { probabilities: number[] }).probabilities); // prettier-ignore
    seen.forEach((values, i) =>
      values.forEach((value, k) => expect(Math.abs(value - predicted[i]![k]!)).toBeLessThan(1e-6)),
    );
    expect(watched.complaints).toEqual([]);
  });

  it('says what is no picture', async () => {
    await visit();
    await give('drop', 'letter.pdf', new TextEncoder().encode('%PDF-1.7'));
    const message = page.locator('.message');
    await expectSoon(
      () => message.textContent(),
      'letter.pdf is no picture that this browser reads (PDF): save it as a PNG',
    );
    await draw(1);
    expect(await message.textContent()).toBe('');
  });

  it('keeps drawings over a reload, and gives them out as files that mnn eval reads', async () => {
    await visit();
    const shown: number[][] = [];
    for (const digit of [7, 2, 0] as const) {
      await draw(digit);
      shown.push(await probabilities());
      await press(`Keep as ${digit}`);
      expect(await answer()).toBe('?');
    }
    await expectSoon(() => page.locator('.kept li').count(), 3);
    await page.reload();
    await press('Remove drawing 3, labelled 0');
    const pngs = await download('Download as PNGs');
    const idx = await download('Download as IDX');
    const labels = pngs.map((path) => path.split('/').at(-2));
    expect(labels).toEqual(['7', '2']);
    const byPictures = mnn(['eval', '--images', dirname(dirname(pngs[0]!)), '--json']);
    expect(JSON.parse(byPictures.stdout)).toMatchObject({ runs: [{ count: 2, correct: 2 }] });
    const byIdx = mnn(['eval', '--data-dir', dirname(idx[0]!), '--json']);
    expect(JSON.parse(byIdx.stdout)).toMatchObject({ dataset: { count: 2 }, runs: [{ correct: 2 }] });
    // What is kept is what was read.
    const { probabilities: again } = JSON.parse(mnn(['predict', pngs[1]!, '--json']).stdout) as {
      probabilities: number[];
    };
    again.forEach((value, k) => expect(Math.abs(value - shown[1]![k]!)).toBeLessThan(1e-6));
  });

  it('is a site of files at any address, without the server’s headers', async () => {
    const host = createServer((request, response) => {
      const name = request.url!.replace(
        /^\/some\/where\/(.*?)(\?.*)?$/,
        (_, path: string) => path || 'index.html',
      );
      const file = files.get(name);
      response.writeHead(file ? 200 : 404, { 'Content-Type': file?.type ?? 'text/plain' }).end(file?.content);
    });
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    try {
      await visit({}, `http://127.0.0.1:${(host.address() as AddressInfo).port}/some/where/`);
      await draw(2);
      expect(await answer()).toBe('2');
      expect(watched.complaints).toEqual([]);
    } finally {
      host.closeAllConnections();
      host.close();
    }
  });

  it.each([
    ['ja-JP', '', 'ja', '元に戻す'],
    ['fr-FR', '', 'en', 'Undo'],
    ['ja-JP', '?lang=en', 'en', 'Undo'],
  ])('speaks the reader’s language, or the one asked for: %s %s', async (locale, query, lang, undo) => {
    await visit({ locale }, `${server.url}${query}`);
    expect(await page.locator('html').getAttribute('lang')).toBe(lang);
    expect(await page.locator('.tools button').first().textContent()).toBe(undo);
  });

  it.each([
    ['a desktop, light', { colorScheme: 'light', viewport: { width: 1280, height: 800 } }],
    [
      'a phone, dark',
      { colorScheme: 'dark', viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
    ],
  ] as const)('has nothing that axe objects to, nor anything beyond the edge: %s', async (_, options) => {
    await visit(options);
    await draw(2);
    await press('Keep as 2');
    await draw(7);
    await expectSoon(() => page.locator('.kept li').count(), 1);
    expect(await axeViolations(page)).toEqual([]);
    expect(await widthBeyondEdge(page)).toBe(0);
  });

  it('reads with a network of another shape', async () => {
    const other = await serve(await readPageFiles(bundled('large'), undefined), 0);
    try {
      await visit({}, other.url);
      await draw(7);
      expect(await answer()).toBe('7');
      expect(await page.locator('footer').textContent()).toContain('784-800-400-10');
    } finally {
      await other.close();
    }
  });
});

/** Waits for what a page shows a moment later. */
async function expectSoon<Value>(look: () => Promise<Value>, wanted: Value): Promise<void> {
  const end = Date.now() + 20_000;
  let value = await look();
  while (value !== wanted && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    value = await look();
  }
  expect(value).toEqual(wanted);
}

/**
 * The drawing page in Chromium: how long it takes from a stroke to the answer on the screen; and the reading of a digit in a
 * browser, `mnn-cli/browser` beside ONNX Runtime Web, the same network in the same page.
 *
 *   node page.mjs [--weights book] [--digits 10] [--chromium /usr/bin/chromium]
 *
 * An update is what the page does in a frame in which the pen has moved: the drawing preprocessed and read, steadiness judged,
 * everything drawn anew; the page itself takes its time and shows it. With style, layout and painting it is the frame.
 */
/* global document, MutationObserver, MessageChannel, requestAnimationFrame, atob */ // of the page
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { loadTask, median, milliseconds, minimum, readOptions, table } from './contest.mjs';
import { onnxModel } from './onnx-model.mjs';

const options = readOptions({ weights: 'book', digits: 10, chromium: '/usr/bin/chromium' });

/** A two, in shares of the paper's side; between each two points the pen is seen in steps, one a frame. */
const TWO = [[0.3, 0.35], [0.38, 0.24], [0.5, 0.2], [0.64, 0.28], [0.66, 0.4], [0.56, 0.55], [0.3, 0.8], [0.72, 0.78]]; // prettier-ignore
const STEPS = 6;

const root = fileURLToPath(new URL('../../', import.meta.url));
const server = spawn(
  process.execPath,
  [`${root}bin/mnn.js`, 'draw', '--port', '0', '--json', '--weights', options.weights],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const { url } = JSON.parse((await once(server.stdout, 'data'))[0]);
const browser = await chromium.launch({
  executablePath: options.chromium,
  args: ['--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
try {
  console.log(`${options.weights}, Chromium ${browser.version()}, painted without a graphics processor\n`);
  console.log(table(['milliseconds', 'count', 'minimum', 'median', 'p95', 'largest'], await timeStrokes()));
  console.log();
  console.log(table(['one digit of 28×28', 'µs', 'code to load'], await timeDigits()));
} finally {
  await browser.close();
  server.kill();
}

async function timeStrokes() {
  await page.goto(url);
  await page.locator('.paper').waitFor();
  await page.waitForTimeout(2000); // What a user takes to find the pen.
  await page.evaluate(() => {
    globalThis.updates = [];
    globalThis.frames = [];
    const shown = document.querySelector('.timing');
    new MutationObserver(() => updates.push(parseFloat(shown.textContent))).observe(shown, {
      childList: true,
    });
    // Begins before the page's own work in a frame; its message comes after the frame is painted.
    const afterFrame = new MessageChannel();
    let began = 0;
    afterFrame.port1.onmessage = () => frames.push(performance.now() - began);
    document.addEventListener(
      'pointermove',
      ({ buttons }) => {
        if (buttons === 0) return;
        requestAnimationFrame(() => {
          began = performance.now();
          afterFrame.port2.postMessage(0);
        });
      },
      { capture: true },
    );
  });
  for (let digit = 0; digit < options.digits; digit++) await drawTwo();
  const { updates, frames } = await page.evaluate(() => ({ updates, frames }));
  return [
    ['the first update', ...statistics(updates.slice(0, 1))],
    ['updates', ...statistics(updates.slice(1))],
    ['frames with an update', ...statistics(frames)],
  ];
}

async function drawTwo() {
  const { x, y, width, height } = await page.locator('.paper canvas').boundingBox();
  const [first, ...rest] = TWO.map(([across, down]) => [x + across * width, y + down * height]);
  await page.mouse.move(...first);
  await page.mouse.down();
  for (const point of rest) await page.mouse.move(...point, { steps: STEPS });
  await page.mouse.up();
  await page.keyboard.press('Delete');
}

function statistics(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const figures = [sorted[0], median(sorted), sorted[Math.floor(sorted.length * 0.95)], sorted.at(-1)];
  return [sorted.length, ...figures.map((value) => value.toFixed(1))];
}

/** In turns of a thousand digits, one by one; the best turn of each. */
async function timeDigits() {
  const { layers, pixels } = await loadTask(options.weights);
  const ort = `${root}node_modules/onnxruntime-web/dist/`;
  const files = {
    'mnn/browser.js': `${root}dist/browser.js`,
    'mnn/relaxed-simd.wasm': `${root}dist/relaxed-simd.wasm`,
    'mnn/simd.wasm': `${root}dist/simd.wasm`,
    'ort/ort.wasm.min.mjs': `${ort}ort.wasm.min.mjs`,
    'ort/ort-wasm-simd-threaded.mjs': `${ort}ort-wasm-simd-threaded.mjs`,
    'ort/ort-wasm-simd-threaded.wasm': `${ort}ort-wasm-simd-threaded.wasm`,
  };
  for (const [name, path] of Object.entries(files))
    await page.route(`${url}${name}`, (route) => route.fulfill({ path }));
  const times = await page.evaluate(
    async ({ digits, model }) => {
      const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
      const rows = bytes(digits);
      const { loadReader } = await import('./mnn/browser.js');
      const reader = await loadReader({ weights: new URL('network.safetensors', document.baseURI) });
      const { default: ort } = await import('./ort/ort.wasm.min.mjs');
      ort.env.wasm.numThreads = 1;
      const session = await ort.InferenceSession.create(bytes(model));
      const readers = {
        mnn: (row) => reader.predict(row).digit,
        ort: async (row) =>
          Number((await session.run({ x: new ort.Tensor('uint8', row, [1, 784]) })).digit.data[0]),
      };
      const times = { mnn: [], ort: [] };
      const answers = { mnn: [], ort: [] };
      for (let turn = 0; turn < 5; turn++) {
        for (const [name, read] of Object.entries(readers)) {
          const began = performance.now();
          for (let at = 0; at < rows.length; at += 784) {
            const answer = read(rows.subarray(at, at + 784));
            answers[name].push(answer instanceof Promise ? await answer : answer);
          }
          times[name].push(((performance.now() - began) * 1000 * 784) / rows.length);
        }
      }
      if (String(answers.mnn) !== String(answers.ort)) throw new Error('they differ');
      return times;
    },
    {
      digits: Buffer.from(pixels.subarray(0, 784 * 1000)).toString('base64'),
      model: Buffer.from(onnxModel(layers, 'uint8')).toString('base64'),
    },
  );
  const size = (...names) =>
    `${Math.round(names.reduce((sum, name) => sum + statSync(files[name]).size, 0) / 1000)} kB`;
  return [
    ['mnn-cli/browser', milliseconds(minimum(times.mnn)), size('mnn/browser.js', 'mnn/relaxed-simd.wasm')],
    [
      'onnxruntime-web',
      milliseconds(minimum(times.ort)),
      size('ort/ort.wasm.min.mjs', 'ort/ort-wasm-simd-threaded.mjs', 'ort/ort-wasm-simd-threaded.wasm'),
    ],
  ];
}

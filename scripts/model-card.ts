/**
 * Writes weights/README.md, the model cards: npm run model-card -- [--data-dir DIR] [--compare FILE]…
 *
 * Accuracy, confusion and robustness come from `mnn eval --json`, calibration from the same network through the library.
 * `--compare` adds a file of weights to the robustness table. It changes no weights and chooses nothing.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { selectKernel } from '../src/engine/kernel/select.js';
import type { EvalReport } from '../src/commands/eval.js';
import { loadDataset, type Dataset } from '../src/mnist/dataset.js';
import { loadModel, type Model } from '../src/model/load.js';
import { packageRoot } from '../src/package-root.js';
import { cards } from './model-card/cards.js';
import { formatCards, type Measured } from './model-card/format.js';
import { kinds } from './model-card/robustness.js';
import { writeWhole } from './train/checkpoint.js';
import { calibrationError } from './train/scores.js';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'data-dir': { type: 'string' },
      compare: { type: 'string', multiple: true, default: [] },
    },
  });
  const test = await loadDataset({ split: 'test', dataDir: values['data-dir'] });
  const names = [...cards.keys(), ...values.compare];
  const measured = [];
  for (const name of names) measured.push(await measure(name, test));
  const path = join(packageRoot, 'weights', 'README.md');
  await writeWhole(path, new TextEncoder().encode(formatCards(measured)));
  process.stdout.write(`${path}\n`);
}

async function measure(name: string, test: Dataset): Promise<Measured> {
  const model = await loadModel(name);
  const report = evaluateByCommand(name, test.path);
  const plain = await probabilities(model, test.pixels, test.count);
  return { name, model, report, calibrationError: calibrationError(plain, test.labels) };
}

/** The bundled program's own answer. */
function evaluateByCommand(name: string, dataDir: string): EvalReport {
  const program = join(packageRoot, 'bin', 'mnn.js');
  const options = ['--json', '--quiet', '--weights', name, '--data-dir', dataDir, '--perturb', kinds];
  return JSON.parse(
    execFileSync(process.execPath, [program, 'eval', ...options], { encoding: 'utf8' }),
  ) as EvalReport;
}

/** (count, 10), row-major. */
async function probabilities(model: Model, pixels: Uint8Array, count: number): Promise<Float32Array> {
  const session = (await selectKernel()).createSession(model.network, { capacity: count });
  session.input.set(pixels);
  session.run(0, count);
  return session.outputs.slice();
}

await main();

/**
 * Mutation testing: npm run mutate, with PART one of those below, and SHARE how much of it to try, by a seeded choice of lines.
 * Each part is tried by its own tests, in one process that loads them once, so that most mutants take a tenth of a second;
 * Stryker's runner for Jest loads all modules anew for each. Tests that spawn the built program or start threads run no mutant.
 */
import { readFileSync, readdirSync } from 'node:fs';

const PARTS = {
  engine: { folder: 'src/engine', tests: ['test/engine/*.test.ts'] },
  kernel: {
    folder: 'src/engine/kernel',
    without: /^team|^portions/,
    tests: ['test/engine/kernel/kernel.test.ts'],
  },
  formats: { folder: 'src/formats', tests: ['test/formats/!(fuzz|onnxruntime|write).test.ts'] },
  image: {
    folder: 'src/image',
    without: /^pool|^prepare-all/,
    tests: ['test/image/@(decode|files|look|stages).test.ts'],
  },
};
const LINES = 20;

const { PART = 'engine', SHARE = '1' } = process.env;
const { folder, without, tests } = PARTS[PART];
const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !without?.test(name));

/** Park and Miller's generator. */
let state = 20261125;
const random = () => (state = (state * 48271) % 2147483647) / 2147483647;

const blocks = files.flatMap((name) => {
  const lines = readFileSync(`${folder}/${name}`, 'utf8').split('\n').length;
  return Array.from(
    { length: Math.ceil(lines / LINES) },
    (_, i) => `${folder}/${name}:${i * LINES + 1}-${(i + 1) * LINES}`,
  );
});

export default {
  mutate:
    SHARE === '1' ? files.map((name) => `${folder}/${name}`) : blocks.filter(() => random() < Number(SHARE)),
  testFiles: tests,
  testRunner: 'mocha',
  testRunnerNodeArgs: ['--import', './scripts/mutation/register.mjs'],
  mochaOptions: { spec: tests },
  coverageAnalysis: 'perTest',
  // What is computed when a module is loaded stays as it was when the mutant is switched on.
  ignoreStatic: true,
  concurrency: 1,
  timeoutMS: 2000,
  timeoutFactor: 1.2,
  disableTypeChecks: false,
  incremental: true,
  incrementalFile: `reports/mutation/${PART}.incremental.json`,
  jsonReporter: { fileName: `reports/mutation/${PART}.json` },
  reporters: ['clear-text', 'progress-append-only', 'json'],
  clearTextReporter: { allowColor: false, reportTests: false },
};

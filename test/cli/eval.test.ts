import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { EvalReport } from '../../src/commands/eval.js';
import { writeIdx } from '../../src/formats/idx.js';
import { mnn } from './mnn.js';

const folder = mkdtempSync(join(tmpdir(), 'mnn-eval-'));
afterAll(() => rmSync(folder, { recursive: true }));

function evaluate(...args: string[]): EvalReport {
  const { status, stdout, stderr } = mnn(['eval', '--json', ...args]);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout) as EvalReport;
}

describe('mnn eval', () => {
  it('reports what ran, on what, and how it went', () => {
    const report = evaluate('--batch', '100');
    expect(report.command).toBe('eval');
    expect(report.weights).toMatchObject({
      name: 'book',
      path: null,
      format: 'safetensors',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      layers: [784, 50, 100, 10],
      activations: ['sigmoid', 'sigmoid', 'softmax'],
      // 784·50 + 50 + 50·100 + 100 + 100·10 + 10
      parameters: 45_360,
    });
    expect(report.dataset).toMatchObject({ name: 'mnist', split: 'test', count: 10_000 });
    const [run] = report.runs;
    expect(run!.batchSize).toBe(100);
    expect(run!.accuracy).toBe(run!.correct / 10_000);
    expect(run!.accuracy).toBeGreaterThan(0.97);
    expect(report.timing.totalMs).toBeGreaterThan(run!.timing.forwardMs);
    const diagonal = report.confusion.reduce((sum, row, i) => sum + row[i]!, 0);
    expect(diagonal).toBe(run!.correct);
    // How often each digit stands in the test set: numpy, np.bincount(labels)
    expect(report.confusion.map((row) => row.reduce((a, b) => a + b))).toEqual([
      980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009,
    ]);
  });

  it('gets the same number right at every batch size, a row each', () => {
    const { runs } = evaluate('--batch', '1,7,100,9999,20000');
    expect(runs.map((run) => run.batchSize)).toEqual([1, 7, 100, 9999, 10_000]);
    expect(new Set(runs.map((run) => run.correct)).size).toBe(1);
  });

  it('lists the mistakes: all in order for 0, else the most confident', () => {
    const { runs, misclassified } = evaluate('--errors', '0');
    expect(misclassified).toHaveLength(10_000 - runs[0]!.correct);
    expect(misclassified!.every(({ label, digit }) => label !== digit)).toBe(true);
    const few = evaluate('--errors', '3').misclassified!;
    const confidences = misclassified!.map(({ confidence }) => confidence).sort((a, b) => b - a);
    expect(few.map(({ confidence }) => confidence)).toEqual(confidences.slice(0, 3));
    expect(evaluate().misclassified).toBeUndefined();
  });

  it('gets the same right with several threads as with one', () => {
    const [one, two] = ['1', '2'].map((threads) => evaluate('--threads', threads, '--batch', '100'));
    expect([one!.threads, two!.threads]).toEqual([1, 2]);
    expect(two!.runs[0]!.correct).toBe(one!.runs[0]!.correct);
    expect(two!.confusion).toEqual(one!.confusion);
  });

  it('takes one thread of itself where the work is short', () => {
    expect(evaluate().threads).toBe(1);
  });

  it.each(['0', '-1', '1.5', 'many', '1000'])('refuses %j threads as usage', (threads) => {
    const { status, stdout } = mnn(['eval', '--threads', threads]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  it('stops at the limit', () => {
    const { runs, dataset } = evaluate('--limit', '7', '--batch', '3');
    expect([runs[0]!.count, dataset.count]).toEqual([7, 7]);
  });

  it('prints the accuracy once, and the speed of each batch size with a bar', () => {
    const { stdout } = mnn(['eval', '--batch', '10,1000'], { env: { LANG: 'en_US.UTF-8' } });
    expect(stdout).toMatch(/^book {2}784-50-100-10/);
    expect(stdout).toMatch(/^accuracy +9\d\.\d\d % {2}9,\d{3} of 10,000$/m);
    expect(stdout).toMatch(/^95 % interval {2}9\d\.\d\d % to 9\d\.\d\d %$/m);
    expect(stdout).toMatch(/^ *10 {2}.* ms +[\d,]+ {2}[█▏▎▍▌▋▊▉]+$/m);
    expect(stdout).toMatch(/^ *1,000 {2}.* ms +[\d,]+ {2}[█▏▎▍▌▋▊▉]+$/m);
    // The faster one's bar is as long as there is room.
    expect(stdout).toMatch(/ {2}█{40}$/m);
  });

  it('prints the confusion with the figures of each digit, and draws mistakes side by side, in ASCII where it has to', () => {
    const args = ['eval', '--batch', '1,100', '--confusion', '--errors', '2', '--perturb', 'invert,rotate'];
    const { stdout } = mnn([...args, '--limit', '1000'], { env: { LANG: 'C' } });
    expect(stdout).toMatch(/^[ -~\n]*$/);
    expect(stdout).toMatch(/^9( +[\d.]+){10}$/m);
    // Of the first 1000 test digits 94 are nines: numpy, np.bincount(labels[:1000])
    expect(stdout).toMatch(/^ +9 +94( +\d+\.\d\d %){3}$/m);
    expect(stdout).toMatch(/^2 of \d+ mistakes$/m);
    expect(stdout).toMatch(/^label \d, read as \d \(\d+\.\d %\) +label \d, read as \d \(\d+\.\d %\)$/m);
  });

  it('lists all mistakes by name', () => {
    const { stdout } = mnn(['eval', '--errors', '0']);
    expect(stdout.match(/^ {2}\[\d+\] {2}label \d, read as \d \(\d+\.\d %\)$/gm)!.length).toBeGreaterThan(20);
  });

  it('has an interval for the accuracy and figures for each digit', () => {
    const { runs, classes, confusion } = evaluate('--limit', '1000');
    const { accuracy, interval } = runs[0]!;
    expect(interval.low).toBeLessThan(accuracy);
    expect(interval.high).toBeGreaterThan(accuracy);
    expect(classes.map(({ support }) => support)).toEqual(
      confusion.map((row) => row.reduce((a, b) => a + b)),
    );
  });

  it('tells how accuracy falls as digits are perturbed, the same for the same seed', () => {
    const report = evaluate('--limit', '500', '--perturb', 'rotate,noise,rotate', '--seed', '7');
    const { seed, kinds } = report.perturbed!;
    expect([seed, kinds.map(({ kind }) => kind)]).toEqual([7, ['rotate', 'noise']]);
    const [rotate] = kinds;
    expect(rotate!.levels.map(({ amount, count }) => [amount, count])).toEqual(
      [10, 20, 30, 45].map((degrees) => [degrees, 1000]),
    );
    expect(rotate!.levels[3]!.accuracy).toBeLessThan(rotate!.levels[0]!.accuracy - 0.1);
    expect(evaluate('--limit', '500', '--perturb', 'noise', '--seed', '7').perturbed!.kinds[0]).toEqual(
      kinds[1],
    );
    // What came of the digits as they are is not touched.
    expect(report.confusion).toEqual(evaluate('--limit', '500').confusion);
    expect(report.runs[0]!.correct).toBeGreaterThan(480);
  });

  it('refuses a perturbation that there is not, and names those that there are', () => {
    const { status, stdout, stderr } = mnn(['eval', '--perturb', 'shift,twist']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^error: .*--perturb.*twist.*shift, rotate,.*invert/);
  });

  it.each(['0', '-1', '1.5', 'abc', '', '100,0', '1e3'])('refuses batch %j as usage', (batch) => {
    const { status, stdout, stderr } = mnn(['eval', '--batch', batch]);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^error: .*--batch/);
  });

  it('exits 1 below the minimum, after the result', () => {
    const args = ['eval', '--limit', '100', '--min-accuracy'];
    expect(mnn([...args, '0.5']).status).toBe(0);
    const { status, stdout, stderr } = mnn([...args, '1.0', '--limit', '10000', '--json']);
    expect(status).toBe(1);
    expect(JSON.parse(stdout).runs).toHaveLength(1);
    expect(stderr).toContain('--min-accuracy');
    expect(mnn([...args, '2']).status).toBe(2);
  });

  it('changes the hidden activation on request', () => {
    const report = evaluate('--activation', 'relu');
    expect(report.weights.activations).toEqual(['relu', 'relu', 'softmax']);
  });

  it('says what a network takes and gives where digits do not fit it', () => {
    const { status, stderr } = mnn(['eval', '--weights', 'xor']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: .*2-2-1.*784 and 10/);
  });

  it('reads the user’s data, and says what is wrong with it', () => {
    const images = writeIdx({ shape: [2, 28, 28], data: new Uint8Array(2 * 784) });
    writeFileSync(join(folder, 't10k-images-idx3-ubyte'), images);
    writeFileSync(
      join(folder, 't10k-labels-idx1-ubyte'),
      writeIdx({ shape: [2], data: Uint8Array.from([1, 2]) }),
    );
    expect(evaluate('--data-dir', folder).dataset).toMatchObject({ count: 2, path: folder });
    writeFileSync(join(folder, 't10k-images-idx3-ubyte'), images.subarray(0, 100));
    const { status, stdout, stderr } = mnn(['eval', '--data-dir', folder, '--json']);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    const { error } = JSON.parse(stderr);
    expect(error.code).toBe('E_TRUNCATED');
    expect(error.message).toContain(join(folder, 't10k-images-idx3-ubyte'));
    expect(error.hint).toContain('mnn fetch-mnist --force');
  });
});

const book = process.env['MNN_BOOK_WEIGHTS'];
(book ? describe : describe.skip)('the book’s own weights', () => {
  it('get 9352 of 10,000 right at every batch size, with a loss of 0.2245442', () => {
    const { runs, weights } = evaluate('--weights', book!, '--batch', '1,7,100,10000');
    expect(runs.map((run) => run.correct)).toEqual([9352, 9352, 9352, 9352]);
    for (const { loss } of runs) expect(loss).toBeCloseTo(0.2245442, 6);
    expect(weights).toMatchObject({ format: 'pickle', path: book, layers: [784, 50, 100, 10] });
  });
});

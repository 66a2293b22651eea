import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { referenceKernel } from '../../src/engine/kernel/reference.js';
import { loadDataset } from '../../src/mnist/dataset.js';
import { loadModel } from '../../src/model/load.js';
import { createReader } from '../../src/predict.js';
import { mnn } from './mnn.js';

const folder = mkdtempSync(join(tmpdir(), 'mnn-predict-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
const lines = (stdout: string): Record<string, unknown>[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

let digit: Uint8Array;
beforeAll(async () => {
  const { pixels } = await loadDataset({ dataset: 'mnist', split: 'test' });
  digit = pixels.slice(0, 784); // a 7
  const picture = sharp(digit, { raw: { width: 28, height: 28, channels: 1 } }).toColourspace('b-w');
  await picture.clone().png().toFile(at('seven.png'));
  const dark = await picture.clone().negate().resize(280, 280).png().toBuffer();
  const margins = { top: 20, left: 90, right: 30, bottom: 60, background: 'white' };
  await sharp(dark).extend(margins).jpeg().toFile(at('large 7.jpg'));
  await sharp({ create: { width: 60, height: 60, channels: 3, background: 'white' } })
    .png()
    .toFile(at('blank.png'));
  writeFileSync(at('text.png'), 'no picture');
});

describe('mnn predict', () => {
  it('gives the picture of a test digit exactly the probabilities that the network has for it', async () => {
    const { status, stdout } = mnn(['predict', '--json', at('seven.png')]);
    expect(status).toBe(0);
    const [record] = lines(stdout);
    const expected = createReader(referenceKernel, (await loadModel('book')).network).predict(digit);
    expect(record).toMatchObject({ source: at('seven.png'), digit: 7, inverted: false, box: [6, 7, 16, 20] });
    (record!['probabilities'] as number[]).forEach((p, i) =>
      expect(p).toBeCloseTo(expected.probabilities[i]!, 5),
    );
    const raw = lines(mnn(['predict', '--json', '--raw', at('seven.png')]).stdout)[0]!;
    expect(raw['probabilities']).toEqual(record!['probabilities']);
  });

  it('reads on after a picture that fails, keeps the order, and ends with 1', () => {
    const names = ['large 7.jpg', 'blank.png', 'text.png', 'gone.png', 'seven.png'];
    const { status, stdout, stderr } = mnn(['predict', '--json', ...names], { cwd: folder });
    expect(status).toBe(1);
    const records = lines(stdout);
    expect(records.map(({ source }) => source)).toEqual(names);
    expect(records.map((record) => record['digit'] ?? (record['error'] as { code: string }).code)).toEqual([
      7,
      'E_NO_DIGIT',
      'E_FORMAT',
      'E_NOT_FOUND',
      7,
    ]);
    expect(records[0]).toMatchObject({ inverted: true });
    expect(stderr.trimEnd().split('\n')).toHaveLength(3);
  });

  it('reads one from standard input, in words', () => {
    const { status, stdout, stderr } = mnn(['predict', '-', '--top', '3', '--show'], {
      input: readFileSync(at('seven.png')),
    });
    expect([status, stderr]).toEqual([0, '']);
    const [first, ...rest] = stdout.replace(/\n$/, '').split('\n');
    expect(first).toMatch(/^-: 7 \(\d+\.\d %\)/);
    expect(rest).toHaveLength(3 + 28);
    for (const row of rest.slice(3)) expect(row).toMatch(/^[ -~]{56}$/);
  });

  it('names file and reason where there is nothing to read', () => {
    const { status, stdout, stderr } = mnn(['predict', at('blank.png')]);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^error: .*blank\.png: there is no digit: the picture is blank\n/);
  });

  it('explains its steps, and writes them as one picture', async () => {
    const { status, stdout } = mnn(['predict', at('large 7.jpg'), '--explain', '--out', at('stages.png')]);
    expect(status).toBe(0);
    for (const word of ['polarity', 'threshold', 'box', 'stroke', 'angle']) expect(stdout).toContain(word);
    // Grey, ink, digit and the 28×28: four tiles of 224 with 8 between.
    expect(await sharp(at('stages.png')).metadata()).toMatchObject({
      format: 'png',
      width: 936,
      height: 240,
    });
  });

  it('takes no answer that is less sure than wanted', () => {
    const { status, stderr } = mnn(['predict', at('seven.png'), '--min-confidence', '1']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/no digit that is sure enough: 7 with/);
  });

  it.each([
    [['--out', 'x.png'], /--out .* --explain/],
    [['--multi', '--raw'], /do not go together/],
    [['--invert', 'maybe'], /auto, yes, no/],
    [['--top', '0'], /whole number/],
  ])('refuses %j', (options, message) => {
    const { status, stdout, stderr } = mnn(['predict', at('seven.png'), ...options]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('takes only 28×28 raw', () => {
    const { status, stderr } = mnn(['predict', at('blank.png'), '--raw']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/blank\.png is 60×60/);
  });
});

describe('mnn eval --images', () => {
  it('counts the user’s own pictures by label and names what was misread', () => {
    const set = mkdtempSync(join(folder, 'set-'));
    writeFileSync(join(set, '7_a.png'), readFileSync(at('seven.png')));
    writeFileSync(join(set, '2_b.png'), readFileSync(at('seven.png')));
    writeFileSync(join(set, '1-blank.png'), readFileSync(at('blank.png')));
    const { status, stdout } = mnn(['eval', '--images', set, '--json']);
    expect(status).toBe(0);
    const report = JSON.parse(stdout);
    expect(report.dataset).toMatchObject({ name: 'images', count: 3, path: set });
    expect(report.runs[0]).toMatchObject({ count: 3, correct: 1 });
    expect(report.confusion[2][7]).toBe(1);
    expect(report.misclassified).toMatchObject([{ source: join(set, '2_b.png'), label: 2, digit: 7 }]);
    expect(report.unread).toMatchObject([
      { source: join(set, '1-blank.png'), error: { code: 'E_NO_DIGIT' } },
    ]);
  });
});

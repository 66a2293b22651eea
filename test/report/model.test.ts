/** What a report shows, of evaluations small enough to be counted by hand. */
import { describe, expect, it } from '@jest/globals';
import { buildReport } from '../../src/report/model.js';
import { answersOf, circumstances, recordOf, type Answer } from './evaluated.js';

const rows: Answer[] = [
  { label: 3, digit: 3, confidence: 0.9 },
  { label: 3, digit: 5, confidence: 0.6 },
  { label: 3, digit: 5, confidence: 0.8 },
  { label: 7, digit: 7, confidence: 0.7 },
  { label: 7, digit: 1, confidence: 0.7 },
];

/** By the number that fills each image of the test's evaluations. */
const pixelsOf = (digits: readonly { pixels: Uint8Array }[]): number[] =>
  digits.map(({ pixels }) => pixels[0]!);

describe('buildReport', () => {
  const report = buildReport(recordOf(rows), answersOf(rows), circumstances);

  it('puts each image into its cell, the most confident mistakes first', () => {
    expect(report.cells[3]![5]!.count).toBe(2);
    expect(pixelsOf(report.cells[3]![5]!.shown)).toEqual([2, 1]);
    expect(pixelsOf(report.cells[7]![1]!.shown)).toEqual([4]);
    expect(report.cells[7]![1]!.shown[0]).toMatchObject({ source: '[4]', label: 7, digit: 1 });
    expect(report.cells[0]![0]).toEqual({ label: 0, digit: 0, count: 0, shown: [] });
  });

  it('lists the most confident mistakes of all', () => {
    expect(pixelsOf(report.mistakes)).toEqual([2, 4, 1]);
  });

  it('has the accuracy’s interval, the figures per class and the calibration', () => {
    // Wilson for 2 of 5: (0.4 + z²/10 ± z·√(0.24/5 + z²/100)) / (1 + z²/5), z² = 3.841459
    expect(report.record.runs[0]!.interval.low).toBeCloseTo(0.117621, 6);
    expect(report.record.runs[0]!.interval.high).toBeCloseTo(0.769276, 6);
    expect(report.record.classes[3]).toMatchObject({ support: 3, precision: 1, recall: 1 / 3 });
    // Bins of 1/15: 0.6 (wrong), 0.7 twice (one right), 0.8 (wrong), 0.9 (right): (0.6 + 0.4 + 0.8 + 0.1) / 5
    expect(report.calibration!.error).toBeCloseTo(0.38, 6);
  });

  it('names images by their sources where they have any', () => {
    const sources = ['a', 'b', 'c', 'd', 'e'];
    expect(buildReport(recordOf(rows), answersOf(rows, sources), circumstances).mistakes[0]!.source).toBe(
      'c',
    );
  });

  it('says nothing of calibration where the outputs are no probabilities', () => {
    const record = recordOf(rows);
    const runs = record.runs.map((run) => ({ ...run, loss: null }));
    const report = buildReport({ ...record, runs }, answersOf(rows), circumstances);
    expect(report.calibration).toBeUndefined();
    expect(report.givesProbabilities).toBe(false);
  });

  it('counts pictures that were not read against the recall of their label', () => {
    const unread = [{ source: 'x.png', label: 7, error: { code: 'E_NO_DIGIT', message: 'blank' } }];
    const report = buildReport(recordOf(rows, { unread }), answersOf(rows), circumstances);
    expect(report.record.classes[7]).toMatchObject({ support: 3, recall: 1 / 3 });
  });
});

describe('of many mistakes', () => {
  const many = (counts: Readonly<Record<string, number>>): Answer[] =>
    Object.entries(counts).flatMap(([cell, count]) =>
      Array.from({ length: count }, (_, i) => ({
        label: Number(cell[0]),
        digit: Number(cell[1]),
        confidence: 0.5 + i / (3 * count),
      })),
    );

  it('cells show as many as fit into 1400 together, small cells all of theirs', () => {
    // 20 + 2 · 690 = 1400
    const rows = many({ '01': 20, '23': 800, '45': 5000, '66': 30 });
    const { cells } = buildReport(recordOf(rows), answersOf(rows), circumstances);
    expect(cells[0]![1]!.shown).toHaveLength(20);
    expect(cells[2]![3]!.shown).toHaveLength(690);
    expect(cells[4]![5]!.shown).toHaveLength(690);
    expect(cells[4]![5]!.count).toBe(5000);
  });

  it('of right answers the twelve least sure are shown', () => {
    const rows = many({ '66': 30 });
    const { cells } = buildReport(recordOf(rows), answersOf(rows), circumstances);
    expect(pixelsOf(cells[6]![6]!.shown)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });
});

/** The page of a report as text: whole, self-contained, and safe whatever files are called. */
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { buildReport } from '../../src/report/model.js';
import { reportPage } from '../../src/report/page.js';
import { setCatalogue } from '../../src/text.js';
import { answersOf, circumstances, recordOf, type Answer } from './evaluated.js';

const rows: Answer[] = [
  { label: 3, digit: 3, confidence: 0.9 },
  { label: 3, digit: 5, confidence: 0.75 },
];

const EVIL = `"><script>alert('x')</script><img src=x onerror="y">`;

/** With a name that would be markup in every place that a user names. */
function evilPage(): string {
  const record = recordOf(rows, {
    unread: [{ source: EVIL, label: 1, error: { code: 'E_NO_DIGIT', message: `${EVIL}: blank` } }],
  });
  const named = {
    ...record,
    weights: { ...record.weights, name: EVIL, path: EVIL },
    dataset: { ...record.dataset, path: EVIL },
  };
  const model = buildReport(named, answersOf(rows, [EVIL, EVIL]), {
    ...circumstances,
    commandLine: `mnn eval --images '${EVIL}'`,
  });
  return reportPage(model, { reliability: '<svg id="chart"></svg>' });
}

describe('a report', () => {
  const page = evilPage();

  it('has no markup that comes from names', () => {
    expect(page).not.toMatch(/<script/i);
    expect(page).not.toMatch(/<img src=x/);
    expect(page.split('&lt;script&gt;').length - 1).toBeGreaterThanOrEqual(8);
  });

  it('allows its own style by hash, inline pictures, and nothing else', () => {
    const [, style] = /<style>(.*?)<\/style>/s.exec(page)!;
    const hash = createHash('sha256').update(style!).digest('base64');
    const [, policy] = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(page)!;
    expect(policy!.replaceAll('&#39;', "'").split('; ')).toEqual([
      "default-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      'img-src data:',
      `style-src 'sha256-${hash}'`,
    ]);
  });

  it('has no inline handler, no style attribute and no address', () => {
    // Names are escaped, so that every tag in the page is its own.
    const tags = page.replace(/<style>.*?<\/style>/s, '').match(/<[a-z][^>]*>/gi)!;
    for (const tag of tags)
      expect(tag).not.toMatch(/\s(?:style|on\w+)="|\s(?:src|href)="(?!data:image\/png|#)/);
  });

  it('shows each digit, the chart and the figures', () => {
    expect(page).toContain('<svg id="chart"></svg>');
    expect(page).toMatch(/aria-label="label 3, answer 5: 1"/);
    expect(page).toContain('75.0 %');
    // Twice the mistake, once the right answer.
    expect(page.split('src="data:image/png;base64,').length - 1).toBe(3);
    // 1 of 3: the picture that was not read counts.
    expect(page).toContain('33.33 %');
  });
});

it('of the user’s own pictures is named after their folder', () => {
  const record = recordOf(rows);
  const own = {
    ...record,
    dataset: { ...record.dataset, name: 'images', split: 'own', path: '/home/me/my digits' },
  };
  const page = reportPage(buildReport(own, answersOf(rows), circumstances), {});
  expect(page).toMatch(/<h1>mine on the pictures in my digits<\/h1>/);
});

describe('the language of a report', () => {
  afterEach(() => setCatalogue({}, 'en'));

  it('is that of its texts', () => {
    const model = buildReport(recordOf(rows), answersOf(rows), circumstances);
    expect(reportPage(model, {})).toMatch(/<html lang="en">[^]*The most confident mistakes/);
    setCatalogue({ 'The most confident mistakes': '確信度の高い誤り' }, 'ja');
    expect(reportPage(model, {})).toMatch(/<html lang="ja">[^]*確信度の高い誤り/);
  });
});

it('shows how perturbed digits were read where they were', () => {
  const levels = [10, 20].map((amount, i) => ({ amount, count: 4, correct: 3 - i, accuracy: (3 - i) / 4 }));
  const record = recordOf(rows, {
    perturbed: { seed: 7, kinds: [{ kind: 'rotate', unit: 'degrees', levels }] },
  });
  const page = reportPage(buildReport(record, answersOf(rows), circumstances), {});
  expect(page).toMatch(
    /turned<\/th>\s*<td>10°<\/td>\s*<td>75\.00 %<\/td>[^]*turned<\/th>\s*<td>20°<\/td>\s*<td>50\.00 %</,
  );
  // Turning is no matter of chance.
  expect(page).not.toContain('seed 7');
});

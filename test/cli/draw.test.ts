/** `mnn draw` as the contract has it: its first line, its end, and what it refuses. The page is tested in test/browser. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readSafetensors } from '../../src/formats/safetensors.js';
import { cleanEnvironment, mnn, program } from './mnn.js';

const folder = mkdtempSync(join(tmpdir(), 'mnn-draw-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts it, and waits for its first line. */
async function start(args: readonly string[]): Promise<{ child: ChildProcess; firstLine: string }> {
  const child = spawn(process.execPath, [program, 'draw', '--port', '0', ...args], {
    env: cleanEnvironment({ DISPLAY: ':0' }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [data] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, firstLine: data.toString().split('\n')[0]! };
}

const ADDRESS = /^http:\/\/127\.0\.0\.1:[1-9]\d*\/$/;

describe('the server', () => {
  it('prints its address first, serves the page there, and ends with 130 on Ctrl-C', async () => {
    const { child, firstLine } = await start([]);
    expect(firstLine).toMatch(ADDRESS);
    // A connection that is kept alive holds nothing up.
    const page = await (await fetch(firstLine)).text();
    expect(page).toContain('src="page.js"');
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([130, null]);
  });

  it('prints its address as JSON, in the page’s language that was asked for, and ends with 143 on SIGTERM', async () => {
    const { child, firstLine } = await start(['--json', '--lang', 'ja']);
    const record = JSON.parse(firstLine) as { command: string; url: string };
    expect(record).toEqual({ command: 'draw', url: expect.stringMatching(ADDRESS) });
    expect(await (await fetch(record.url)).text()).toContain('data-language="ja"');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([143, null]);
  });
});

describe('what it refuses', () => {
  it('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { status, stdout, stderr } = mnn(['draw', '--port', String(port)]);
    other.close();
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      `error: port ${port} is taken: another program listens there\nhint: --port 0 takes one that is free\n`,
    );
  });

  it.each(['-1', '65536', '80.5', 'x'])('the port %s', (port) => {
    const { status, stderr } = mnn(['draw', `--port=${port}`, '--json']);
    expect(status).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({
      error: { code: 'E_USAGE', message: expect.stringContaining(port) },
    });
  });

  it('a network that reads no digits', () => {
    const { status, stderr } = mnn(['draw', '--weights', 'three-layer', '--json', '--port', '0']);
    expect(status).toBe(1);
    expect(JSON.parse(stderr).error.code).toBe('E_SHAPE');
  });
});

it('--out writes the files of the page, with the network that was asked for', () => {
  const out = join(folder, 'site', 'draw');
  const { status, stdout } = mnn(['draw', '--out', out, '--weights', 'large', '--json']);
  expect(status).toBe(0);
  const { files } = JSON.parse(stdout) as { files: string[] };
  expect([...files].sort()).toEqual(readdirSync(out).sort());
  const network = readSafetensors(readFileSync(join(out, 'network.safetensors')), 'the network');
  expect(network.metadata).toMatchObject({ name: 'large', layers: '784,800,400,10' });
});

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { interval } from '../../src/cli/options.js';
import { plotCommand } from '../../src/commands/plot.js';
import { Terminal } from '../../src/terminal.js';
import { mnn } from './mnn.js';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'mnn-plot-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('mnn plot', () => {
  it('prints the points of each curve as JSON', () => {
    const { command, range, ylim, series } = JSON.parse(mnn(['plot', 'step', 'sigmoid', '--json']).stdout);
    expect({ command, range }).toEqual({ command: 'plot', range: [-5, 5] });
    expect(ylim[0]).toBeCloseTo(-0.1);
    expect(ylim[1]).toBeCloseTo(1.1);
    expect(series.map(({ name }: { name: string }) => name)).toEqual(['step', 'sigmoid']);
    const { x, y } = series[1];
    expect(y).toHaveLength(x.length);
    // Book §3.2.4: sigmoid(1.0)
    expect(y[x.indexOf(1)]).toBeCloseTo(0.73105858, 8);
  });

  it('draws with Braille patterns, and with ASCII where the console has no others', () => {
    expect(mnn(['plot', 'relu'], { env: { LANG: 'en_US.UTF-8' } }).stdout).toMatch(/[\u2801-\u28ff]{10}/);
    expect(mnn(['plot', 'relu'], { env: { LANG: 'C' } }).stdout).toMatch(/^[\n -~]+$/);
  });

  it('writes an SVG and a PNG, whole, and says so', () => {
    for (const name of ['relu.svg', 'relu.png']) {
      const { status, stdout, stderr } = mnn(['plot', 'relu', '--derivative', '--out', name], {
        cwd: folder,
      });
      expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
      expect(stderr).toContain("relu, relu' drawn into ");
    }
    const svg = readFileSync(join(folder, 'relu.svg'), 'utf8');
    expect([svg.startsWith('<svg '), svg.includes('>relu&#39;</text>'), svg.trimEnd().endsWith('</svg>')]).toEqual([true, true, true]); // prettier-ignore
    const png = readFileSync(join(folder, 'relu.png'));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1440, 1080]);
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it.each([
    ['sigmod', undefined, 'did you mean sigmoid?'],
    ['cosine', undefined, 'there are step, sigmoid, relu, tanh, identity, softmax'],
    ['relu', 'plot.gif', 'give a name like plot.svg'],
  ])('refuses %s into %s: %s', async (name, out, hint) => {
    const options = { range: [-5, 5], ...(out === undefined ? {} : { out }) } as const;
    await expect(plotCommand([name], options, new Terminal())).rejects.toMatchObject({
      code: 'E_USAGE',
      hint,
    });
  });
});

describe('a range', () => {
  it.each([
    ['-5:5', [-5, 5]],
    ['0:1e-3', [0, 0.001]],
    [' -.5 : 2 ', [-0.5, 2]],
  ])('%s is read', (text, expected) => {
    expect(interval(text)).toEqual(expected);
  });

  it.each(['5:-5', '1:1', '1', '1:2:3', ':', '1:', 'a:b', '0:1e999', '-1e308:1e308', 'NaN:1'])(
    '%s is refused',
    (text) => {
      expect(() => interval(text)).toThrow('like -5:5');
    },
  );
});

/** `mnn inspect` and `mnn convert`, spawned. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { writeNpz } from '../../src/formats/npz.js';
import { mnn } from './mnn.js';

const folder = mkdtempSync(join(tmpdir(), 'mnn-weights-'));
afterAll(() => rmSync(folder, { recursive: true }));
const fixture = (path: string) => fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url));
const json = (args: readonly string[]) => JSON.parse(mnn([...args, '--json']).stdout);

describe('mnn inspect', () => {
  it('tells format, tensors and the network that was understood', () => {
    const file = fixture('weights/pickle3-F.pkl');
    const record = json(['inspect', file]);
    expect(record).toMatchObject({ command: 'inspect', path: file, format: 'pickle', metadata: {} });
    expect(record.sha256).toBe(createHash('sha256').update(readFileSync(file)).digest('hex'));
    // numpy.arange(12): mean 5.5, std sqrt(143 / 12).
    expect(record.tensors[0]).toEqual({
      name: 'W1', shape: [4, 3], dtype: 'float32', order: 'F', min: 0, max: 11, mean: 5.5, std: expect.closeTo(3.4520525, 7), nonFinite: 0,
      sha256: createHash('sha256').update(new Uint8Array(Float32Array.from({ length: 12 }, (_, i) => i).buffer)).digest('hex'),
    }); // prettier-ignore
    expect(record.network).toEqual({
      layers: [4, 3, 2],
      activations: ['sigmoid', 'softmax'],
      parameters: 23,
    });
    expect(record.globals.map(({ name }: { name: string }) => name)).toContain('numpy.ndarray');
  });

  it('gives the same sums for the same weights in any format', () => {
    const sums = ['pickle0-C.pkl', 'pickle5-F.pkl', 'npz-little-f4-F.npz', 'npz-big-f4-C.npz'].map((name) =>
      json(['inspect', fixture(`weights/${name}`)])
        .tensors.map(({ sha256 }: { sha256: string }) => sha256)
        .join(),
    );
    expect(new Set(sums).size).toBe(1);
  });

  it('prints a table for people', () => {
    const { status, stdout, stderr } = mnn([
      'inspect',
      fixture('weights/npz-little-f4-F.npz'),
      '--activation',
      'tanh',
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('network 4-3-2, tanh, softmax  (23 parameters)');
    expect(stdout).toMatch(/^W1 +4×3 +float32 +F +0\.0000 +11\.0000 +5\.5000 +3\.4521 +–/m);
  });

  it('says why there is no network', () => {
    const record = json(['inspect', fixture('arrays/mnist.pkl')]);
    expect(record.network).toBeNull();
    expect(record.why).toMatch(/MNIST cache.*train_img/);
    expect(json(['inspect', fixture('onnx/refused-conv.onnx')])).toMatchObject({
      network: null,
      why: expect.stringMatching(/Conv/),
    });
    expect(json(['inspect', fixture('arrays/nan.npz')])).toMatchObject({
      network: null,
      tensors: { 2: { name: 'W2', nonFinite: 1, max: 6 } },
    });
  });

  it('looks at a hostile pickle without loading it', () => {
    const evil = join(folder, 'evil.pkl');
    writeFileSync(evil, `cposix\nsystem\n(Vtouch ${folder}/owned\ntR.`);
    const { status, stdout, stderr } = mnn(['inspect', evil, '--json']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      network: null,
      tensors: [],
      globals: [{ name: 'posix.system', offset: 0, allowed: false }],
    });
    expect(stderr).toMatch(/^warning: .*posix\.system/);
    expect(mnn(['inspect', evil]).stdout).toMatch(/posix\.system +at offset 0 +refused/);
    const { status: loaded, stderr: refused } = mnn(['forward', '--weights', evil]);
    expect(loaded).toBe(1);
    expect(refused).toMatch(/asks for posix\.system at offset 0/);
    expect(existsSync(join(folder, 'owned'))).toBe(false);
  });

  it('lists the bundled networks', () => {
    const { bundled } = json(['inspect', '--list']);
    const names = bundled.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['and', 'nand', 'or', 'three-layer', 'xor']));
    expect(bundled[names.indexOf('xor')]).toMatchObject({
      layers: [2, 2, 1],
      activations: ['step', 'step'],
      parameters: 9,
    });
    expect(mnn(['inspect', '--list']).stdout).toMatch(/^xor +2-2-1 +step, step +9 /m);
  });

  it('draws histograms, and gives them in JSON', () => {
    const { stdout } = mnn(['inspect', 'three-layer', '--histogram']);
    // W1 is .1 to .6 in steps of .1: six columns of equal height.
    expect(stdout).toMatch(/^W1\n1 \|# {11}# {11}# {11}# {11}# {11}#$/m);
    expect(stdout).toMatch(/^ {3}0\.100 +0\.600$/m);
    const [W1] = json(['inspect', 'three-layer', '--histogram']).tensors;
    expect(W1.histogram.counts.reduce((a: number, b: number) => a + b)).toBe(6);
    expect(W1.histogram.edges).toHaveLength(W1.histogram.counts.length + 1);
  });

  describe('--filters', () => {
    // 4 inputs are a picture of 2×2; the first unit of W1 (4, 3) has 0, 3, 6, 9, the last 2, 5, 8, 11.
    const file = fixture('weights/npz-little-f4-C.npz');

    it('shows them in the terminal', () => {
      const { stdout } = mnn(['inspect', file, '--filters', '--quiet']);
      expect(stdout).toContain('0  ±9.00');
      expect(mnn(['inspect', 'xor', '--filters']).stderr).toMatch(/2 values, which are no square picture/);
    });

    it('writes them as a picture', () => {
      const out = join(folder, 'filters.png');
      const { status } = mnn(['inspect', file, '--filters', '--out', out]);
      expect(status).toBe(0);
      const png = readFileSync(out);
      expect(png.subarray(1, 4).toString()).toBe('PNG');
      // Three filters of 2×2, three times as large, in rows of two, with 2 between.
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([18, 18]);
    });

    it('are what --out is for', () => {
      expect(mnn(['inspect', file, '--out', 'x.png']).status).toBe(2);
    });
  });

  it('wants a file or a name', () => {
    const { status, stderr } = mnn(['inspect']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/--list/);
  });
});

describe('mnn convert', () => {
  const source = fixture('weights/pickle2-i4-big-endian.pkl');

  it.each(['safetensors', 'npz', 'json', 'onnx', 'pkl'])('to %s and back into the same network', (ending) => {
    const out = join(folder, `network.${ending}`);
    const { status, stdout } = mnn(['convert', source, out, '--activation', 'relu', '--json']);
    expect(status).toBe(0);
    const record = JSON.parse(stdout);
    expect(record).toMatchObject({
      command: 'convert',
      from: { format: 'pickle' },
      to: { path: out },
      exact: true,
    });
    const bytes = readFileSync(out);
    expect(record.to.bytes).toBe(bytes.length);
    expect(record.to.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    const { network, metadata } = json(['inspect', out]);
    expect(network).toEqual({ layers: [4, 3, 2], activations: ['relu', 'softmax'], parameters: 23 });
    expect(metadata).toMatchObject({ source_format: 'pickle', source_sha256: record.from.sha256 });
  });

  it('takes the format by --to, else by the ending', () => {
    const out = join(folder, 'weights.bin');
    expect(mnn(['convert', source, out, '--to', 'npz']).status).toBe(0);
    expect(json(['inspect', out]).format).toBe('npz');
    const { status, stderr } = mnn(['convert', source, out]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/no format is called bin\nhint: give --to/);
  });

  it('says what rounding did', () => {
    const out = join(folder, 'three.onnx');
    expect(mnn(['convert', 'three-layer', out]).stdout).toMatch(
      /no weight differs by more than \d\.\d\de-\d/,
    );
  });

  it('leaves nothing behind where it fails', () => {
    const inner = join(folder, 'inner');
    mkdirSync(join(inner, 'out.npz'), { recursive: true });
    const { status, stderr } = mnn(['convert', source, join(inner, 'out.npz')]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/is a folder/);
    expect(mnn(['convert', source, join(folder, 'nowhere', 'out.npz')]).stderr).toMatch(
      /^error: cannot write .*nowhere/m,
    );
    expect(readdirSync(inner)).toEqual(['out.npz']);
  });

  it('gives the same probabilities to other runtimes', () => {
    const out = join(folder, 'network.onnx');
    mnn(['convert', source, out, '--activation', 'sigmoid']);
    const x = [[0.5, 0.25, 0, 1], [0, 0, 0, 0]]; // prettier-ignore
    const run = spawnSync(
      process.execPath,
      [fileURLToPath(new URL('../formats/run-onnx.mjs', import.meta.url)), out],
      {
        input: Float32Array.from(x.flat()),
        maxBuffer: 1 << 20,
      },
    );
    const theirs = Array.from(
      new Float32Array(run.stdout.buffer.slice(run.stdout.byteOffset, run.stdout.byteOffset + 16)),
    );
    const file = join(folder, 'x.json');
    writeFileSync(file, JSON.stringify(x));
    const { outputs } = json(['forward', '--weights', out, '--input', file]);
    expect(theirs).toEqual(outputs.flat().map((value: number) => expect.closeTo(value, 6)));
  });
});

describe('weights of other kinds', () => {
  it('need --transpose where neither names nor shapes tell', () => {
    const file = join(folder, 'square.npz');
    const data = Float32Array.of(0, 1, 2, 3);
    writeFileSync(file, writeNpz([{ name: 'arr_0', shape: [2, 2], data }], { activations: 'identity' }));
    const { status, stderr } = mnn(['forward', '--weights', file]);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /fit both as \(in, out\) and as \(out, in\): arr_0 \(2, 2\)\nhint: give --transpose/,
    );
    // (1, 0.5) · [[0, 2], [1, 3]] = (0.5, 3.5)
    expect(mnn(['forward', '--weights', file, '--transpose']).stdout).toBe('[0.5 3.5]\n');
  });

  it('are refused by saying what they are: convolutions, the MNIST cache, NaN', () => {
    const forward = (name: string) => mnn(['forward', '--weights', fixture(name)]).stderr;
    expect(forward('arrays/convolution.pkl')).toMatch(/a network with convolutions \(W1 \(2, 1, 3, 3\)\)/);
    expect(forward('arrays/mnist.pkl')).toMatch(/this looks like the book’s MNIST cache/);
    expect(forward('arrays/nan.npz')).toMatch(/W2\[1, 1\] is NaN/);
    expect(forward('arrays/object.npy')).toMatch(/object arrays are not read/);
  });
});

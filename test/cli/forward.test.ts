import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { mnn } from './mnn.js';

const folder = mkdtempSync(join(tmpdir(), 'mnn-forward-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('mnn forward', () => {
  it('prints what the book prints', () => {
    expect(mnn(['forward'])).toEqual({ status: 0, stdout: '[0.31682708 0.69627909]\n', stderr: '' });
  });

  it('shows every A and Z with its shape', () => {
    const { stdout } = mnn(['forward', '--trace']);
    expect(stdout).toContain('(2,) · (2, 3) + (3,) → (3,)');
    expect(stdout).toContain('A1 = X·W1 + B1 = [0.3 0.7 1.1]');
    expect(stdout).toContain('Z1 = sigmoid(A1) = [0.57444252 0.66818777 0.75026011]');
    expect(stdout).toContain('A2 = Z1·W2 + B2 = [0.51615984 1.21402696]');
    expect(stdout).toContain('Z2 = sigmoid(A2) = [0.62624937 0.7710107 ]');
    expect(stdout).toContain('A3 = Z2·W3 + B3 = [0.31682708 0.69627909]');
  });

  it('gives full precision in JSON, and the trace only on request', () => {
    const record = JSON.parse(mnn(['forward', '--json']).stdout);
    expect(record).toEqual({ command: 'forward', outputs: [[0.3168270764110298, 0.6962790898619668]] });
    const { trace } = JSON.parse(mnn(['forward', '--json', '--trace']).stdout);
    expect(trace).toHaveLength(3);
    expect(trace[0]).toMatchObject({ layer: 1, activation: 'sigmoid', a: [[expect.closeTo(0.3), expect.closeTo(0.7), expect.closeTo(1.1)]] }); // prettier-ignore
    expect(trace[2].z).toEqual(record.outputs);
  });

  it.each([
    ['and', '0,0,0,1'],
    ['nand', '1,1,1,0'],
    ['or', '0,1,1,1'],
    ['xor', '0,1,1,0'],
  ])('runs the gate %s', (gate, truth) => {
    const file = join(folder, 'inputs.json');
    writeFileSync(file, '[[0,0],[1,0],[0,1],[1,1]]');
    const { outputs } = JSON.parse(mnn(['forward', '--weights', gate, '--input', file, '--json']).stdout);
    expect(outputs.join()).toBe(truth);
  });

  it('reads a vector from standard input, negative numbers from the command line', () => {
    expect(mnn(['forward', '--input', '-'], { input: '[1.0, 0.5]' }).stdout).toBe(
      '[0.31682708 0.69627909]\n',
    );
    expect(mnn(['forward', '--weights', 'or', '--input', '-1,2']).stdout).toBe('[1.]\n');
  });

  it('names the shape that it has and the one that it wants', () => {
    const { status, stdout, stderr } = mnn(['forward', '--input', '1,2,3']);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/\(3,\).*three-layer takes 2/);
  });

  it.each(['nowhere.json', '1,x'])('refuses %s, naming it', (input) => {
    const { status, stderr } = mnn(['forward', '--input', input]);
    expect(status).toBe(1);
    expect(stderr).toContain(input);
    expect(stderr).toMatch(/^error: .*\nhint: .*\n$/);
  });

  it('refuses JSON that holds no numbers', () => {
    const file = join(folder, 'text.json');
    writeFileSync(file, '{"x": 1}');
    expect(mnn(['forward', '--input', file]).stderr).toContain('holds no vector');
  });
});

describe('mnn forward --image', () => {
  it('runs a digit of the data set through the bundled network', () => {
    const { outputs, image } = JSON.parse(mnn(['forward', '--image', '0', '--json']).stdout);
    expect(image).toEqual({ source: 'test[0]', label: 7, prediction: 7 });
    expect(outputs[0]).toHaveLength(10);
    expect(outputs[0].reduce((sum: number, p: number) => sum + p)).toBeCloseTo(1);
  });

  it('traces wide layers by their figures, the last in full, and draws what the pixels said', () => {
    const { stdout } = mnn(['forward', '--image', '0', '--trace', '--explain']);
    // numpy: (x[0] / 255).mean()
    expect(stdout).toContain('784 values from 0.0000 to 1.0000, mean 0.0923');
    expect(stdout).toContain('(784,) · (784, 50) + (50,) → (50,)');
    expect(stdout).toMatch(/test\[0\]: 7 \(\d+\.\d %\), as labelled\n/);
    expect(stdout).toMatch(/for 7: \d+\.\d\d \(.*\), against it: -\d+\.\d\d \(/);
  });

  it.each([
    [['--explain'], '--explain goes with --image'],
    [['--image', '0', '--out', 'a.png'], '--out goes with --explain'],
    [['--image', '0-3'], 'one digit'],
  ])('refuses %j', (args, message) => {
    const { status, stderr } = mnn(['forward', ...args]);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});

import { describe, expect, it } from '@jest/globals';
import { mnn } from './mnn.js';

describe('mnn show', () => {
  it('prints test digit 0 as 28 rows of 56 ASCII characters and its label, 7', () => {
    const { status, stdout, stderr } = mnn(['show', '0']);
    const lines = stdout.split('\n');
    expect(status).toBe(0);
    expect(stderr).toBe('');
    expect(lines).toHaveLength(30);
    expect(lines.slice(0, 28).every((line) => /^[ -~]{56}$/.test(line))).toBe(true);
    expect(lines[28]).toBe('label: 7');
  });

  it('draws the pixels that the file holds', () => {
    const { stdout } = mnn(['show', '0', '--json']);
    const { command, images } = JSON.parse(stdout);
    expect(command).toBe('show');
    const [{ source, label, rows, columns, pixels }] = images;
    expect({ source, label, rows, columns }).toEqual({ source: 'test[0]', label: 7, rows: 28, columns: 28 });
    // numpy: x[0].sum(), np.count_nonzero(x[0]), x[0, 7, 6:16]
    expect(pixels.reduce((a: number, b: number) => a + b)).toBe(18_454);
    expect(pixels.filter((pixel: number) => pixel > 0)).toHaveLength(116);
    expect(pixels.slice(7 * 28 + 6, 7 * 28 + 16)).toEqual([84, 185, 159, 151, 60, 36, 0, 0, 0, 0]);
  });

  it('takes several targets and ranges, in the order given', () => {
    const { images } = JSON.parse(mnn(['show', '3', '0-2', '--json']).stdout);
    expect(images.map((image: { label: number }) => image.label)).toEqual([0, 7, 2, 1]);
  });

  it.each(['-1', '1.5', '10000', 'x', '5-3', '9999-10000', '1e3'])(
    'refuses %s and names the range',
    (target) => {
      const { status, stdout, stderr } = mnn(['show', target]);
      expect(status).toBe(2);
      expect(stdout).toBe('');
      expect(stderr).toMatch(/^error: .*0\.\.9999\nhint: .*\n$/);
      expect(stderr).not.toContain('unknown option');
    },
  );

  it('says that the training split is not here and how to get it', () => {
    const { status, stderr } = mnn(['show', '0', '--split', 'train', '--json']);
    expect(status).toBe(1);
    const { error } = JSON.parse(stderr);
    expect(error.code).toBe('E_DATA_MISSING');
    expect(error.hint).toContain('mnn fetch-mnist --split train');
  });
});

describe('mnn show, a choice of digits', () => {
  const labelsAndSources = (args: readonly string[]): { label: number; source: string }[] =>
    JSON.parse(mnn(['show', ...args, '--json']).stdout).images.map(
      ({ label, source }: { label: number; source: string }) => ({ label, source }),
    );

  it('takes the first ten with a label', () => {
    // numpy: np.where(labels == 7)[0][:10]
    const expected = [0, 17, 26, 34, 36, 41, 60, 64, 70, 75];
    expect(labelsAndSources(['--label', '7'])).toEqual(
      expected.map((i) => ({ label: 7, source: `test[${i}]` })),
    );
  });

  it('draws by chance, the same again for the same seed', () => {
    const first = labelsAndSources(['--random', '5', '--seed', '1', '--label', '3']);
    expect(first).toEqual(labelsAndSources(['--random', '5', '--seed', '1', '--label', '3']));
    expect(new Set(first.map(({ source }) => source)).size).toBe(5);
    expect(first.every(({ label }) => label === 3)).toBe(true);
  });

  it('says where in the set the digits are that it has chosen', () => {
    const { stdout } = mnn(['show', '--label', '7', '--style', 'braille']);
    // numpy: np.where(labels == 7)[0][:5]
    expect(stdout).toMatch(/^test\[0\] +test\[17\] +test\[26\] +test\[34\] +test\[36\]$/m);
  });

  it('names what the network reads', () => {
    const { images } = JSON.parse(mnn(['show', '0', '--predict', '--json']).stdout);
    expect(images[0].prediction.digit).toBe(7);
    expect(mnn(['show', '0', '--predict']).stdout).toContain('label: 7  read: 7\n');
  });

  it('refuses to show nothing', () => {
    const { status, stderr } = mnn(['show']);
    expect(status).toBe(2);
    expect(stderr).toContain('hint: mnn show 0-9');
  });
});

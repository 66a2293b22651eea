import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { IoError, LimitError, NotFoundError } from '../../src/errors.js';
import { bundledNames } from '../../src/model/bundled.js';
import { loadModel } from '../../src/model/load.js';

const folder = mkdtempSync(join(tmpdir(), 'mnn-load-'));
afterAll(() => rmSync(folder, { recursive: true }));
const fixtures = fileURLToPath(new URL('../fixtures/weights', import.meta.url));
const numpyFile = join(folder, 'Sample_weight.pkl');
copyFileSync(join(fixtures, 'pickle3-F.pkl'), numpyFile);

describe('loadModel', () => {
  it('knows the bundled networks', async () => {
    expect(bundledNames()).toEqual(expect.arrayContaining(['and', 'nand', 'or', 'three-layer', 'xor']));
    const model = await loadModel('xor');
    expect(model).toMatchObject({ name: 'xor', path: null, format: 'json' });
    expect(model.metadata['name']).toBe('xor');
    expect(model.network.forward([[0, 0], [1, 0], [0, 1], [1, 1]]).toArray()).toEqual([[0], [1], [1], [0]]); // prettier-ignore
  });

  it('takes a path where a name is written as one', async () => {
    await expect(loadModel('./xor')).rejects.toThrow(NotFoundError);
  });

  it('reads a file by its content, with its checksum', async () => {
    const { network, format, path, sha256 } = await loadModel(numpyFile);
    expect(network.sizes).toEqual([4, 3, 2]);
    // (1, 1, 1, 1) · W1 + b1 = (18, 22, 26) + (1, 2, 3); its sigmoids are 1 within 1e-8.
    expect(network.trace([1, 1, 1, 1])[0]!.a.toArray()).toEqual([19, 24, 29]);
    expect({ format, path }).toEqual({ format: 'pickle', path: numpyFile });
    const [sum] = execFileSync('sha256sum', [numpyFile], { encoding: 'utf8' }).split(' ');
    expect(sha256).toBe(sum);
  });

  it('tells the absolute path that was tried, and near names', async () => {
    const missing = join(folder, 'sample-weights.pkl');
    const failure = await loadModel(missing).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NotFoundError);
    expect((failure as NotFoundError).message).toContain(missing);
    expect((failure as NotFoundError).hint).toBe(`did you mean ${numpyFile}?`);
    await expect(loadModel('nandd')).rejects.toMatchObject({ hint: 'did you mean nand or and?' });
  });

  it('refuses folders, pipes and devices without reading them', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    mkdirSync(join(folder, 'inner'));
    await expect(loadModel(join(folder, 'inner'))).rejects.toThrow(IoError);
    await expect(loadModel(pipe)).rejects.toThrow(LimitError);
    await expect(loadModel('/dev/zero')).rejects.toThrow(/no regular file/);
  });

  it('refuses files beyond the limit without reading them', async () => {
    const huge = join(folder, 'huge');
    writeFileSync(huge, '');
    truncateSync(huge, 2 ** 30 + 1);
    await expect(loadModel(huge)).rejects.toThrow(LimitError);
  });
});

// python3: pickle.load(open('sample_weight.pkl', 'rb'))['W1'][[0, 400, 783], [0, 7, 49]] and so on
const BOOK_W1 = [-0.00741248904, 0.187599689, -0.0402114764];
const BOOK_W2 = [0.0159124676, 0.00908009801];
const BOOK_W3 = [-0.524320543, 0.0317717306];
const BOOK_B3 = 0.0532334968;
const bookWeights = process.env['MNN_BOOK_WEIGHTS'];
(bookWeights ? describe : describe.skip)('the book’s own sample_weight.pkl', () => {
  it('has the values that NumPy reads', async () => {
    const { network, format } = await loadModel(bookWeights!);
    expect(format).toBe('pickle');
    expect(network.sizes).toEqual([784, 50, 100, 10]);
    const [W1, W2, W3] = network.layers.map(({ weight }) => weight);
    const close = (value: number) => expect.closeTo(value, 7);
    expect([W1!.at(0, 0), W1!.at(400, 7), W1!.at(783, 49)]).toEqual([BOOK_W1].flat().map(close));
    expect([W2!.at(0, 1), W2!.at(49, 99)]).toEqual([BOOK_W2].flat().map(close));
    expect([W3!.at(1, 0), W3!.at(99, 9)]).toEqual([BOOK_W3].flat().map(close));
    expect(network.layers[2]!.bias.at(9)).toBeCloseTo(BOOK_B3, 7);
  });
});

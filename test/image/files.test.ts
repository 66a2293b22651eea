/** What a command line names, and folders of labelled pictures. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { NoDigitError, NotFoundError } from '../../src/errors.js';
import { mapAhead } from '../../src/image/ahead.js';
import { labelOf, loadLabelledPictures } from '../../src/image/labelled.js';
import { listSources, readSource } from '../../src/image/sources.js';

const folder = mkdtempSync(join(tmpdir(), 'mnn-files-'));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'b'));
for (const name of ['b/2.png', 'b/10.JPG', 'b/notes.txt', 'b/.hidden.png', 'a [1].png', 'c.png'])
  writeFileSync(join(folder, name), name);

async function list(...targets: string[]): Promise<string[]> {
  const names: string[] = [];
  for (const source of await listSources(targets)) {
    names.push(
      'error' in source ? `${source.error.name}` : source.name.slice(folder.length + 1) || source.name,
    );
  }
  return names;
}

describe('listSources', () => {
  const at = (name: string): string => join(folder, name);

  it('takes files in the order given, folders by name, and no other files of a folder', async () => {
    expect(await list(at('c.png'), at('b'))).toEqual(['c.png', 'b/.hidden.png', 'b/10.JPG', 'b/2.png']);
  });

  it('expands patterns that the shell did not, but takes a file of that very name first', async () => {
    expect(await list(at('b/*.png'))).toEqual(['b/2.png']);
    expect(await list(at('?/[0-9]*'))).toEqual(['b/10.JPG', 'b/2.png']);
    expect(await list(at('a [1].png'))).toEqual(['a [1].png']);
  });

  it('puts an error in the place of what is not there', async () => {
    mkdirSync(at('empty'), { recursive: true });
    expect(await list(at('x.png'), at('c.png'), at('*.gif'), at('empty'))).toEqual([
      'NotFoundError',
      'c.png',
      'NotFoundError',
      'NotFoundError',
    ]);
  });

  it('tells of a file that went away', async () => {
    await expect(readSource({ name: 'gone', path: at('gone') })).rejects.toThrow(NotFoundError);
  });
});

describe('mapAhead', () => {
  it('keeps the order and never works on more than it may', async () => {
    let working = 0;
    let most = 0;
    const items = Array.from({ length: 20 }, (_, i) => i);
    const results: number[] = [];
    for await (const result of mapAhead(items, 3, async (item) => {
      most = Math.max(most, ++working);
      await new Promise((resume) => setTimeout(resume, item % 3));
      working--;
      return item;
    }))
      results.push(result);
    expect(results).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(most).toBeLessThanOrEqual(4);
  });

  it('throws what one item brings in its turn', async () => {
    const seen: number[] = [];
    await expect(async () => {
      for await (const result of mapAhead([1, 2, 3], 5, async (item) => {
        if (item === 2) throw new RangeError('two');
        return item;
      }))
        seen.push(result);
    }).rejects.toThrow('two');
    expect(seen).toEqual([1]);
  });
});

describe('labelled pictures', () => {
  it('have the name of their folder, or what begins their own', () => {
    expect(labelOf('7/a.png')).toBe(7);
    expect(labelOf('set/3/4_a.png')).toBe(3);
    expect(['7_a.png', '7-a.png', '7.png', 'set/0_1.jpg'].map(labelOf)).toEqual([7, 7, 7, 0]);
    expect(['a.png', '12_a.png', '70.png', 'x/seven.png'].map(labelOf)).toEqual(Array(4).fill(undefined));
  });

  it('come as rows in the order of their paths; what cannot be read is told', async () => {
    const set = join(folder, 'set');
    mkdirSync(join(set, '4'), { recursive: true });
    const blank = sharp({ create: { width: 40, height: 40, channels: 3, background: 'white' } });
    const bar = blank.clone().composite([{ input: { create: { width: 4, height: 24, channels: 3, background: 'black' } }, left: 18, top: 8 }]); // prettier-ignore
    await blank.png().toFile(join(set, '4', 'blank.png'));
    await bar.png().toFile(join(set, '4', 'z.png'));
    await bar.png().toFile(join(set, '1_a.png'));
    let rows = new Uint8Array(0);
    const { pictures, labels, unread } = await loadLabelledPictures(set, {
      allocate: (count) => (rows = new Uint8Array(count * 784)),
    });
    expect(Array.from(labels)).toEqual([1, 4]);
    expect(pictures.map(({ path }) => path)).toEqual([join(set, '1_a.png'), join(set, '4', 'z.png')]);
    expect(Buffer.compare(rows.subarray(0, 784), rows.subarray(784, 1568))).toBe(0);
    expect(unread).toMatchObject([{ label: 4, path: join(set, '4', 'blank.png') }]);
    expect(unread[0]!.error).toBeInstanceOf(NoDigitError);
    expect((unread[0]!.error as Error).message).toContain('blank.png');
  });

  it('are an error where none of them can be read', async () => {
    const set = join(folder, 'unread');
    mkdirSync(set);
    writeFileSync(join(set, '3.png'), 'no picture');
    await expect(
      loadLabelledPictures(set, { allocate: (count) => new Uint8Array(count * 784) }),
    ).rejects.toThrow(
      /^none of the 1 pictures in .*unread could be read; the first: .*3\.png is not an image but a text file$/,
    );
  });

  it('are missed where no name tells a digit', async () => {
    await expect(
      loadLabelledPictures(folder + '/empty', { allocate: () => new Uint8Array(0) }),
    ).rejects.toThrow(/none of the 0 pictures/);
  });
});

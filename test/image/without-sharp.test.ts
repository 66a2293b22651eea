/** Where the optional dependency sharp is not installed, or is another system's. */
import { describe, expect, it, jest } from '@jest/globals';

describe('where sharp is not there', () => {
  const png = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

  /** The modules anew, `import('sharp')` failing as Node and sharp say it. */
  async function without(failure: Error): Promise<void> {
    jest.unstable_mockModule('sharp', () => {
      throw failure;
    });
    jest.resetModules();
  }
  const notFound = Object.assign(new Error("Cannot find package 'sharp' imported from /a/dist/mnn.cjs"), {
    code: 'ERR_MODULE_NOT_FOUND',
  });
  const otherSystem = new Error(
    'Could not load the "sharp" module using the linux-x64 runtime\nPossible solutions:',
  );

  it('tells what to install', async () => {
    await without(notFound);
    const { decodePicture: decodeWithout } = await import('../../src/image/decode.js');
    await expect(decodeWithout(png, 'a.png')).rejects.toMatchObject({
      code: 'E_NOT_FOUND',
      message: expect.stringContaining('needs the package sharp'),
      hint: expect.stringContaining('npm install sharp'),
    });
  });

  it('tells so where it was installed for another system', async () => {
    await without(otherSystem);
    const { decodePicture: decodeWithout } = await import('../../src/image/decode.js');
    await expect(decodeWithout(png, 'a.png')).rejects.toMatchObject({
      code: 'E_NOT_FOUND',
      message: expect.stringMatching(/does not start: Could not load .* runtime$/),
      hint: expect.stringContaining('npm install sharp'),
    });
  });

  it('fails once for all pictures', async () => {
    await without(notFound);
    const { prepareAll } = await import('../../src/image/prepare-all.js');
    const pictures = prepareAll([
      { name: 'a.png', path: 'a.png' },
      { name: 'b.png', path: 'b.png' },
    ]);
    await expect(pictures.next()).rejects.toMatchObject({ code: 'E_NOT_FOUND' });
    expect(await pictures.next()).toEqual({ done: true, value: undefined });
  });
});

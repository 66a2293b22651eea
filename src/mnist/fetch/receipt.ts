/**
 * For files of which only the checksum of the `.gz` is published: what the raw file was when that had been checked, as
 * `<file>.sha256` beside it, in the form that `sha256sum --check` reads. So that it need not be fetched again to be verified.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileSpec } from '../spec.js';
import { TempFile } from './temp-file.js';

/** @returns SHA-256 of the raw file, undefined where there is no receipt */
export async function readReceipt(folder: string, { name }: FileSpec): Promise<string | undefined> {
  const text = await readFile(join(folder, `${name}.sha256`), 'utf8').catch(() => '');
  return /^[0-9a-f]{64}/.exec(text)?.[0];
}

export async function writeReceipt(folder: string, { name }: FileSpec, sha256: string): Promise<void> {
  const file = await TempFile.create(folder, `${name}.sha256`);
  try {
    await file.write(Buffer.from(`${sha256}  ${name}\n`));
    await file.commit(`${name}.sha256`);
  } finally {
    await file.discard();
  }
}

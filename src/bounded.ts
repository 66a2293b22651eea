/** What may be read whole: a file that ends, within a limit. Asked before it is opened, since opening a pipe may wait for ever. */
import type { Stats } from 'node:fs';
import { IoError, LimitError } from './errors.js';
import { t } from './text.js';

/**
 * @param name the file in errors
 * @param most bytes
 * @throws {IoError} for a folder
 * @throws {LimitError} for a pipe or a device, whose end nobody knows, and for a file beyond the limit
 */
export function checkReadable(found: Stats, name: string, most: number): void {
  if (found.isDirectory()) throw new IoError(t`${name} is a folder, not a file`);
  if (!found.isFile())
    throw new LimitError(
      t`${name} is no regular file (a pipe or a device?), and is not read`,
      t`copy what it gives into a file first`,
    );
  if (found.size > most) {
    throw new LimitError(t`${name} has ${found.size} bytes; at most ${most} are read`);
  }
}

/** Standard input to its end. @param most bytes @throws {LimitError} when there is more */
export async function readStandardInput(most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > most)
      throw new LimitError(t`standard input is longer than ${most} bytes, and is not read on`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

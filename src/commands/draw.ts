/**
 * `mnn draw`: serves the drawing page, whose network runs in the browser, until it is interrupted; or writes its files into a
 * folder, for a web server.
 */
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openBrowser, hasScreen } from '../draw/open-browser.js';
import { readPageFiles, type PageFile } from '../draw/page-files.js';
import { serve } from '../draw/server.js';
import type { ActivationName } from '../engine/activation.js';
import { referenceKernel } from '../engine/kernel/reference.js';
import { IoError } from '../errors.js';
import { writeNetwork } from '../formats/write.js';
import { loadModel } from '../model/load.js';
import { createReader } from '../predict.js';
import { standardOutput } from '../standard-streams.js';
import type { Terminal } from '../terminal.js';
import { t } from '../text.js';
import { replaceFile } from './replace-file.js';

export interface DrawOptions {
  readonly port: number;
  readonly weights: string;
  readonly activation?: ActivationName;
  /** The weights are stored as (out, in). */
  readonly transpose?: boolean;
  readonly open: boolean;
  /** The folder that the files are written into, in the place of a server. */
  readonly out?: string;
  /** Of the page; undefined leaves it to the browser. */
  readonly lang?: string;
}

export async function drawCommand(options: DrawOptions, terminal: Terminal): Promise<number> {
  const files = await readPageFiles(await encodeModel(options, terminal), options.lang);
  if (options.out !== undefined) return await writeFiles(options.out, files, terminal);
  const server = await serve(files, options.port);
  try {
    const interrupted = once(terminal.signal, 'abort');
    if (terminal.json) terminal.writeJson({ command: 'draw', url: server.url });
    else terminal.write(server.url);
    terminal.remark(t`Draw there; Ctrl-C ends it.`);
    const isSeen = standardOutput.isTerminal && hasScreen(process.env, process.platform);
    if (options.open && isSeen && !terminal.json) await openBrowser(server.url);
    await interrupted;
    return 130;
  } finally {
    await server.close();
  }
}

/** The network as the page takes it, whatever it was stored as. @throws {ShapeError} when it does not read digits */
async function encodeModel(
  { weights, activation, transpose }: DrawOptions,
  terminal: Terminal,
): Promise<Uint8Array> {
  const { network, name } = await loadModel(weights, {
    activation,
    transpose,
    note: (line) => terminal.remark(line),
  });
  // Checks the network before a page is opened that could not use it.
  createReader(referenceKernel, network, weights);
  return await writeNetwork(network, 'safetensors', { name });
}

async function writeFiles(
  folder: string,
  files: ReadonlyMap<string, PageFile>,
  terminal: Terminal,
): Promise<number> {
  await mkdir(folder, { recursive: true }).catch((cause: Error) => {
    throw new IoError(t`cannot make the folder ${folder}: ${cause.message}`, undefined, { cause });
  });
  for (const [name, { content }] of files) await replaceFile(join(folder, name), content);
  if (terminal.json) terminal.writeJson({ command: 'draw', out: folder, files: [...files.keys()] });
  else terminal.write(t`${files.size} files in ${folder}: a web server can show them at any address`);
  return 0;
}

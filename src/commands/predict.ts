/** `mnn predict`: the digits in the user's own pictures, one result a picture, in the order asked for. */
import { once } from 'node:events';
import { selectKernel } from '../engine/kernel/select.js';
import { mapAhead } from '../image/ahead.js';
import { decodePicture, type Picture } from '../image/decode.js';
import type { Invert } from '../image/preprocess.js';
import { listSources, readSource, type MissingSource, type Source } from '../image/sources.js';
import { loadModel } from '../model/load.js';
import { createReader } from '../predict.js';
import { readPicture, type Reading } from '../read-picture.js';
import { asMnnError, type Terminal } from '../terminal.js';
import { formatReading } from '../views/prediction.js';

export interface PredictOptions {
  readonly weights: string;
  readonly top?: number;
  readonly show?: boolean;
  readonly invert: Invert;
  readonly raw?: boolean;
  readonly minConfidence?: number;
}

/** Pictures that are read and decoded while one is looked at: bounds the memory, keeps the cores busy. */
const AHEAD = 4;

export async function predictCommand(
  targets: readonly string[],
  options: PredictOptions,
  terminal: Terminal,
): Promise<number> {
  const model = await loadModel(options.weights, { note: (line) => terminal.remark(line) });
  const reader = createReader(await selectKernel(), model.network, options.weights);
  let failures = 0;
  for await (const { name, picture, error } of mapAhead(listSources(targets), AHEAD, openPicture)) {
    try {
      if (!picture) throw error;
      writeReading(name, readPicture(picture, reader, options), options, terminal);
    } catch (failure) {
      failures++;
      writeFailure(name, failure, terminal);
    }
    if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain');
  }
  return failures > 0 ? 1 : 0;
}

/** A picture, or what stands in its place. */
interface Opened {
  readonly name: string;
  readonly picture?: Picture;
  readonly error?: unknown;
}

async function openPicture(source: Source | MissingSource): Promise<Opened> {
  if ('error' in source) return source;
  try {
    return { name: source.name, picture: await decodePicture(await readSource(source), source.name) };
  } catch (error) {
    return { name: source.name, error };
  }
}

function writeReading(source: string, reading: Reading, options: PredictOptions, terminal: Terminal): void {
  if (!terminal.json) return terminal.write(formatReading(source, reading, options, terminal.paint));
  const { digit, confidence, probabilities, inverted, box, pixels } = reading;
  const seen = options.show ? { pixels: Array.from(pixels) } : {};
  terminal.writeJson({ source, digit, confidence, probabilities, inverted, box, ...seen });
}

/** To stderr; with `--json` also in the place of the result. */
function writeFailure(source: string, failure: unknown, terminal: Terminal): void {
  terminal.error(failure);
  if (!terminal.json) return;
  const { code, message, hint } = asMnnError(failure);
  terminal.writeJson({ source, error: { code, message, ...(hint === undefined ? {} : { hint }) } });
}

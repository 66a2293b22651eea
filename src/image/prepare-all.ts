/**
 * Many pictures → what the network is to see of each, in their order. A few are read and decoded ahead of the one that is
 * asked for, and where there are many, threads preprocess them, so that all cores work and the memory stays bounded.
 */
import { availableParallelism } from 'node:os';
import { mapAhead } from './ahead.js';
import { decodePicture, loadDecoder } from './decode.js';
import { createPool } from './pool.js';
import { prepare, type PrepareOptions, type Seen } from './prepare.js';
import type { Mask, Plane } from './raster.js';
import { readSource, type MissingSource, type Source } from './sources.js';

/** A picture's digits, or what stands in their place. */
export interface Prepared<Item extends Source | MissingSource> {
  readonly source: Item;
  readonly digits?: [Seen, ...Seen[]];
  readonly error?: unknown;
  /** What `observe` would be shown, where it was asked to be kept. */
  readonly stages: readonly (Plane | Mask)[];
}

export interface PrepareAllOptions extends Omit<PrepareOptions, 'observe'> {
  readonly keepStages?: boolean;
  /** Threads beside this one, where there are many pictures; else as many as there are cores. */
  readonly threads?: number;
}

/** Pictures from which on threads repay their start, which takes as long as two pictures do. */
const WORTH_THREADS = 6;

/** Pictures under way for each thread: one is preprocessed while the next is decoded. */
const AHEAD = 3;

/** Threads beyond this would wait for the one that decodes and prints. */
const MOST_THREADS = 8;

export async function* prepareAll<Item extends Source | MissingSource>(
  sources: readonly Item[],
  {
    keepStages = false,
    threads = Math.min(MOST_THREADS, availableParallelism()),
    ...options
  }: PrepareAllOptions = {},
): AsyncGenerator<Prepared<Item>> {
  const isMany = sources.length >= WORTH_THREADS && threads > 1 && !keepStages;
  const pool = isMany ? createPool(threads) : undefined;
  const work = async (source: Item): Promise<Prepared<Item>> => {
    const stages: (Plane | Mask)[] = [];
    const observe = keepStages ? (_: string, stage: Plane | Mask) => stages.push(stage) : undefined;
    if ('error' in source) return { source, error: source.error, stages };
    // Without it no picture is read: the whole run fails, once.
    await loadDecoder();
    try {
      const picture = await decodePicture(await readSource(source), source.name);
      const digits = pool ? await pool.prepare(picture, options) : prepare(picture, { ...options, observe });
      return { source, digits, stages };
    } catch (error) {
      if (pool?.failure) throw pool.failure;
      return { source, error, stages };
    }
  };
  try {
    yield* mapAhead(sources, AHEAD * (pool ? threads : 1), work);
  } finally {
    await pool?.close();
  }
}

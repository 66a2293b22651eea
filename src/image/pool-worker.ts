/** A thread of a pool (pool.ts): prepares the pictures that it is sent, one by one. Built as dist/picture-worker.cjs. */
import { parentPort, workerData } from 'node:worker_threads';
import { MnnError } from '../errors.js';
import { setCatalogue } from '../text.js';
import type { Answer, Order, Setup } from './pool.js';
import { prepare } from './prepare.js';

const { catalogue, language } = workerData as Setup;
setCatalogue(catalogue, language);

parentPort!.on('message', (order: Order) => parentPort!.postMessage(answer(order)));

function answer({ id, picture, options }: Order): Answer {
  try {
    return { id, digits: prepare(picture, options) };
  } catch (error) {
    const { message } = error as Error;
    if (!(error instanceof MnnError)) return { id, error: { code: 'E_INTERNAL', message, hint: undefined } };
    return { id, error: { code: error.code, message, hint: error.hint } };
  }
}

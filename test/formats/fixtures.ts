/** The files that make-weights.py made, and helpers of the format tests. */
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import { MnnError } from '../../src/errors.js';
import type { Tensor } from '../../src/formats/tensor.js';

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));

export function fixturePath(path: string): string {
  return `${fixtures}/${path}`;
}

export function fixture(path: string): Uint8Array {
  return new Uint8Array(readFileSync(`${fixtures}/${path}`));
}

/** Names below fixtures/weights. */
export function weightFiles(pattern: RegExp): string[] {
  return readdirSync(`${fixtures}/weights`).filter((name) => pattern.test(name));
}

/** What each file of fixtures/weights holds. */
export const SMALL_NETWORK = {
  W1: { shape: [4, 3], values: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
  b1: { shape: [3], values: [1, 2, 3] },
  W2: { shape: [3, 2], values: [0, 1, 2, 3, 4, 5] },
  b2: { shape: [2], values: [7, 9] },
};

/** Tensors by name, for comparisons. */
export function plain(tensors: readonly Tensor[]): Record<string, { shape: number[]; values: number[] }> {
  return Object.fromEntries(
    tensors.map(({ name, shape, data }) => [name, { shape: [...shape], values: Array.from(data) }]),
  );
}

/** A reader must end in a value or one of our errors, whatever it is given. */
export async function expectValueOrMnnError(read: () => unknown): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof MnnError)) throw error;
    expect(error.code).not.toBe('E_INTERNAL');
  }
}

/** Decodes every tensor, so that what is put off until then is tried too. */
export function decodeAll<T extends { readonly tensors: readonly Tensor[] }>(file: T): T {
  for (const tensor of file.tensors) expect(tensor.data.length).toBeGreaterThanOrEqual(0);
  return file;
}

/** A changed copy: one of the faults that files get. */
export interface Mutation {
  readonly at: number;
  readonly kind: 'flip' | 'cut' | 'byte' | 'insert';
  readonly value: number;
}

export function mutate(bytes: Uint8Array, { at, kind, value }: Mutation): Uint8Array {
  const position = at % (bytes.length + 1);
  if (kind === 'cut') return bytes.slice(0, position);
  if (kind === 'insert') {
    return Uint8Array.from([...bytes.subarray(0, position), value, ...bytes.subarray(position)]);
  }
  const changed = bytes.slice();
  const index = Math.min(position, bytes.length - 1);
  changed[index] = kind === 'byte' ? value : changed[index]! ^ (1 << (value & 7));
  return changed;
}

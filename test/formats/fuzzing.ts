/**
 * Mutations of valid files for each reader, by a seeded generator, and what became of them. The quick version runs in
 * fuzz.test.ts, the long one by `npm run fuzz`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MnnError } from '../../src/errors.js';
import { readGguf } from '../../src/formats/gguf.js';
import { readJson } from '../../src/formats/json.js';
import { readNpy } from '../../src/formats/npy.js';
import { readNpz } from '../../src/formats/npz.js';
import { readOnnx } from '../../src/formats/onnx.js';
import { readPickle } from '../../src/formats/pickle.js';
import { readSafetensors, writeSafetensors } from '../../src/formats/safetensors.js';
import type { TensorFile } from '../../src/formats/tensor.js';
import { readTfjs } from '../../src/formats/tfjs.js';
import { bindNetwork } from '../../src/model/bind.js';

export interface Target {
  readonly name: string;
  readonly read: (bytes: Uint8Array) => TensorFile | Promise<TensorFile>;
  readonly files: readonly Uint8Array[];
}

const root = fileURLToPath(new URL('../..', import.meta.url));

function filesOf(folder: string, pattern: RegExp): Uint8Array[] {
  return readdirSync(`${root}/${folder}`)
    .filter((name) => pattern.test(name))
    .map((name) => new Uint8Array(readFileSync(`${root}/${folder}/${name}`)));
}

export function targets(): Target[] {
  const fixtures = 'test/fixtures';
  const shard = filesOf(`${fixtures}/tfjs/sequential`, /bin$/)[0]!;
  return [
    {
      name: 'pickle',
      read: (bytes) => readPickle(bytes, 'f'),
      files: filesOf(`${fixtures}/weights`, /^pickle.*pkl$/),
    },
    { name: 'npz', read: (bytes) => readNpz(bytes, 'f'), files: filesOf(`${fixtures}/weights`, /npz$/) },
    { name: 'npy', read: (bytes) => readNpy(bytes, 'f'), files: filesOf(`${fixtures}/arrays`, /npy$/) },
    { name: 'safetensors', read: (bytes) => readSafetensors(bytes, 'f'), files: safetensorsFiles() },
    { name: 'onnx', read: (bytes) => readOnnx(bytes, 'f'), files: filesOf(`${fixtures}/onnx`, /onnx$/) },
    { name: 'gguf', read: (bytes) => readGguf(bytes, 'f'), files: filesOf(`${fixtures}/gguf`, /gguf$/) },
    {
      name: 'tfjs',
      read: (bytes) => readTfjs(bytes, 'f', () => Promise.resolve(shard)),
      files: ['sequential', 'functional', 'refused-branches'].flatMap((name) =>
        filesOf(`${fixtures}/tfjs/${name}`, /json$/),
      ),
    },
    {
      name: 'json',
      read: (bytes) => readJson(bytes, 'f'),
      files: filesOf('weights', /^(?!.*schema).*json$/),
    },
  ];
}

function safetensorsFiles(): Uint8Array[] {
  const data = Float32Array.from({ length: 12 }, (_, i) => i);
  const W1 = { name: 'W1', shape: [4, 3], data };
  const b1 = { name: 'b1', shape: [3], data: data.subarray(0, 3) };
  const wide = { name: 'W1', shape: [2, 2], data: Float64Array.of(1, 2, 3, 4) };
  return [
    writeSafetensors([W1, b1], { activations: 'softmax' }),
    writeSafetensors([wide]),
    writeSafetensors([]),
  ];
}

export interface FuzzResult {
  readonly networks: number;
  /** Valid tensors that form no network, and files that are refused, by code. */
  readonly errors: Readonly<Record<string, number>>;
  /** Of the processor: a busy machine does not count. */
  readonly slowestMs: number;
}

/** @throws whatever a reader throws that is none of our typed errors, with the mutation's number; its bytes are kept in a file */
export async function fuzz(target: Target, count: number, seed: number): Promise<FuzzResult> {
  const random = xorshift(seed);
  const errors: Record<string, number> = {};
  let networks = 0;
  let slowestMs = 0;
  for (let i = 0; i < count; i++) {
    const mutated = mutateAtRandom(target.files[random(target.files.length)]!, random);
    const started = process.cpuUsage();
    try {
      const file = await target.read(mutated);
      for (const tensor of file.tensors) void tensor.data;
      bindNetwork(file, 'f');
      networks++;
    } catch (error) {
      if (!(error instanceof MnnError) || error.code === 'E_INTERNAL') {
        const path = join(tmpdir(), `mnn-fuzz-${target.name}-${seed}-${i}`);
        writeFileSync(path, mutated);
        const what = `${target.name}, mutation ${i} of seed ${seed}, kept as ${path}`;
        throw new Error(`${what}: ${String(error)}`, { cause: error });
      }
      errors[error.code] = (errors[error.code] ?? 0) + 1;
    }
    const { user, system } = process.cpuUsage(started);
    slowestMs = Math.max(slowestMs, (user + system) / 1000);
  }
  return { networks, errors, slowestMs };
}

type Random = (below: number) => number;

/** Marsaglia's xorshift32. */
function xorshift(seed: number): Random {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Lengths and counts that lie. */
const LYING = [0, 1, 0x7f, 0x80, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

/** One to four faults: a bit, a byte, a cut, bytes put in, moved or doubled, a lying number. */
function mutateAtRandom(original: Uint8Array, random: Random): Uint8Array {
  let bytes = Buffer.from(original);
  for (let faults = 1 + random(4); faults > 0 && bytes.length > 0; faults--) {
    const at = random(bytes.length);
    switch (random(7)) {
      case 0:
        bytes[at]! ^= 1 << random(8);
        break;
      case 1:
        bytes[at] = random(256);
        break;
      case 2:
        bytes = bytes.subarray(0, random(4) === 0 ? at : Math.max(at, bytes.length - random(16)));
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, at), Buffer.of(random(256)), bytes.subarray(at)]);
        break;
      case 4:
        bytes = Buffer.concat([
          bytes.subarray(0, at),
          bytes.subarray(Math.min(bytes.length, at + 1 + random(8))),
        ]);
        break;
      case 5:
        bytes = Buffer.concat([
          bytes.subarray(0, at),
          bytes.subarray(at, at + random(64)),
          bytes.subarray(at),
        ]);
        break;
      default:
        if (at + 4 <= bytes.length) bytes.writeUInt32LE(LYING[random(LYING.length)]!, at);
    }
  }
  return new Uint8Array(bytes);
}

/**
 * Chooses the kernel for this machine: the fastest that the running engine can compile. MNN_KERNEL forces one.
 * The .wasm files are made by scripts/build-wasm.mjs.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IoError, UsageError } from '../../errors.js';
import { nearest } from '../../nearest.js';
import { packageRoot } from '../../package-root.js';
import type { Kernel, KernelName } from './kernel.js';
import { referenceKernel } from './reference.js';
import { createSimdKernel } from './simd.js';
import { createTeam } from './team.js';
import { t } from '../../text.js';

/** The fastest first. */
const KERNEL_NAMES: readonly KernelName[] = ['relaxed-simd', 'simd', 'reference'];

/**
 * The fastest kernel that this engine can run.
 * @param forced the name of the one wanted, whatever is faster
 * @throws {UsageError} when there is no kernel of the name, or this engine lacks what it needs.
 * @throws {IoError} when its file is missing: the package is broken.
 */
export async function selectKernel(forced = process.env['MNN_KERNEL']): Promise<Kernel> {
  if (!forced) return findKernel(KERNEL_NAMES)!;
  const name = KERNEL_NAMES.find((candidate) => candidate === forced);
  if (!name) throw unknownKernel(forced);
  const kernel = findKernel([name]);
  if (!kernel) throw new UsageError(t`the kernel ${name} does not run on Node ${process.versions.node}`);
  return kernel;
}

function unknownKernel(name: string): UsageError {
  const [meant] = nearest(name, KERNEL_NAMES);
  return new UsageError(
    t`MNN_KERNEL is ${name}, not one of ${KERNEL_NAMES.join(', ')}`,
    meant === undefined ? undefined : t`did you mean ${meant}?`,
  );
}

function findKernel(names: readonly KernelName[]): Kernel | undefined {
  for (const name of names) {
    if (name === 'reference') return referenceKernel;
    const module = compile(name);
    if (module) return { ...createSimdKernel(module, name), createTeam: createTeam.bind(undefined, module) };
  }
  return undefined;
}

function compile(name: KernelName): WebAssembly.Module | undefined {
  const bytes = readKernel(join(packageRoot, 'dist', `${name}.wasm`));
  const flagged = name === 'relaxed-simd' && !RELAXED_SIMD_IS_STANDARD;
  try {
    if (flagged) setRelaxedSimd(true);
    return new WebAssembly.Module(bytes);
  } catch {
    // An engine without what the file needs: the next one on the list will do.
    return undefined;
  } finally {
    if (flagged) setRelaxedSimd(false);
  }
}

function readKernel(path: string): Buffer<ArrayBuffer> {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new IoError(t`cannot read ${path}: ${(cause as Error).message}`, t`npm run build makes it`, {
      cause,
    });
  }
}

/** Node 20 knows it behind a flag that counts for what is compiled while it stands. */
const RELAXED_SIMD_IS_STANDARD = Number.parseInt(process.versions.node) >= 22;

/** Switched off again, the flag is nobody else's concern: V8 keeps no code for later that was compiled under other flags. */
function setRelaxedSimd(on: boolean): void {
  // Not imported above: loading it costs a millisecond.
  process
    .getBuiltinModule('node:v8')
    .setFlagsFromString(`--${on ? '' : 'no-'}experimental-wasm-relaxed-simd`);
}

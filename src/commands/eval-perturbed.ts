/** `mnn eval --perturb`: the set once more, its digits perturbed. In a session of its own: the first one's is still shown. */
import type { Kernel } from '../engine/kernel/kernel.js';
import type { Network } from '../engine/network.js';
import { countPasses, evaluatePerturbed, type Robustness, type RobustnessOptions } from '../robustness.js';
import type { Terminal } from '../terminal.js';
import { t } from '../text.js';

/** Digits in memory at a time. */
const CAPACITY = 1000;

/** @param labels one at least */
export async function runPerturbed(
  kernel: Kernel,
  network: Network,
  labels: Uint8Array,
  options: Omit<RobustnessOptions, 'onPass'>,
  terminal: Terminal,
): Promise<Robustness> {
  const session = kernel.createSession(network, { capacity: Math.min(CAPACITY, labels.length) });
  const passes = countPasses(options.kinds);
  const progress =
    passes * labels.length > LONG_WORK ? await terminal.progress(t`perturbing`, passes) : undefined;
  const robustness = await evaluatePerturbed(session, labels, {
    ...options,
    // A pause lets an interrupt through.
    onPass: (done) => (progress?.update(done), new Promise((resume) => setImmediate(resume))),
  });
  progress?.stop(t`evaluated ${passes} times, perturbed`);
  return robustness;
}

/** Digits times passes from which on the work can last over half a second. */
const LONG_WORK = 20_000;

/**
 * Mutates valid files of every format that is read, 100,000 times each, and tells what became of them. Fails when a
 * reader throws anything but a typed error, takes over a second, or the process over 256 MB.
 *
 *   npm run fuzz [-- COUNT [SEED [FORMAT…]]]
 */
import { fuzz, targets } from '../test/formats/fuzzing.js';

const [count = '100000', seed = '1', ...names] = process.argv.slice(2);
const MAX_MS = 1000;
const MAX_MEGABYTES = 256;

for (const target of targets()) {
  if (names.length > 0 && !names.includes(target.name)) continue;
  const { networks, errors, slowestMs } = await fuzz(target, Number(count), Number(seed));
  const outcomes = [`${networks} networks`, ...Object.entries(errors).map(([code, n]) => `${n} ${code}`)];
  console.log(
    `${target.name.padEnd(12)} ${count}: ${outcomes.join(', ')}; slowest ${slowestMs.toFixed(0)} ms`,
  );
  if (slowestMs > MAX_MS) throw new Error(`${target.name} took ${slowestMs.toFixed(0)} ms`);
}
const megabytes = process.resourceUsage().maxRSS / 1024;
console.log(`most memory of the process: ${megabytes.toFixed(0)} MB`);
if (megabytes > MAX_MEGABYTES) throw new Error(`over ${MAX_MEGABYTES} MB`);

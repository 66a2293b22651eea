/** A contestant in a process of its own that times itself: `batch from to` goes in by line, `milliseconds correct` comes out. */
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export async function enterChild(command, parameters, env = process.env) {
  const child = spawn(command, parameters, { stdio: ['pipe', 'pipe', 'inherit'], env });
  const failed = once(child, 'error').then(([error]) => {
    throw error;
  });
  failed.catch(() => undefined);
  await Promise.race([once(child, 'spawn'), failed]);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (line) => {
    child.stdin.write(`${line}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`${command} ended`);
    return value;
  };
  return {
    async run({ batch, from, to }) {
      const [ms, correct] = (await ask(`${batch} ${from} ${to}`)).split(' ').map(Number);
      return { ms, correct };
    },
    close: () => child.kill(),
  };
}

/**
 * A browser compiles what runs often, and while it does so the first strokes would take ten times as long as all others. So
 * a stroke is read again and again in idle moments before anybody draws.
 */

/** Reads after which they get no faster. */
const ROUNDS = 40;

/** @param isWanted asked before each round; nothing more is done once it is not */
export async function warmUp(read: () => void, isWanted: () => boolean): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    await idle();
    if (!isWanted()) return;
    read();
  }
}

/** Not all browsers tell when they are idle. */
async function idle(): Promise<void> {
  await new Promise<void>((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve());
    else setTimeout(resolve, 20);
  });
}

/** Shows how far a training is, on stderr: a bar on a terminal, elsewhere a line for each tenth. */
import cliProgress from 'cli-progress';
import type { Recipe } from './recipes.js';

export interface EpochReport {
  /** Done so far. */
  readonly epoch: number;
  readonly loss: number;
  /** Accuracy on the held-out digits. */
  readonly heldOut: number;
}

export interface Progress {
  update(report: EpochReport): void;
  stop(): void;
}

export function reportProgress({ name, epochs }: Recipe, done: number): Progress {
  const describe = ({ loss, heldOut }: EpochReport): string =>
    `loss ${loss.toFixed(4)}, held out ${(100 * heldOut).toFixed(2)} %`;
  if (!process.stderr.isTTY) {
    const step = Math.ceil(epochs / 10);
    return {
      update(report) {
        if (report.epoch % step !== 0 && report.epoch !== epochs) return;
        process.stderr.write(`${name}: epoch ${report.epoch} of ${epochs}, ${describe(report)}\n`);
      },
      stop: () => undefined,
    };
  }
  const format = `${name} {bar} {value} of {total} epochs, {text}, {eta_formatted} left`;
  const bar = new cliProgress.SingleBar(
    { stream: process.stderr, hideCursor: true, format },
    cliProgress.Presets.shades_classic,
  );
  bar.start(epochs, done, { text: 'starting' });
  return {
    update: (report) => bar.update(report.epoch, { text: describe(report) }),
    stop: () => bar.stop(),
  };
}

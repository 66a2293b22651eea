/** The progress bar on stderr, loaded only where there is a terminal to show it. */
import cliProgress from 'cli-progress';
import { standardError } from './standard-streams.js';
import type { Progress } from './terminal.js';
import { t } from './text.js';

export function createBar(label: string, total: number, unit: 'bytes' | 'items'): Progress {
  const formatValue = unit === 'bytes' ? megabytes : String;
  const bar = new cliProgress.SingleBar(
    {
      stream: standardError(),
      clearOnComplete: true,
      hideCursor: true,
      format: t`${label} {bar} {percentage} %  {value} of {total}  {rate}{eta_formatted} left`,
      formatValue: (value, _options, type) =>
        type === 'value' || type === 'total' ? formatValue(value) : String(value),
    },
    cliProgress.Presets.shades_classic,
  );
  const start = performance.now();
  const payload = (value: number): { rate: string } => ({
    rate: unit === 'bytes' ? `${megabytes((value * 1000) / Math.max(performance.now() - start, 1))}/s  ` : '',
  });
  bar.start(total, 0, payload(0));
  // However the program ends, the terminal gets its cursor back.
  const stop = (): void => bar.stop();
  process.once('exit', stop);
  return {
    update: (value) => bar.update(value, payload(value)),
    stop(summary) {
      process.off('exit', stop);
      bar.stop();
      if (summary !== undefined) standardError().write(`${summary}\n`);
    },
  };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

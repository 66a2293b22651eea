/** The progress bar on stderr, loaded only where there is a terminal to show it. */
import cliProgress from 'cli-progress';
import type { Progress } from './terminal.js';

export function createBar(label: string, total: number, unit: 'bytes' | 'items'): Progress {
  const formatValue = unit === 'bytes' ? (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB` : String;
  const bar = new cliProgress.SingleBar(
    {
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
      format: `${label} {bar} {percentage} %  {value} of {total}  {eta_formatted}`,
      formatValue: (value, _options, type) =>
        type === 'value' || type === 'total' ? formatValue(value) : String(value),
    },
    cliProgress.Presets.shades_classic,
  );
  bar.start(total, 0);
  return {
    update: (value) => bar.update(value),
    stop(summary) {
      bar.stop();
      if (summary !== undefined) process.stderr.write(`${summary}\n`);
    },
  };
}

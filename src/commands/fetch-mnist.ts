/** `mnn fetch-mnist`: brings the files of a data set, or checks those that are there. */
import { fetchFolder, fetchMnist, type FetchedFile, type FetchEvent } from '../mnist/fetch.js';
import { DATASETS, type DatasetName, type Split } from '../mnist/spec.js';
import type { Progress, Terminal } from '../terminal.js';
import { t } from '../text.js';
import { eventLine, fetchSummary, fileLine } from '../views/fetched.js';

export interface FetchMnistOptions {
  readonly dataset: DatasetName;
  readonly split: Split | 'all';
  readonly mirror?: readonly string[];
  readonly from?: string;
  readonly dataDir?: string;
  readonly force?: boolean;
  readonly verify?: boolean;
  readonly timeout: number;
  readonly retries: number;
}

/** @returns the exit status */
export async function fetchMnistCommand(options: FetchMnistOptions, terminal: Terminal): Promise<number> {
  const { mirror: mirrors, timeout: timeoutSeconds, ...rest } = options;
  const { dataset } = options;
  const dataDir = fetchFolder(dataset, options.dataDir);
  const display = new Display(terminal);
  const onProgress = (event: FetchEvent): void => display.show(event);
  try {
    await fetchMnist({ ...rest, dataDir, mirrors, timeoutSeconds, signal: terminal.signal, onProgress });
  } catch (error) {
    await display.close();
    if (terminal.signal.aborted) {
      terminal.note(t`interrupted; what was not whole yet is taken away`);
      return 130;
    }
    // The files that are there are a result too.
    if (terminal.json && display.files.length > 0)
      terminal.writeJson({ command: 'fetch-mnist', dataset, dataDir, files: display.files });
    throw error;
  }
  await display.close();
  const { files } = display;
  if (terminal.json) terminal.writeJson({ command: 'fetch-mnist', dataset, dataDir, files });
  else terminal.write(fetchSummary({ dataset, dataDir, files }, DATASETS[dataset]));
  return 0;
}

/** Turns events into bars and lines, one after the other, and keeps the records. */
class Display {
  readonly files: FetchedFile[] = [];
  readonly #terminal: Terminal;
  #bar: Progress | undefined;
  /** The file that the bar is for. */
  #file = '';
  #queue: Promise<void> = Promise.resolve();

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  show(event: FetchEvent): void {
    if (event.kind === 'file') this.files.push(event.record);
    this.#queue = this.#queue.then(() => this.#show(event));
    // What goes wrong there is thrown by close().
    this.#queue.catch(() => undefined);
  }

  /** All is shown, and no bar is left standing. */
  async close(): Promise<void> {
    await this.#queue;
    this.#endBar(t`${this.#file}: not finished`);
  }

  async #show(event: FetchEvent): Promise<void> {
    if (event.kind === 'progress') {
      this.#file = event.file;
      this.#bar ??= await this.#terminal.progress(event.file, event.total, 'bytes');
      this.#bar.update(event.received);
      return;
    }
    const line = event.kind === 'file' ? fileLine(event.record) : eventLine(event);
    // The error tells of what failed; a bar that has begun must end in a line, though.
    const isSaid = event.kind === 'file' && event.record.status === 'failed';
    if (!this.#endBar(line) && line !== undefined && !isSaid) this.#terminal.note(line);
  }

  /** Puts a line in the place of the bar. @returns false where there is no bar */
  #endBar(line?: string): boolean {
    const bar = this.#bar;
    this.#bar = undefined;
    bar?.stop(line);
    return bar !== undefined;
  }
}

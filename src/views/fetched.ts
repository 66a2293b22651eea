/** What `mnn fetch-mnist` tells: a line for each file and event, and where everything is at the end. */
import type { FetchedFile, FetchEvent, FetchReport } from '../mnist/fetch.js';
import type { DatasetSpec } from '../mnist/spec.js';

/** One line for a file that is done with. */
export function fileLine({ name, status, bytes, source, ms }: FetchedFile): string {
  const size = `${(bytes / 1e6).toFixed(bytes < 1e6 ? 2 : 1)} MB`;
  const time = `${(ms / 1000).toFixed(1)} s`;
  switch (status) {
    case 'present':
      return `${name}: present and verified, ${size}`;
    case 'downloaded':
      return `${name}: downloaded and verified, ${size} in ${time}, from ${source}`;
    case 'unpacked':
      return `${name}: unpacked and verified, ${size}, from ${source}`;
    case 'failed':
      return `${name}: failed`;
  }
}

/** A remark on what happened on the way; undefined where there is nothing to say. */
export function eventLine(event: FetchEvent): string | undefined {
  switch (event.kind) {
    case 'fallback':
      return `${event.source}: ${event.reason}; asking ${event.next}`;
    case 'retry':
      return `${event.source}: ${event.reason}; trying again`;
    case 'removed':
      return `${event.reason}; removed`;
    default:
      return undefined;
  }
}

/** The result: the folder, and whose data it is. */
export function fetchSummary({ dataDir, files }: FetchReport, dataset: DatasetSpec): string {
  return [
    `${files.length} files, all verified, in ${dataDir}`,
    `${dataset.title}: ${dataset.source}`,
    `licence: ${dataset.licence}`,
  ].join('\n');
}

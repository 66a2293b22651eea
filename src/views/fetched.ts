/** What `mnn fetch-mnist` tells: a line for each file and event, and where everything is at the end. */
import type { FetchedFile, FetchEvent, FetchReport } from '../mnist/fetch.js';
import type { DatasetSpec } from '../mnist/spec.js';
import { t } from '../text.js';

/** One line for a file that is done with. */
export function fileLine({ name, status, bytes, source, ms }: FetchedFile): string {
  const size = `${(bytes / 1e6).toFixed(bytes < 1e6 ? 2 : 1)} MB`;
  const time = `${(ms / 1000).toFixed(1)} s`;
  switch (status) {
    case 'present':
      return t`${name}: present and verified, ${size}`;
    case 'downloaded':
      return t`${name}: downloaded and verified, ${size} in ${time}, from ${source}`;
    case 'unpacked':
      return t`${name}: unpacked and verified, ${size}, from ${source}`;
    case 'failed':
      return t`${name}: failed`;
  }
}

/** A remark on what happened on the way; undefined where there is nothing to say. */
export function eventLine(event: FetchEvent): string | undefined {
  switch (event.kind) {
    case 'fallback':
      return t`${event.source}: ${event.reason}; asking ${event.next}`;
    case 'retry':
      return t`${event.source}: ${event.reason}; trying again`;
    case 'removed':
      return t`${event.reason}; removed`;
    default:
      return undefined;
  }
}

/** The result: the folder, and whose data it is. */
export function fetchSummary({ dataDir, files }: FetchReport, dataset: DatasetSpec): string {
  return [
    t`${files.length} files, all verified, in ${dataDir}`,
    `${dataset.title}: ${dataset.source}`,
    t`licence: ${dataset.licence}`,
  ].join('\n');
}

/** What was run on what: all that is needed to do it again, and to tell whether it was the same. */
import { t } from '../../text.js';
import { nameSet } from '../../views/evaluation.js';
import { formatCount } from '../../views/numbers.js';
import { html, type Content, type Html } from '../html.js';
import type { ReportModel } from '../model.js';

export function circumstancesSection({ record, circumstances }: ReportModel): Html {
  const { weights, dataset, kernel, threads } = record;
  const { commandLine, time, version, node, processor, cores, memoryBytes, system } = circumstances;
  const entries: [name: string, value: Content][] = [
    [t`command`, html`<code>${commandLine}</code>`],
    [
      t`weights`,
      html`${weights.name}${weights.path === null ? undefined : html` <code>${weights.path}</code>`}
      (${weights.format})`,
    ],
    [t`weights’ SHA-256`, html`<code>${weights.sha256}</code>`],
    [
      t`network`,
      t`${weights.layers.join('-')}, ${weights.activations.join(', ')}, ${formatCount(weights.parameters)} parameters`,
    ],
    [t`data`, html`${nameSet(dataset)}, <code>${dataset.path}</code>`],
    [t`images’ SHA-256`, html`<code>${circumstances.imagesSha256}</code>`],
    [t`labels’ SHA-256`, html`<code>${circumstances.labelsSha256}</code>`],
    [t`kernel`, t`${kernel}, threads: ${threads}`],
    [t`processor`, t`${processor}, cores: ${cores}, memory: ${(memoryBytes / 2 ** 30).toFixed(1)} GiB`],
    [t`system`, system],
    [t`program`, `mnn ${version}, Node ${node}`],
    [t`date`, html`<time datetime="${time}">${time.replace('T', ' ').replace(/\..*/, ' UTC')}</time>`],
  ];
  return html`<section id="run" aria-labelledby="run-title">
    <h2 id="run-title">${t`What was run`}</h2>
    <dl class="run">
      ${entries.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
    <p class="note">
      ${t`The checksums of the data are those of the images and labels that were evaluated, as raw IDX files.`}
    </p>
  </section>`;
}

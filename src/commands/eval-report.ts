/** `mnn eval --report FILE`: the record of an evaluation, with the digits themselves → an HTML file. */
import { createHash } from 'node:crypto';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { resolve } from 'node:path';
import { inlineSvg } from '../charts/inline-svg.js';
import type { ChartOption, ChartSize } from '../charts/svg.js';
import { writeIdx } from '../formats/idx.js';
import { RELIABILITY_SIZE, reliabilityChart, SPEED_SIZE, speedChart } from '../report/charts.js';
import { buildReport, type Answers, type Circumstances, type ReportModel } from '../report/model.js';
import { reportPage, type ReportCharts } from '../report/page.js';
import { t } from '../text.js';
import type { Terminal } from '../terminal.js';
import { readVersion } from '../version.js';
import type { EvalReport } from './eval.js';
import { checkReplaceable, replaceFile } from './replace-file.js';

export type WriteReport = (record: EvalReport, answers: Answers) => Promise<void>;

/** Refuses a file that cannot be written before the work begins. @throws {IoError} */
export async function openReport(file: string, terminal: Terminal): Promise<WriteReport> {
  const path = resolve(file);
  await checkReplaceable(path);
  return async (record, answers) => {
    const model = buildReport(record, answers, tellCircumstances(answers));
    const page = reportPage(model, await drawCharts(model));
    await replaceFile(path, new TextEncoder().encode(page));
    terminal.note(t`report written to ${path}`);
  };
}

async function drawCharts({ record, calibration }: ReportModel): Promise<ReportCharts> {
  const { renderSvg } = await import('../charts/svg.js');
  const draw = (option: ChartOption, size: ChartSize): string => inlineSvg(renderSvg(option, size));
  return {
    reliability: calibration && draw(reliabilityChart(calibration.bins), RELIABILITY_SIZE),
    speed: record.runs.length > 1 ? draw(speedChart(record.runs), SPEED_SIZE) : undefined,
  };
}

function tellCircumstances({ pixels, labels }: Answers): Circumstances {
  return {
    commandLine: ['mnn', ...process.argv.slice(2).map(quote)].join(' '),
    time: new Date().toISOString(),
    version: readVersion(),
    node: process.version,
    processor: cpus()[0]?.model ?? process.arch,
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    system: `${type()} ${release()}, ${process.arch}`,
    imagesSha256: sha256(writeIdx({ shape: [labels.length, 28, 28], data: pixels })),
    labelsSha256: sha256(writeIdx({ shape: [labels.length], data: labels })),
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** As a shell reads it. */
function quote(argument: string): string {
  return /^[\w./:,=+@%-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}

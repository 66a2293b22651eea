/** `mnn eval`: a network over a split, or over the user's own pictures, in batches: accuracy and timing. */
import { availableParallelism } from 'node:os';
import { relative, resolve } from 'node:path';
import { selectKernel } from '../engine/kernel/select.js';
import type { Kernel, KernelName, Session, Team } from '../engine/kernel/kernel.js';
import type { ActivationName } from '../engine/activation.js';
import type { Network } from '../engine/network.js';
import { ShapeError } from '../errors.js';
import { estimateAccuracy, evaluate, type Evaluation, type Misclassified } from '../evaluate.js';
import { classScores, type ClassScore } from '../evaluation/metrics.js';
import type { PerturbationKind } from '../evaluation/perturbation-kinds.js';
import type { LabelledSet } from '../image/labelled.js';
import { openDataset, type Dataset } from '../mnist/dataset.js';
import type { DatasetName, Split } from '../mnist/spec.js';
import { loadModel } from '../model/load.js';
import { describeModel, type ModelRecord } from '../model/describe.js';
import type { Answers } from '../report/model.js';
import type { Robustness } from '../robustness.js';
import { errorRecord, type Progress, type Terminal } from '../terminal.js';
import { t } from '../text.js';
import { formatClasses, formatConfusion, formatEvaluation } from '../views/evaluation.js';

export interface EvalOptions {
  readonly batch: readonly number[];
  readonly weights: string;
  /** The weights are stored as (out, in). */
  readonly transpose?: boolean;
  readonly activation?: ActivationName;
  readonly split: Split;
  readonly dataset: DatasetName;
  readonly dataDir?: string;
  /** A folder of labelled pictures in the place of a data set. */
  readonly images?: string;
  readonly limit?: number;
  readonly repeat: number;
  readonly threads: number | 'auto';
  readonly confusion?: boolean;
  readonly errors?: number;
  readonly perturb?: readonly PerturbationKind[];
  /** Of the noise. */
  readonly seed: number;
  readonly minAccuracy?: number;
  /** A file for a report as HTML. */
  readonly report?: string;
}

export interface EvalReport {
  readonly command: 'eval';
  readonly weights: ModelRecord;
  readonly dataset: {
    readonly name: string;
    readonly split: string;
    readonly count: number;
    readonly path: string;
  };
  readonly kernel: KernelName;
  readonly threads: number;
  readonly runs: Evaluation['runs'];
  readonly timing: { readonly loadWeightsMs: number; readonly loadDataMs: number; readonly totalMs: number };
  readonly confusion: Evaluation['confusion'];
  /** By digit, from the confusion. */
  readonly classes: readonly ClassScore[];
  readonly perturbed?: Robustness;
  /** Of the user's own pictures each with its `source`. */
  readonly misclassified?: readonly (Misclassified & { readonly source?: string })[];
  /** Pictures in which nothing was read. */
  readonly unread?: readonly {
    readonly source: string;
    readonly label: number;
    readonly error: { readonly code: string; readonly message: string };
  }[];
}

export async function evalCommand(options: EvalOptions, terminal: Terminal): Promise<number> {
  const writeReport =
    options.report === undefined
      ? undefined
      : await (await import('./eval-report.js')).openReport(options.report, terminal);
  const { report, answers, read } = await runEval(options, terminal);
  if (terminal.json) terminal.writeJson(report);
  else terminal.write((await formatSections(report, options, read, terminal)).join('\n\n'));
  await writeReport?.(report, answers);
  return failsMinimum(report, options.minAccuracy, terminal) ? 1 : 0;
}

/** What people see; of the user's own pictures the confusion and all mistakes too. */
async function formatSections(
  report: EvalReport,
  { images, confusion = images !== undefined, errors = images === undefined ? undefined : 0 }: EvalOptions,
  read: ReadRows,
  terminal: Terminal,
): Promise<string[]> {
  const sections = [formatEvaluation(report, terminal)];
  if (confusion) sections.push(formatConfusion(report, terminal), formatClasses(report, terminal));
  if (report.perturbed) {
    const { formatRobustness } = await import('../views/robustness.js');
    sections.push(formatRobustness(report, report.perturbed, terminal));
  }
  if (errors === undefined || !report.misclassified) return sections;
  const { drawMistakes, listMistakes } = await import('../views/mistakes.js');
  if (errors === 0) return [...sections, listMistakes(report, terminal)];
  const pixelsOf = (index: number): Uint8Array => {
    const pixels = new Uint8Array(784);
    read(index, pixels);
    return pixels;
  };
  return [...sections, drawMistakes(report, pixelsOf, terminal)];
}

interface Evaluated {
  readonly report: EvalReport;
  readonly answers: Answers;
  readonly read: ReadRows;
}

/** Reads images as they are, as many as `target` takes, from number `first` on. */
type ReadRows = (first: number, target: Uint8Array) => void;

/** Milliseconds since the program started. (`performance` would say the same, and take one to be loaded.) */
const now = (): number => process.uptime() * 1000;

async function runEval(options: EvalOptions, terminal: Terminal): Promise<Evaluated> {
  const start = now();
  const kernel = await selectKernel();
  const model = await loadModel(options.weights, {
    ...(options.activation === undefined ? {} : { activation: options.activation }),
    transpose: options.transpose,
    note: (line) => terminal.remark(line),
  });
  const loadWeightsMs = now() - start;

  const dataStart = now();
  const batchSizes = (count: number): number[] => options.batch.map((size) => Math.min(size, count));
  const openSession: OpenSession = (count, size) => {
    checkFits(model.network, size, options.weights);
    return createSession(kernel, model.network, count, batchSizes(count), options);
  };
  const { session, dataset, load, read, pictures } = await (options.images === undefined
    ? openSet(options, openSession)
    : loadPictures(options.images, options.limit, openSession, terminal));
  const loadDataMs = now() - dataStart;

  const { labels } = dataset;
  const total = options.batch.length * options.repeat;
  const progress =
    total * labels.length > LONG_WORK ? await terminal.progress(t`evaluating`, total) : undefined;
  const evaluation = await evaluate(session, labels, {
    batchSizes: batchSizes(labels.length),
    load,
    now,
    repeat: options.repeat,
    probabilities: model.network.activations.at(-1) === 'softmax',
    // A pause lets an interrupt through.
    onRun: (done) => (progress?.update(done), new Promise((resume) => setImmediate(resume))),
  });
  progress?.stop(t`evaluated ${total} times`);
  const perturbed = await tryPerturbed(kernel, model.network, labels, read, options, terminal);
  const unread = pictures?.unread ?? [];
  const report: EvalReport = {
    command: 'eval',
    weights: describeModel(model),
    dataset: {
      name: dataset.name,
      split: dataset.split,
      count: labels.length + unread.length,
      path: dataset.path,
    },
    kernel: kernel.name,
    threads: 'threads' in session ? session.threads : 1,
    // A picture in which nothing was read counts as one that was misread.
    runs: evaluation.runs.map((run) => ({
      ...run,
      ...estimateAccuracy(run.correct, run.count + unread.length),
    })),
    timing: { loadWeightsMs, loadDataMs, totalMs: now() },
    confusion: evaluation.confusion,
    classes: classScores(evaluation.confusion, countLabels(unread)),
    ...(perturbed ? { perturbed } : {}),
    ...collectMistakes(evaluation.misclassified, options.errors, pictures),
  };
  return { report, read, answers: collectAnswers(session, dataset, pictures) };
}

/** Loads what it takes where it is asked for. */
async function tryPerturbed(
  kernel: Kernel,
  network: Network,
  labels: Uint8Array,
  read: ReadRows,
  { perturb: kinds, seed }: EvalOptions,
  terminal: Terminal,
): Promise<Robustness | undefined> {
  if (!kinds || labels.length === 0) return undefined;
  const { runPerturbed } = await import('./eval-perturbed.js');
  return await runPerturbed(kernel, network, labels, { kinds, seed, read }, terminal);
}

/** What a report shows beyond the record: views of the session's memory. */
function collectAnswers(
  { input, predictions, outputs }: Session | Team,
  { labels, path: folder }: OpenedSet['dataset'],
  pictures: LabelledSet | undefined,
): Answers {
  return {
    pixels: (input as Uint8Array).subarray(0, labels.length * 784),
    labels,
    predictions,
    outputs,
    sources: pictures?.pictures.map(({ path }) => relative(folder, resolve(path))),
  };
}

/** How many have each label. */
function countLabels(pictures: readonly { readonly label: number }[]): number[] {
  const counts = new Array<number>(10).fill(0);
  for (const { label } of pictures) counts[label]!++;
  return counts;
}

/** As many as `--errors` asks for; of the user's own pictures all, by name. */
function collectMistakes(
  misclassified: readonly Misclassified[],
  limit: number | undefined,
  set: LabelledSet | undefined,
): Pick<EvalReport, 'misclassified' | 'unread'> {
  if (!set) return limit === undefined ? {} : { misclassified: worst(misclassified, limit) };
  return {
    misclassified: worst(misclassified, limit ?? 0).map((mistake) => ({
      ...mistake,
      source: set.pictures[mistake.index]!.path,
    })),
    unread: set.unread.map(({ path, label, error }) => {
      const { code, message } = errorRecord(error);
      return { source: path, label, error: { code, message } };
    }),
  };
}

/** Images times runs from which on the work can last over half a second. */
const LONG_WORK = 500_000;

type OpenSession = (count: number, size: number) => Session | Team;

/** A session, and the rows that go through it. */
interface OpenedSet {
  readonly session: Session | Team;
  readonly dataset: Pick<Dataset, 'labels' | 'path'> & { readonly name: string; readonly split: string };
  readonly read: ReadRows;
  /** Reads rows into the session; where it is missing the session holds them all. */
  readonly load?: (first: number, count: number) => void;
  /** Where the rows are the user's own pictures. */
  readonly pictures?: LabelledSet;
}

/** Preprocesses a folder of labelled pictures right into the input of a session. */
async function loadPictures(
  folder: string,
  limit: number | undefined,
  openSession: OpenSession,
  terminal: Terminal,
): Promise<OpenedSet> {
  const { loadLabelledPictures } = await import('../image/labelled.js');
  let session: Session | Team | undefined;
  let progress: Progress | undefined;
  const pictures = await loadLabelledPictures(folder, {
    limit,
    allocate(count) {
      session = openSession(count, 784);
      return session.input as Uint8Array;
    },
    async onPicture(done, total) {
      progress ??= await terminal.progress(t`reading pictures`, total);
      progress.update(done);
    },
  });
  progress?.stop(t`read ${pictures.pictures.length} pictures`);
  if (!terminal.json) for (const { error } of pictures.unread) terminal.warn(errorRecord(error).message);
  return {
    session: session!,
    dataset: { name: 'images', split: 'own', labels: pictures.labels, path: resolve(folder) },
    read: (first, target) =>
      target.set((session!.input as Uint8Array).subarray(first * 784, first * 784 + target.length)),
    pictures,
  };
}

/** A data set, whose pixels are read right into the input of the session when their turn comes. */
function openSet(options: EvalOptions, openSession: OpenSession): OpenedSet {
  const { labels, readPixels, ...dataset } = openDataset(options);
  const size = dataset.rows * dataset.columns;
  const count = Math.min(dataset.count, options.limit ?? dataset.count);
  const session = openSession(count, size);
  const input = session.input as Uint8Array;
  return {
    session,
    dataset: { ...dataset, labels: labels.subarray(0, count) },
    read: readPixels,
    load: (first, rows) => readPixels(first, input.subarray(0, rows * size)),
  };
}

/**
 * Rows that are in memory at a time: 0.8 MB of digits, which stay in the processor's cache between reading and multiplying, and
 * memory is the same for a set of any size.
 */
const ROWS_AT_A_TIME = 1000;

/** For several threads, which wait for one another at the end of each part. */
const ROWS_FOR_A_TEAM = 10_000;

/** A kernel that knows no threads works alone. */
function createSession(
  kernel: Kernel,
  network: Network,
  count: number,
  batchSizes: readonly number[],
  options: EvalOptions,
): Session | Team {
  const threads = countThreads(options.threads, network, count * batchSizes.length * options.repeat);
  // A report shows all rows and what came of them.
  const whole = options.images !== undefined || options.report !== undefined;
  const rows = whole ? count : threads > 1 ? ROWS_FOR_A_TEAM : ROWS_AT_A_TIME;
  const capacity = Math.min(count, Math.max(rows, ...batchSizes));
  if (threads === 1 || !kernel.createTeam) return kernel.createSession(network, { capacity });
  return kernel.createTeam(network, { capacity }, threads);
}

/** Multiplications from which on a second thread repays its start: a fifth of a second's work, about. */
const WORTH_A_THREAD = 1e10;

function countThreads(asked: number | 'auto', network: Network, images: number): number {
  if (asked !== 'auto') return asked;
  return images * network.parameters < WORTH_A_THREAD ? 1 : availableParallelism();
}

function checkFits(network: Network, imageSize: number, weights: string): void {
  if (network.inputSize === imageSize && network.outputSize === 10) return;
  throw new ShapeError(
    t`${weights} is a network ${network.sizes.join('-')}: it takes ${network.inputSize} values and gives ${network.outputSize}, digits want ${imageSize} and 10`,
    network.inputSize === imageSize ? undefined : t`mnn forward runs a network on vectors of any length`,
  );
}

/** The most confident mistakes first where only some are asked for; 0 asks for all, in the order of the set. */
function worst(misclassified: readonly Misclassified[], limit: number): readonly Misclassified[] {
  if (limit === 0) return misclassified;
  return [...misclassified].sort((a, b) => b.confidence - a.confidence).slice(0, limit);
}

function failsMinimum(report: EvalReport, minimum: number | undefined, terminal: Terminal): boolean {
  const lowest = Math.min(...report.runs.map(({ accuracy }) => accuracy));
  if (minimum === undefined || lowest >= minimum) return false;
  terminal.warn(t`accuracy ${Number(lowest.toPrecision(6))} is below --min-accuracy ${minimum}`);
  return true;
}

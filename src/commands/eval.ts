/** `mnn eval`: a network over a split, or over the user's own pictures, in batches: accuracy and timing. */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { selectKernel } from '../engine/kernel/select.js';
import type { Kernel, KernelName, Session, Team } from '../engine/kernel/kernel.js';
import type { ActivationName } from '../engine/activation.js';
import type { Network } from '../engine/network.js';
import { ShapeError } from '../errors.js';
import { evaluate, type Evaluation, type EvalRun, type Misclassified } from '../evaluate.js';
import type { LabelledSet } from '../image/labelled.js';
import { loadDataset, type Dataset } from '../mnist/dataset.js';
import type { DatasetName, Split } from '../mnist/spec.js';
import { loadModel } from '../model/load.js';
import { describeModel, type ModelRecord } from '../model/describe.js';
import type { Answers } from '../report/model.js';
import { asMnnError, type Progress, type Terminal } from '../terminal.js';
import { t } from '../text.js';
import { formatEvaluation } from '../views/evaluation.js';
import type { EvaluatedSet } from './eval-report.js';

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
  const { report, answers, set } = await runEval(options, terminal);
  if (terminal.json) terminal.writeJson(report);
  else
    terminal.write(
      formatEvaluation(
        report,
        {
          confusion: options.confusion ?? options.images !== undefined,
          errors: options.errors ?? (options.images === undefined ? undefined : 0),
        },
        terminal.paint,
      ),
    );
  await writeReport?.(report, answers, set);
  return failsMinimum(report, options.minAccuracy, terminal) ? 1 : 0;
}

interface Evaluated {
  readonly report: EvalReport;
  readonly answers: Answers;
  readonly set: EvaluatedSet;
}

async function runEval(options: EvalOptions, terminal: Terminal): Promise<Evaluated> {
  const start = performance.now();
  const kernel = await selectKernel();
  const model = await loadModel(options.weights, {
    ...(options.activation === undefined ? {} : { activation: options.activation }),
    transpose: options.transpose,
    note: (line) => terminal.remark(line),
  });
  const loadWeightsMs = performance.now() - start;

  const dataStart = performance.now();
  const createSession: CreateSession = (count, size) => {
    checkFits(model.network, size, options.weights);
    const images = Math.min(count, options.limit ?? count) * options.batch.length * options.repeat;
    return openSession(kernel, model.network, count, countThreads(options.threads, model.network, images));
  };
  const { session, dataset, pictures } = await (options.images === undefined
    ? loadIntoSession(options, createSession)
    : loadPictures(options.images, options.limit, createSession, terminal));
  const loadDataMs = performance.now() - dataStart;

  const labels = dataset.labels.subarray(0, options.limit);
  const total = options.batch.length * options.repeat;
  const progress =
    total * labels.length > LONG_WORK ? await terminal.progress(t`evaluating`, total) : undefined;
  const evaluation = await evaluate(session, labels, {
    batchSizes: options.batch.map((size) => Math.min(size, labels.length)),
    repeat: options.repeat,
    probabilities: model.network.activations.at(-1) === 'softmax',
    // A pause lets an interrupt through.
    onRun: (done) => (progress?.update(done), new Promise((resume) => setImmediate(resume))),
  });
  progress?.stop(t`evaluated ${total} times`);
  const unread = pictures?.unread.length ?? 0;
  const report: EvalReport = {
    command: 'eval',
    weights: describeModel(model),
    dataset: {
      name: dataset.name,
      split: dataset.split,
      count: labels.length + unread,
      path: dataset.path,
    },
    kernel: kernel.name,
    threads: 'threads' in session ? session.threads : 1,
    runs: evaluation.runs.map((run) => withUnread(run, unread)),
    timing: { loadWeightsMs, loadDataMs, totalMs: performance.now() },
    confusion: evaluation.confusion,
    ...listMistakes(evaluation.misclassified, options.errors, pictures),
  };
  return { report, ...collectAnswers(session, dataset.labels, labels.length, pictures) };
}

/** What a report shows beyond the record: views of the session's memory. */
function collectAnswers(
  { input, predictions, outputs }: Session | Team,
  labels: Uint8Array,
  answered: number,
  pictures: LabelledSet | undefined,
): Pick<Evaluated, 'answers' | 'set'> {
  const pixels = (input as Uint8Array).subarray(0, labels.length * 784);
  return {
    answers: {
      pixels,
      labels: labels.subarray(0, answered),
      predictions,
      outputs,
      sources: pictures?.pictures.map(({ path }) => path),
    },
    set: { pixels, labels },
  };
}

/** A picture in which nothing was read counts as one that was misread. */
function withUnread(run: EvalRun, unread: number): EvalRun {
  if (unread === 0) return run;
  const count = run.count + unread;
  const accuracy = run.correct / count;
  return { ...run, count, accuracy, standardError: Math.sqrt((accuracy * (1 - accuracy)) / count) };
}

/** As many as `--errors` asks for; of the user's own pictures all, by name. */
function listMistakes(
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
      const { code, message } = asMnnError(error);
      return { source: path, label, error: { code, message } };
    }),
  };
}

/** Images times runs from which on the work can last over half a second. */
const LONG_WORK = 500_000;

type CreateSession = (count: number, size: number) => Session | Team;

/** Rows in a session, and what they are. */
interface LoadedSet {
  readonly session: Session | Team;
  readonly dataset: Pick<Dataset, 'labels' | 'path'> & { readonly name: string; readonly split: string };
  /** Where the rows are the user's own pictures. */
  readonly pictures?: LabelledSet;
}

/** Preprocesses a folder of labelled pictures right into the input of a session. */
async function loadPictures(
  folder: string,
  limit: number | undefined,
  createSession: CreateSession,
  terminal: Terminal,
): Promise<LoadedSet> {
  const { loadLabelledPictures } = await import('../image/labelled.js');
  let session: Session | Team | undefined;
  let progress: Progress | undefined;
  const pictures = await loadLabelledPictures(folder, {
    limit,
    allocate(count) {
      session = createSession(count, 784);
      return session.input as Uint8Array;
    },
    async onPicture(done, total) {
      progress ??= await terminal.progress(t`reading pictures`, total);
      progress.update(done);
    },
  });
  progress?.stop(t`read ${pictures.pictures.length} pictures`);
  if (!terminal.json) for (const { error } of pictures.unread) terminal.warn(asMnnError(error).message);
  return {
    session: session!,
    dataset: { name: 'images', split: 'own', labels: pictures.labels, path: resolve(folder) },
    pictures,
  };
}

/** Reads the set right into the input of a session that is made for it. */
async function loadIntoSession(options: EvalOptions, createSession: CreateSession): Promise<LoadedSet> {
  let session: Session | Team | undefined;
  const dataset = await loadDataset({
    dataset: options.dataset,
    split: options.split,
    dataDir: options.dataDir,
    allocate(count, size) {
      session = createSession(count, size);
      return session.input as Uint8Array;
    },
  });
  return { session: session!, dataset };
}

/** A kernel that knows no threads works alone. */
function openSession(kernel: Kernel, network: Network, capacity: number, threads: number): Session | Team {
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
  terminal.warn(t`accuracy ${lowest} is below --min-accuracy ${minimum}`);
  return true;
}

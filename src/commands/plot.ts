/** `mnn plot`: activation functions over a range, in the terminal or into an SVG or PNG file. Book §3.2. */
import { extname, resolve } from 'node:path';
import { ACTIVATION_NAMES, isActivationName, type ActivationName } from '../engine/activation.js';
import { fitAxis, sampleCurves, type Curve, type Interval } from '../engine/curves.js';
import { UsageError } from '../errors.js';
import { nearest } from '../nearest.js';
import type { Terminal } from '../terminal.js';
import { t } from '../text.js';
import { formatPlot } from '../views/plot.js';
import { replaceFile } from './replace-file.js';

export interface PlotOptions {
  readonly range: Interval;
  /** Default: all curves fit; −0.1 … 1.1 for step and sigmoid. */
  readonly ylim?: Interval;
  readonly derivative?: boolean;
  readonly ascii?: boolean;
  readonly out?: string;
}

/** What `--json` prints. */
export interface PlotRecord {
  readonly command: 'plot';
  readonly range: Interval;
  readonly ylim: Interval;
  readonly series: readonly Curve[];
}

/** Of a picture, in CSS pixels: four to three, as the book's figures. */
const PICTURE = { width: 720, height: 540 };

export async function plotCommand(
  targets: readonly string[],
  options: PlotOptions,
  terminal: Terminal,
): Promise<number> {
  const names = parseNames(targets);
  const kind = pictureKind(options.out);
  const series = sampleCurves(names, options.range, options.derivative);
  const ylim = options.ylim ?? fitAxis(names, series);
  const record: PlotRecord = { command: 'plot', range: options.range, ylim, series };
  if (names.includes('softmax'))
    terminal.remark(
      t`softmax takes a row of numbers: its curve is the first output of softmax([x, 0]), which is sigmoid(x)`,
    );
  if (options.out !== undefined) await writePicture(resolve(options.out), kind!, record, terminal);
  if (terminal.json) terminal.writeJson(record);
  else if (options.out === undefined) {
    const ascii = options.ascii ?? !terminal.unicode;
    terminal.write(formatPlot(series, { ...record, columns: terminal.columns, ascii }, terminal.paint));
  }
  return 0;
}

/** `step sigmoid` or `step,sigmoid`, each once. */
function parseNames(targets: readonly string[]): ActivationName[] {
  const names = new Set<ActivationName>();
  for (const name of targets.flatMap((target) => target.split(','))) {
    if (!isActivationName(name)) {
      const [meant] = nearest(name, ACTIVATION_NAMES);
      const known = ACTIVATION_NAMES.join(', ');
      throw new UsageError(
        t`there is no activation function ${name}`,
        meant === undefined ? t`there are ${known}` : t`did you mean ${meant}?`,
      );
    }
    names.add(name);
  }
  return [...names];
}

function pictureKind(out: string | undefined): 'svg' | 'png' | undefined {
  if (out === undefined) return undefined;
  const extension = extname(out).toLowerCase();
  if (extension === '.svg') return 'svg';
  if (extension === '.png') return 'png';
  throw new UsageError(
    t`a plot is written as SVG or PNG: ${out} ends in neither`,
    t`give a name like plot.svg`,
  );
}

async function writePicture(
  path: string,
  kind: 'svg' | 'png',
  { series, range, ylim }: PlotRecord,
  terminal: Terminal,
): Promise<void> {
  const [{ renderSvg }, { curveChart }] = await Promise.all([
    import('../charts/svg.js'),
    import('../charts/curves.js'),
  ]);
  const svg = renderSvg(curveChart(series, { x: range, y: ylim }), PICTURE);
  if (kind === 'svg') await replaceFile(path, new TextEncoder().encode(svg));
  else {
    const { rasterizeSvg } = await import('../image/rasterize.js');
    const { png, hasFonts } = await rasterizeSvg(svg);
    if (!hasFonts)
      terminal.warn(
        t`this system has no fonts, so the picture has no readable texts; an SVG file has them wherever it is seen`,
      );
    await replaceFile(path, png);
  }
  const names = series.map(({ name }) => name).join(', ');
  terminal.note(t`${names} drawn into ${path}`);
}

/** `mnn convert`: a network from any format that is read into any that is written, checked before it gets its name. */
import { createHash } from 'node:crypto';
import { extname, resolve } from 'node:path';
import type { ActivationName } from '../engine/activation.js';
import { UsageError } from '../errors.js';
import { writeNetwork, type WrittenFormat } from '../formats/write.js';
import { compareNetworks } from '../model/compare.js';
import { loadModel, parseModel } from '../model/load.js';
import { describeModel, type ModelRecord } from '../model/describe.js';
import type { Terminal } from '../terminal.js';
import { t } from '../text.js';
import { formatConversion } from '../views/conversion.js';
import { replaceFile } from './replace-file.js';

export interface ConvertOptions {
  /** As the contract spells it: `pkl` for pickle. */
  readonly to?: string;
  readonly activation?: ActivationName;
  readonly transpose?: boolean;
}

export interface ConvertReport {
  readonly command: 'convert';
  readonly from: ModelRecord;
  readonly to: {
    readonly path: string;
    readonly format: WrittenFormat;
    readonly bytes: number;
    readonly sha256: string;
  };
  /** Whether every weight is the same bit for bit; else the largest difference by rounding to float32. */
  readonly exact: boolean;
  readonly largestDifference: number;
}

const FORMATS: Readonly<Record<string, WrittenFormat>> = {
  safetensors: 'safetensors',
  npz: 'npz',
  json: 'json',
  onnx: 'onnx',
  pkl: 'pickle',
  pickle: 'pickle',
};

export async function convertCommand(
  input: string,
  output: string,
  options: ConvertOptions,
  terminal: Terminal,
): Promise<number> {
  const format = chooseFormat(output, options.to);
  const model = await loadModel(input, {
    activation: options.activation,
    transpose: options.transpose,
    note: (line) => terminal.remark(line),
  });
  const content = await writeNetwork(model.network, format, {
    ...model.metadata,
    source_format: model.format,
    source_sha256: model.sha256,
  });
  let largestDifference = 0;
  await replaceFile(resolve(output), content, async (written) => {
    const back = await parseModel({ name: output, path: output, sha256: '', bytes: written }, {});
    largestDifference = compareNetworks(model.network, back.network, output);
  });
  const report: ConvertReport = {
    command: 'convert',
    from: describeModel(model),
    to: {
      path: resolve(output),
      format,
      bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    },
    exact: largestDifference === 0,
    largestDifference,
  };
  if (terminal.json) terminal.writeJson(report);
  else terminal.write(formatConversion(report, terminal.paint));
  return 0;
}

function chooseFormat(output: string, to: string | undefined): WrittenFormat {
  const asked = to ?? extname(output).slice(1).toLowerCase();
  const format = FORMATS[asked];
  if (format) return format;
  throw new UsageError(
    asked === '' ? t`${output} has no ending that tells a format` : t`no format is called ${asked}`,
    t`give --to safetensors, npz, json, onnx or pkl, or an output that ends so`,
  );
}

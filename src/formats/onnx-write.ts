/**
 * A network → ONNX: a Gemm and an activation per layer, opset 13, float32. Input `input` (batch, in), output `output`
 * (batch, out): what onnxruntime and its kin run.
 */
import type { ActivationName } from '../engine/activation.js';
import type { FloatData } from '../engine/array.js';
import type { Network } from '../engine/network.js';
import { UsageError } from '../errors.js';
import { t } from '../text.js';
import { encodeElements } from './elements.js';
import { encodeModel } from './onnx-schema.js';

const FLOAT = 1;
const INT_ATTRIBUTE = 2;
const OPSET = 13;
/** The first that goes with opset 13 and later; runtimes of many years read it. */
const IR_VERSION = 7;

const OPERATORS: Readonly<Partial<Record<ActivationName, string>>> = {
  sigmoid: 'Sigmoid',
  relu: 'Relu',
  tanh: 'Tanh',
  softmax: 'Softmax',
  identity: 'Identity',
};

/** @throws {UsageError} for a network with the step function, which ONNX has no operator for */
export function writeOnnx(network: Network, metadata: Readonly<Record<string, string>>): Uint8Array {
  const last = network.layers.length - 1;
  const node = network.layers.flatMap(({ activation }, i) => {
    const n = i + 1;
    const opType = OPERATORS[activation];
    if (opType === undefined) throw new UsageError(t`ONNX has no operator for the activation ${activation}`, t`convert to safetensors, npz or json`); // prettier-ignore
    const axis = activation === 'softmax' ? [{ name: 'axis', i: 1, type: INT_ATTRIBUTE }] : [];
    return [
      {
        opType: 'Gemm',
        name: `affine${n}`,
        input: [i === 0 ? 'input' : `z${i}`, `W${n}`, `b${n}`],
        output: [`a${n}`],
      },
      {
        opType,
        name: `${activation}${n}`,
        input: [`a${n}`],
        output: [i === last ? 'output' : `z${n}`],
        attribute: axis,
      },
    ];
  });
  const initializer = network.layers.flatMap(({ weight, bias }, i) => [
    tensor(`W${i + 1}`, weight.shape, weight.data),
    tensor(`b${i + 1}`, bias.shape, bias.data),
  ]);
  return encodeModel({
    irVersion: IR_VERSION,
    producerName: 'mnn',
    graph: {
      name: metadata['name'] ?? 'network',
      node,
      initializer,
      input: [valueInfo('input', network.inputSize)],
      output: [valueInfo('output', network.outputSize)],
    },
    opsetImport: [{ domain: '', version: OPSET }],
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  });
}

function tensor(name: string, shape: readonly number[], data: FloatData) {
  const rawData = encodeElements(data instanceof Float32Array ? data : Float32Array.from(data));
  return { name, dims: shape, dataType: FLOAT, rawData };
}

function valueInfo(name: string, features: number) {
  const dim = [{ dimParam: 'batch' }, { dimValue: features }];
  return { name, type: { tensorType: { elemType: FLOAT, shape: { dim } } } };
}

/**
 * ONNX → tensors, and the layers that its graph describes (onnx-graph.ts). Weights lie in the file itself, as raw bytes or
 * as typed numbers; weights in files beside it, sparse ones and text are refused.
 * Source: onnx/onnx.proto, TensorProto.
 */
import { FormatError, MnnError, TruncatedError } from '../errors.js';
import { t } from '../text.js';
import { ELEMENT_BYTES, encodeElements, storedTensor, type ElementType } from './elements.js';
import { readGraph } from './onnx-graph.js';
import { decodeModel, type OnnxModel, type OnnxTensor } from './onnx-schema.js';
import { textEntries } from './metadata.js';
import type { Tensor, TensorFile } from './tensor.js';

/** TensorProto.DataType */
const ELEMENT_TYPES: Readonly<Record<number, ElementType>> = {
  1: 'float32',
  2: 'uint8',
  3: 'int8',
  4: 'uint16',
  5: 'int16',
  6: 'int32',
  7: 'int64',
  9: 'bool',
  10: 'float16',
  11: 'float64',
  12: 'uint32',
  13: 'uint64',
  16: 'bfloat16',
};

/**
 * @param source the file's name, for errors
 * @returns with a fault that names the operator, where the graph is no multi-layer perceptron
 * @throws {FormatError | TruncatedError} when it is no ONNX, or keeps weights that are not read
 */
export function readOnnx(bytes: Uint8Array, source: string): TensorFile {
  const model = decode(bytes, source);
  const { graph } = model;
  if (!graph || graph.node.length === 0) throw new FormatError(t`${source} is an ONNX file without a graph`);
  if (graph.sparseInitializer.length > 0)
    throw new FormatError(t`${source} has sparse weights, which are not read`);
  const tensors = graph.initializer.map((tensor) => readOnnxTensor(tensor, tensor.name, source));
  const metadata = textEntries(model.metadataProps.map(({ key, value }) => [key, value]));
  const file = { format: 'onnx', tensors, metadata: { ...describe(model), ...metadata } } as const;
  try {
    const { layers, remark } = readGraph(
      graph,
      tensors,
      (tensor, name) => readOnnxTensor(tensor, name, source),
      source,
    );
    return remark === undefined
      ? { ...file, layers }
      : { ...file, layers, metadata: { ...file.metadata, input: remark } };
  } catch (fault) {
    if (!(fault instanceof MnnError)) throw fault;
    return { ...file, fault };
  }
}

function decode(bytes: Uint8Array, source: string): OnnxModel {
  try {
    return decodeModel(bytes);
  } catch (cause) {
    const { message } = cause as Error;
    if (cause instanceof RangeError) {
      throw new TruncatedError(t`${source} is truncated, or no ONNX file: ${message}`, undefined, { cause });
    }
    throw new FormatError(t`${source} is no ONNX file, or damaged: ${message}`, undefined, { cause });
  }
}

function describe({
  producerName,
  producerVersion,
  docString,
  opsetImport,
}: OnnxModel): Record<string, string> {
  const opset = opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx')?.version;
  const all = {
    producer: `${producerName} ${producerVersion}`.trim(),
    opset: String(opset ?? ''),
    description: docString,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}

function readOnnxTensor(tensor: OnnxTensor, name: string, source: string): Tensor {
  const { dims, dataType, dataLocation, externalData } = tensor;
  if (dataLocation !== 0 || externalData.length > 0) {
    throw new FormatError(
      t`${source}: ${name} lies in a file beside it, which is not read`,
      t`save the model in one file: onnx.save(model, file, save_as_external_data=False)`,
    );
  }
  const dtype = ELEMENT_TYPES[dataType];
  if (dtype === undefined)
    throw new FormatError(t`${source}: ${name} has ONNX type ${dataType}, which is not read`);
  const typed = typedNumbers(tensor, dtype);
  const bytes = typed.length > 0 ? typedBytes(typed, dtype) : tensor.rawData;
  return storedTensor({ name, shape: [...dims], dtype, order: 'C', littleEndian: true, bytes }, source);
}

/** Which field holds the numbers of a type, where they are not raw bytes. */
function typedNumbers(tensor: OnnxTensor, dtype: ElementType): readonly number[] {
  switch (dtype) {
    case 'float32':
      return tensor.floatData;
    case 'float64':
      return tensor.doubleData;
    case 'int64':
      return tensor.int64Data;
    case 'uint32':
    case 'uint64':
      return tensor.uint64Data;
    default:
      return tensor.int32Data;
  }
}

/** Typed numbers as the bytes that they would be in raw form; halves are given by their bits. */
function typedBytes(numbers: readonly number[], dtype: ElementType): Uint8Array {
  switch (dtype) {
    case 'float32':
      return encodeElements(Float32Array.from(numbers));
    case 'float64':
      return encodeElements(Float64Array.from(numbers));
    default: {
      const width = ELEMENT_BYTES[dtype];
      const bytes = Buffer.alloc(numbers.length * width);
      for (const [i, value] of numbers.entries()) {
        const bits = BigInt.asUintN(8 * width, BigInt(Math.trunc(value)));
        for (let byte = 0; byte < width; byte++) {
          bytes[i * width + byte] = Number((bits >> BigInt(8 * byte)) & 255n);
        }
      }
      return bytes;
    }
  }
}

/**
 * The graph of an ONNX multi-layer perceptron → its layers. The nodes are followed from the input on: constants are kept
 * as they are, and what comes of the input is a chain of finished layers with one affine map open behind them. Gemm,
 * MatMul, Add, Sub, Mul and Div work on the open map, an activation closes it. Any other operator is refused by its name.
 *
 * A network may take rows (batch, features) or columns (features, batch); the first product decides, and all that
 * follows must agree.
 * Source: the operators' pages of the ONNX documentation.
 */
import type { ActivationName } from '../engine/activation.js';
import { formatShape, type FloatData } from '../engine/array.js';
import { FormatError } from '../errors.js';
import { t } from '../text.js';
import { transposed } from './elements.js';
import type { OnnxGraph, OnnxNode, OnnxTensor } from './onnx-schema.js';
import type { StoredLayer, Tensor } from './tensor.js';

interface Matrix {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly data: FloatData;
}

/** x → scale · x + shift, elementwise; one number, or one per feature. */
interface Elementwise {
  readonly scale: readonly number[];
  readonly shift: readonly number[];
}

/** A map that no activation has closed yet. */
interface Affine {
  /** (in, out) */
  readonly weight: Matrix;
  /** (out,), undefined: none. */
  readonly bias?: Matrix;
}

/** What has become of the input so far. */
interface Signal {
  readonly layers: readonly StoredLayer[];
  readonly open?: Affine;
  /** What is done to the input before the first product. */
  readonly prelude: Elementwise;
  /** undefined until the first product. */
  readonly layout?: 'rows' | 'columns';
}

type Value = { readonly constant: Tensor } | { readonly signal: Signal };

/** ONNX types of whole numbers: pixels as they are stored. */
const WHOLE_TYPES = new Set([2, 3, 4, 5, 6, 7, 12, 13]);
/** A network whose first step divides by more than this is made for pixels of 0–255. */
const RAW_SCALE = 1 / 64;

const ACTIVATIONS: Readonly<Record<string, ActivationName>> = {
  Sigmoid: 'sigmoid',
  Relu: 'relu',
  Tanh: 'tanh',
  Softmax: 'softmax',
  // The digit and the order of all are the same; what is shown are the probabilities themselves.
  LogSoftmax: 'softmax',
};

/**
 * @param tensors the initialisers
 * @param readTensor reads a tensor that stands in an attribute
 * @returns the layers, and a remark where the network takes pixels of 0–255, which its first layer then hides
 */
export function readGraph(
  graph: OnnxGraph,
  tensors: readonly Tensor[],
  readTensor: (tensor: OnnxTensor, name: string) => Tensor,
  source: string,
): { layers: StoredLayer[]; remark: string | undefined } {
  const reader = new GraphReader(graph, tensors, readTensor, source);
  for (const node of graph.node) reader.follow(node);
  return reader.finish();
}

class GraphReader {
  readonly #values = new Map<string, Value>();
  #takesBytes = false;

  constructor(
    readonly graph: OnnxGraph,
    tensors: readonly Tensor[],
    readonly readTensor: (tensor: OnnxTensor, name: string) => Tensor,
    readonly source: string,
  ) {
    const constants = new Set(tensors.map(({ name }) => name));
    // Older files list their weights among the inputs, too.
    const [input, ...others] = graph.input.filter(({ name }) => !constants.has(name));
    if (!input || others.length > 0) {
      throw this.#refuse(t`the graph has ${others.length + (input ? 1 : 0)} inputs, not one`);
    }
    for (const constant of tensors) this.#values.set(constant.name, { constant });
    this.#values.set(input.name, { signal: { layers: [], prelude: { scale: [1], shift: [0] } } });
    this.#takesBytes = WHOLE_TYPES.has(input.type?.tensorType?.elemType ?? 1);
  }

  follow(node: OnnxNode): void {
    const output = node.output[0];
    if (output === undefined || output === '') throw this.#refuse(t`${describe(node)} has no output`);
    if (this.#values.has(output)) throw this.#refuse(t`${describe(node)} gives ${output} a second time`);
    this.#values.set(output, this.#apply(node));
  }

  finish(): { layers: StoredLayer[]; remark: string | undefined } {
    const name = this.graph.output[0]?.name ?? '';
    const value = this.#values.get(name);
    if (!value || !('signal' in value)) {
      throw this.#refuse(t`its output ${JSON.stringify(name)} does not come from the input`);
    }
    const layers = [...value.signal.layers, ...this.#closeWith(value.signal, 'identity')];
    if (layers.length === 0) throw this.#refuse(t`the graph has no layer`);
    const remark = 'pixels of 0–255; the first layer is scaled to take 0–1 instead';
    return { layers, remark: this.#takesBytes ? remark : undefined };
  }

  #apply(node: OnnxNode): Value {
    if (node.domain !== '' && node.domain !== 'ai.onnx') {
      throw this.#refuse(t`${describe(node)} is of the domain ${node.domain}, which is not known`);
    }
    switch (node.opType) {
      case 'Constant':
        return { constant: this.#constantNode(node) };
      case 'Transpose':
        return { constant: this.#transpose(node) };
      case 'Identity':
        return this.#input(node, 0);
      case 'Cast':
        return this.#input(node, 0);
      case 'Flatten':
        this.#checkFlatten(node);
        return { signal: this.#signal(node, 0) };
      case 'Reshape':
        this.#checkReshape(node);
        return { signal: this.#signal(node, 0) };
      case 'Gemm':
        return { signal: this.#gemm(node) };
      case 'MatMul':
        return { signal: this.#product(node, false, false, 1) };
      case 'Add':
      case 'Sub':
      case 'Mul':
      case 'Div':
        return { signal: this.#elementwise(node) };
      case 'Sigmoid':
      case 'Relu':
      case 'Tanh':
      case 'Softmax':
      case 'LogSoftmax':
        return { signal: this.#activation(node) };
      default:
        throw this.#refuse(
          t`the operator ${describe(node)} is not read; networks of ${OPERATORS} and Cast are`,
        );
    }
  }

  // Values.

  #input(node: OnnxNode, index: number): Value {
    const name = node.input[index];
    const value = name ? this.#values.get(name) : undefined;
    if (!value)
      throw this.#refuse(
        t`${describe(node)} wants the value ${JSON.stringify(name ?? '')}, which nothing gives`,
      );
    return value;
  }

  #signal(node: OnnxNode, index: number): Signal {
    const value = this.#input(node, index);
    if ('signal' in value) return value.signal;
    throw this.#refuse(t`${describe(node)} works on a constant`);
  }

  #constant(node: OnnxNode, index: number): Tensor {
    const value = this.#input(node, index);
    if ('constant' in value) return value.constant;
    throw this.#refuse(t`${describe(node)} wants a constant for ${JSON.stringify(node.input[index])}`);
  }

  #isConstant(node: OnnxNode, index: number): boolean {
    return 'constant' in this.#input(node, index);
  }

  #constantNode(node: OnnxNode): Tensor {
    const tensor = node.attribute.find(({ name }) => name === 'value')?.t;
    if (!tensor) throw this.#refuse(t`${describe(node)} holds no tensor`);
    return this.readTensor(tensor, node.output[0]!);
  }

  /** Of weights only. */
  #transpose(node: OnnxNode): Tensor {
    const tensor = this.#constant(node, 0);
    const perm = node.attribute.find(({ name }) => name === 'perm')?.ints ?? [];
    if (tensor.shape.length !== 2 || (perm.length > 0 && perm.join() !== '1,0')) {
      throw this.#refuse(
        t`${describe(node)} turns ${tensor.name} ${formatShape(tensor.shape)} other than as a matrix`,
      );
    }
    const { name, rows, columns, data } = turned(this.#matrix(node, tensor));
    return { ...tensor, name, shape: [rows, columns], data };
  }

  #matrix(node: OnnxNode, { name, shape, data }: Tensor): Matrix {
    const [rows, columns] = shape;
    if (shape.length !== 2 || !rows || !columns) {
      throw this.#refuse(
        t`${describe(node)} multiplies by ${name} ${formatShape(shape)}, which is no matrix`,
      );
    }
    return { name, rows, columns, data };
  }

  // Shapes: pixels stay in their order, and the batch stays the first axis.

  #checkFlatten(node: OnnxNode): void {
    const axis = integerAttribute(node, 'axis', 1);
    if (axis !== 1) throw this.#refuse(t`${describe(node)} flattens from axis ${axis}, not 1`);
    this.#keepsRows(node);
  }

  #checkReshape(node: OnnxNode): void {
    const { data } = this.#constant(node, 1);
    const [batch, ...rest] = data;
    const features = this.#features(this.#signal(node, 0));
    const length = rest.reduce((a, b) => a * b, 1);
    // 0 keeps an axis, -1 is worked out, 1 is a batch of one.
    const keepsBatch = batch === -1 || batch === 0 || batch === 1;
    const keepsFeatures = length < 0 || features === undefined || length === features;
    if (rest.length === 0 || !keepsBatch || !keepsFeatures || (batch === -1 && length < 0)) {
      throw this.#refuse(
        t`${describe(node)} reshapes to ${formatShape([...data])}, which is not a row per image`,
      );
    }
    this.#keepsRows(node);
  }

  #keepsRows(node: OnnxNode): void {
    if (this.#signal(node, 0).layout === 'columns') {
      throw this.#refuse(t`${describe(node)} comes where the values of an image stand in a column`);
    }
  }

  #features(signal: Signal): number | undefined {
    if (signal.open) return signal.open.weight.columns;
    return signal.layers.at(-1)?.weight.shape[1];
  }

  // Products.

  /** alpha · A' · B' + beta · C */
  #gemm(node: OnnxNode): Signal {
    const alpha = floatAttribute(node, 'alpha', 1);
    const beta = floatAttribute(node, 'beta', 1);
    const transA = integerAttribute(node, 'transA', 0) !== 0;
    const transB = integerAttribute(node, 'transB', 0) !== 0;
    const signal = this.#product(node, transA, transB, alpha);
    if (!node.input[2]) return signal;
    const bias = this.#constant(node, 2);
    return this.#addToOpen(node, signal, bias, beta);
  }

  /** One side is a constant, the other what comes of the input. */
  #product(node: OnnxNode, transA: boolean, transB: boolean, alpha: number): Signal {
    const signalFirst = !this.#isConstant(node, 0);
    const signal = this.#signal(node, signalFirst ? 0 : 1);
    const constant = this.#matrix(node, this.#constant(node, signalFirst ? 1 : 0));
    const [transSignal, transConstant] = signalFirst ? [transA, transB] : [transB, transA];
    // The signal times a matrix wants rows; a matrix times the signal wants columns. Turning it swaps these.
    const wanted = signalFirst === transSignal ? 'columns' : 'rows';
    if (signal.layout !== undefined && signal.layout !== wanted) {
      throw this.#refuse(t`${describe(node)} multiplies along the batch, not along the values of an image`);
    }
    // As a matrix (in, out) either way.
    const weight = signalFirst === transConstant ? turned(constant) : constant;
    const closed = [...signal.layers, ...this.#closeWith(signal, 'identity')];
    const before = closed.at(-1)?.weight.shape[1];
    if (before !== undefined && before !== weight.rows) {
      throw this.#refuse(t`${describe(node)} takes ${weight.rows} values; the layer before gives ${before}`);
    }
    const scaled = alpha === 1 ? weight : { ...weight, data: mapData(weight.data, (value) => alpha * value) };
    return {
      layers: closed,
      open: closed.length === 0 ? this.#withPrelude(node, scaled, signal.prelude) : { weight: scaled },
      prelude: IDENTITY,
      layout: signalFirst ? 'rows' : 'columns',
    };
  }

  /** W' = scale·W by rows, b' = shift·W, so that W'x + b' is W(scale·x + shift). */
  #withPrelude(node: OnnxNode, weight: Matrix, { scale, shift }: Elementwise): Affine {
    for (const numbers of [scale, shift]) {
      if (numbers.length !== 1 && numbers.length !== weight.rows) {
        throw this.#refuse(t`${describe(node)} takes ${weight.rows} values, normalised by ${numbers.length}`);
      }
    }
    if (this.#takesBytes || (scale.every((s) => Math.abs(s) <= RAW_SCALE) && scale.some((s) => s !== 0))) {
      this.#takesBytes = true;
    }
    const unit = this.#takesBytes ? 255 : 1;
    const at = (numbers: readonly number[], row: number): number => numbers[numbers.length === 1 ? 0 : row]!;
    const { rows, columns, data, name } = weight;
    const isIdentity = scale.every((s) => s * unit === 1) && shift.every((s) => s === 0);
    if (isIdentity) return { weight };
    const scaled = new Float64Array(data.length);
    const bias = new Float64Array(columns);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const value = data[row * columns + column]!;
        scaled[row * columns + column] = value * at(scale, row) * unit;
        bias[column]! += value * at(shift, row);
      }
    }
    const hasShift = shift.some((s) => s !== 0);
    return {
      weight: { ...weight, data: scaled },
      ...(hasShift ? { bias: { name: `${name} · shift`, rows: 1, columns, data: bias } } : {}),
    };
  }

  // Elementwise operations with a constant.

  #elementwise(node: OnnxNode): Signal {
    const signalFirst = !this.#isConstant(node, 0);
    const signal = this.#signal(node, signalFirst ? 0 : 1);
    const constant = this.#constant(node, signalFirst ? 1 : 0);
    if (!signalFirst && (node.opType === 'Div' || node.opType === 'Sub')) {
      throw this.#refuse(t`${describe(node)} has the constant on the left, which is not read`);
    }
    if (node.opType === 'Add') return this.#add(node, signal, constant, 1);
    if (node.opType === 'Sub') return this.#add(node, signal, constant, -1);
    return this.#multiply(node, signal, constant);
  }

  #add(node: OnnxNode, signal: Signal, constant: Tensor, factor: number): Signal {
    if (signal.open) return this.#addToOpen(node, signal, constant, factor);
    this.#onlyBeforeTheFirst(node, signal);
    const shift = combine(signal.prelude.shift, Array.from(constant.data), (a, b) => a + factor * b);
    return { ...signal, prelude: { ...signal.prelude, shift } };
  }

  #multiply(node: OnnxNode, signal: Signal, constant: Tensor): Signal {
    const factors = Array.from(constant.data, (value) => (node.opType === 'Div' ? 1 / value : value));
    const times = (numbers: readonly number[]): number[] => combine(numbers, factors, (a, b) => a * b);
    if (!signal.open) {
      this.#onlyBeforeTheFirst(node, signal);
      const { scale, shift } = signal.prelude;
      return { ...signal, prelude: { scale: times(scale), shift: times(shift) } };
    }
    const { weight, bias } = signal.open;
    this.#checkVector(node, signal, constant);
    const factor = (column: number): number => factors[factors.length === 1 ? 0 : column]!;
    const scaled = mapData(weight.data, (value, i) => value * factor(i % weight.columns));
    const open = {
      weight: { ...weight, data: scaled },
      ...(bias ? { bias: { ...bias, data: mapData(bias.data, (value, i) => value * factor(i)) } } : {}),
    };
    return { ...signal, open };
  }

  #onlyBeforeTheFirst(node: OnnxNode, signal: Signal): void {
    if (signal.layers.length === 0) return;
    throw this.#refuse(
      t`${describe(node)} comes between an activation and the next layer, which is not read`,
    );
  }

  #addToOpen(node: OnnxNode, signal: Signal, constant: Tensor, factor: number): Signal {
    const { weight, bias } = signal.open!;
    this.#checkVector(node, signal, constant);
    if (bias === undefined && factor === 1 && constant.data.length === weight.columns) {
      const own = { name: constant.name, rows: 1, columns: weight.columns, data: constant.data };
      return { ...signal, open: { weight, bias: own } };
    }
    const added = Float64Array.from({ length: weight.columns }, (_, i) => {
      const value = constant.data[constant.data.length === 1 ? 0 : i]!;
      return (bias?.data[i] ?? 0) + factor * value;
    });
    const name = bias?.name ?? constant.name;
    return { ...signal, open: { weight, bias: { name, rows: 1, columns: weight.columns, data: added } } };
  }

  /** One number, or one per output, along the right axis. */
  #checkVector(node: OnnxNode, { open, layout }: Signal, { name, shape, data }: Tensor): void {
    const outputs = open!.weight.columns;
    const wanted = layout === 'columns' ? [outputs, 1] : [1, outputs];
    const plain = shape.length === 1 && layout !== 'columns' ? [1, ...shape] : shape;
    if (data.length === 1 || plain.join() === wanted.join()) return;
    throw this.#refuse(
      t`${describe(node)} has ${name} ${formatShape(shape)} where ${formatShape(wanted)} would fit`,
    );
  }

  // Activations.

  #activation(node: OnnxNode): Signal {
    const signal = this.#signal(node, 0);
    const activation = ACTIVATIONS[node.opType]!;
    if (!signal.open) throw this.#refuse(t`${describe(node)} does not follow a layer`);
    if (activation === 'softmax') this.#checkAxis(node, signal);
    return {
      ...signal,
      layers: [...signal.layers, ...this.#closeWith(signal, activation)],
      open: undefined!,
    };
  }

  #checkAxis(node: OnnxNode, { layout }: Signal): void {
    const axis = integerAttribute(node, 'axis', -1);
    const right = layout === 'columns' ? [0, -2] : [1, -1];
    if (!right.includes(axis)) {
      throw this.#refuse(t`${describe(node)} works along axis ${axis}, not along the outputs`);
    }
  }

  /** The open map as a layer, if there is one. */
  #closeWith({ open }: Signal, activation: ActivationName): StoredLayer[] {
    if (!open) return [];
    const { weight, bias } = open;
    return [
      {
        weight: toTensor(weight, [weight.rows, weight.columns]),
        bias: bias && toTensor(bias, [bias.columns]),
        activation,
      },
    ];
  }

  #refuse(what: string): FormatError {
    return new FormatError(
      `${this.source}: ${what}`,
      t`networks of fully connected layers are read, nothing else`,
    );
  }
}

const OPERATORS =
  'Gemm, MatMul, Add, Sub, Mul, Div, Sigmoid, Relu, Tanh, Softmax, LogSoftmax, Flatten, Reshape, Identity';
const IDENTITY: Elementwise = { scale: [1], shift: [0] };

function describe({ opType, name }: OnnxNode): string {
  return name === '' ? opType : `${opType} (${name})`;
}

function integerAttribute(node: OnnxNode, name: string, standard: number): number {
  return node.attribute.find((attribute) => attribute.name === name)?.i ?? standard;
}

function floatAttribute(node: OnnxNode, name: string, standard: number): number {
  return node.attribute.find((attribute) => attribute.name === name)?.f ?? standard;
}

function turned({ name, rows, columns, data }: Matrix): Matrix {
  return { name, rows: columns, columns: rows, data: transposed(data, rows, columns) };
}

function toTensor({ name, data }: Matrix, shape: readonly number[]): Tensor {
  return { name, shape, dtype: data instanceof Float32Array ? 'float32' : 'float64', order: 'C', data };
}

function mapData(data: FloatData, map: (value: number, index: number) => number): Float64Array {
  return Float64Array.from(data, map);
}

/** Elementwise; a single number meets each of the other side. */
function combine(
  a: readonly number[],
  b: readonly number[],
  map: (a: number, b: number) => number,
): number[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) =>
    map(a[a.length === 1 ? 0 : i]!, b[b.length === 1 ? 0 : i]!),
  );
}

/**
 * Named tensors → the layers of a network: which belong together by their names, which come first and which way round
 * they are by the chain of their shapes, the activations by what the file says or by convention. The one place that
 * knows the names in use. What does not fit is told with all names and shapes; nothing is guessed.
 */
import { isActivationName, type ActivationName } from '../engine/activation.js';
import { formatShape, NdArray, type FloatData } from '../engine/array.js';
import { Network, type Layer } from '../engine/network.js';
import { FormatError, ShapeError } from '../errors.js';
import { transposed } from '../formats/elements.js';
import type { StoredLayer, Tensor, TensorFile } from '../formats/tensor.js';
import { t } from '../text.js';
import { groupTensors, type Convention, type TensorPair } from './names.js';

/** What decides where the file leaves it open. */
export interface BindOptions {
  /** Overrides the activation of the hidden layers. */
  readonly activation?: ActivationName | undefined;
  /** The weights are stored as (out, in): decides where shapes and names do not. */
  readonly transpose?: boolean | undefined;
  /** Is told what was assumed. */
  readonly note?: ((line: string) => void) | undefined;
}

/**
 * @param source the file's name, for errors and notes
 * @throws {ShapeError} when the tensors form no network of fully connected layers
 * @throws {FormatError} when one that is needed holds NaN or an infinity
 */
export function bindNetwork(file: TensorFile, source: string, options: BindOptions = {}): Network {
  if (file.fault) throw file.fault;
  const layers = file.layers ? describedLayers(file.layers, options) : layersByName(file, source, options);
  return new Network(layers.map((layer) => toLayer(layer, source)));
}

/** Layers that the file itself describes. */
function describedLayers(layers: readonly StoredLayer[], { activation }: BindOptions): StoredLayer[] {
  const last = layers.length - 1;
  return layers.map((layer, i) => (activation && i < last ? { ...layer, activation } : layer));
}

function layersByName(file: TensorFile, source: string, options: BindOptions): StoredLayer[] {
  const { pairs, convention } = groupTensors(file.tensors, source);
  const orders = findOrders(pairs);
  if (orders.length === 0) throw noChain(pairs, source);
  const { order, outIn } = choose(orders, convention, source, options.transpose);
  const activations = chooseActivations(file, order.length, convention, source, options);
  return order.map(({ weight, bias }, i) => ({
    weight: outIn ? transposedTensor(weight) : weight,
    bias,
    activation: activations[i]!,
  }));
}

/** An order of the layers in which each takes what the one before gives, and which way round the weights are in it. */
interface Chain {
  readonly order: readonly TensorPair[];
  readonly outIn: boolean;
}

/** The chains of the order that the names give; where it gives none, of every order, as long as they are few. */
function findOrders(pairs: readonly TensorPair[]): Chain[] {
  const chains = [false, true].map((outIn) => ({ order: pairs, outIn })).filter(fits);
  if (chains.length > 0) return chains;
  return [false, true].flatMap((outIn) => searchOrders(pairs, outIn));
}

/** More equal layers than this in one file make no unique order anyway. */
const MAX_ORDERS = 16;

function searchOrders(pairs: readonly TensorPair[], outIn: boolean): Chain[] {
  const found: Chain[] = [];
  const extend = (order: readonly TensorPair[], rest: readonly TensorPair[]): void => {
    if (found.length > MAX_ORDERS || !fits({ order, outIn })) return;
    if (rest.length === 0) found.push({ order, outIn });
    for (const next of rest)
      extend(
        [...order, next],
        rest.filter((pair) => pair !== next),
      );
  };
  if (pairs.length <= 8) extend([], pairs);
  return found;
}

function fits({ order, outIn }: Chain): boolean {
  return order.every((pair, i) => {
    const [input, output] = ends(pair, outIn);
    const before = order[i - 1];
    if (pair.bias && pair.bias.shape.at(-1) !== output) return false;
    return before === undefined || ends(before, outIn)[1] === input;
  });
}

function ends({ weight }: TensorPair, outIn: boolean): [number, number] {
  const [first, second] = weight.shape as [number, number];
  return outIn ? [second, first] : [first, second];
}

function choose(
  chains: readonly Chain[],
  convention: Convention,
  source: string,
  transpose: boolean | undefined,
): Chain {
  const wanted = transpose ? true : chains.length > 1 && convention ? convention === 'pytorch' : undefined;
  const left = wanted === undefined ? chains : chains.filter(({ outIn }) => outIn === wanted);
  if (left.length === 1) return left[0]!;
  if (left.length === 0) {
    throw new ShapeError(
      t`${source}: the weights do not form a chain as (out, in): ${chains[0]!.order.map(describePair).join(', ')}`,
      transpose ? t`leave --transpose out` : undefined,
    );
  }
  const shapes = left[0]!.order.map(describePair).join(', ');
  throw left.every(({ outIn }) => outIn === left[0]!.outIn)
    ? new ShapeError(t`${source}: the layers fit together in more than one order: ${shapes}`, t`number them: W1, b1, W2, b2, …`) // prettier-ignore
    : new ShapeError(
        t`${source}: the weights fit both as (in, out) and as (out, in): ${shapes}`,
        t`give --transpose where they are (out, in), as PyTorch saves them; name them W1, b1, … where they are (in, out)`,
      );
}

function noChain(pairs: readonly TensorPair[], source: string): ShapeError {
  return new ShapeError(
    t`${source}: the layers do not fit together: ${pairs.map(describePair).join(', ')}`,
    t`each layer takes as many values as the one before gives, and has a bias for each value that it gives`,
  );
}

function describePair({ weight, bias }: TensorPair): string {
  const describe = ({ name, shape }: Tensor): string => `${name} ${formatShape(shape)}`;
  return bias ? t`${describe(weight)} with ${describe(bias)}` : describe(weight);
}

const CONVENTIONS = {
  book: { hidden: 'sigmoid', words: () => t`as in the book` },
  pytorch: { hidden: 'relu', words: () => t`as is usual with PyTorch` },
  keras: { hidden: 'relu', words: () => t`as is usual with Keras` },
} as const;

function chooseActivations(
  { metadata }: TensorFile,
  count: number,
  convention: Convention,
  source: string,
  { activation, note }: BindOptions,
): ActivationName[] {
  const said = saidActivations(metadata['activations'], count, source);
  const { hidden, words } = CONVENTIONS[convention ?? 'book'];
  const names = said ?? [...new Array<ActivationName>(count - 1).fill(hidden), 'softmax'];
  if (!said && !activation && count > 1) {
    note?.(
      t`note: ${source} does not say its activations: ${hidden} in the hidden layers and softmax at the end, ${words()}; --activation tells otherwise`,
    );
  }
  return activation ? names.map((name, i) => (i < count - 1 ? activation : name)) : names;
}

/** `sigmoid,sigmoid,softmax` */
function saidActivations(
  text: string | undefined,
  count: number,
  source: string,
): ActivationName[] | undefined {
  if (text === undefined) return undefined;
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !isActivationName(name));
  if (unknown !== undefined)
    throw new FormatError(t`${source}: its metadata names the activation ${unknown}, which is not known`);
  if (names.length !== count)
    throw new FormatError(t`${source}: its metadata names ${names.length} activations for ${count} layers`);
  return names as ActivationName[];
}

/** (out, in) → (in, out); the data is turned when it is asked for. */
function transposedTensor(tensor: Tensor): Tensor {
  const [rows, columns] = tensor.shape as [number, number];
  let data: FloatData | undefined;
  return {
    ...tensor,
    shape: [columns, rows],
    get data() {
      data ??= transposed(tensor.data, rows, columns);
      return data;
    },
  };
}

function toLayer({ weight, bias, activation }: StoredLayer, source: string): Layer {
  const outputs = weight.shape[1]!;
  return {
    weight: new NdArray(finite(weight, source), weight.shape),
    bias: bias
      ? new NdArray(finite(bias, source), [bias.data.length])
      : new NdArray(new Float32Array(outputs), [outputs]),
    activation,
  };
}

function finite({ name, shape, data }: Tensor, source: string): FloatData {
  // Searched for by the engine's own loops: one of ours, not yet compiled, would take longer than reading the file.
  if (![NaN, Infinity, -Infinity].some((value) => data.includes(value))) return data;
  const at = data.findIndex((value) => !Number.isFinite(value));
  const index: number[] = [];
  for (let axis = shape.length - 1, rest = at; axis >= 0; axis--) {
    index.unshift(rest % shape[axis]!);
    rest = Math.floor(rest / shape[axis]!);
  }
  throw new FormatError(
    t`${source}: ${name}[${index.join(', ')}] is ${data[at]}; weights must be finite`,
    t`the training that made it went wrong (a smaller learning rate?), or the file is damaged`,
  );
}

/**
 * What tensors are called by those who save them: `W1`/`b1` (the book), `fc1.weight`, `layers.0.weight`, `0.weight`
 * (PyTorch), `dense/kernel` (Keras), `Affine1.W`, and arrays without names. Names → pairs of a weight and its bias, in
 * the order that the names tell.
 */
import { formatShape } from '../engine/array.js';
import { ShapeError } from '../errors.js';
import type { Tensor } from '../formats/tensor.js';
import { t } from '../text.js';

/** Whose habits the names follow; undefined where they tell nothing. PyTorch keeps weights (out, in), the others (in, out). */
export type Convention = 'book' | 'pytorch' | 'keras' | undefined;

export interface TensorPair {
  readonly weight: Tensor;
  readonly bias: Tensor | undefined;
}

type Role = 'weight' | 'bias';

interface Label {
  /** What the tensors of one layer share. */
  readonly layer: string;
  readonly role: Role;
  readonly convention: Convention;
}

const ROLES: Readonly<Record<string, { role: Role; convention: Convention }>> = {
  W: { role: 'weight', convention: 'book' },
  w: { role: 'weight', convention: 'book' },
  b: { role: 'bias', convention: 'book' },
  B: { role: 'bias', convention: 'book' },
  weight: { role: 'weight', convention: 'pytorch' },
  bias: { role: 'bias', convention: undefined },
  kernel: { role: 'weight', convention: 'keras' },
  weights: { role: 'weight', convention: undefined },
  biases: { role: 'bias', convention: undefined },
};

/** `fc1.weight`, `dense_1/kernel:0`, `Affine1_W`; the role last. */
const ROLE_LAST = /^(?:(.*)[./_])?(weights?|bias(?:es)?|kernel|[WwBb])(?::\d+)?$/;
/** `W1`, `params.b2`, `weight_3`; a number last. */
const NUMBER_LAST = /^(?:(.*)[./])?(weights?|bias(?:es)?|kernel|[WwBb])_?(\d+)$/;

function labelOf(name: string): Label | undefined {
  const last = ROLE_LAST.exec(name);
  if (last) return { layer: last[1] ?? '', ...ROLES[last[2]!]! };
  const numbered = NUMBER_LAST.exec(name);
  return numbered ? { layer: `${numbered[1] ?? ''}#${numbered[3]}`, ...ROLES[numbered[2]!]! } : undefined;
}

/**
 * @param source the file's name, for errors
 * @throws {ShapeError} when there are tensors that belong to no fully connected layer; the message has all names and
 * shapes, and says what the file looks like
 */
export function groupTensors(
  tensors: readonly Tensor[],
  source: string,
): { pairs: TensorPair[]; convention: Convention } {
  // Counters and such (`num_batches_tracked`) have no axes.
  const arrays = tensors.filter(({ shape }) => shape.length > 0);
  const labels = arrays.map(({ name }) => labelOf(name));
  const pairs = labels.every((label) => label !== undefined)
    ? pairByName(arrays, labels)
    : pairByPosition(arrays);
  if (!pairs) throw noLayers(tensors, source);
  const conventions = new Set(labels.map((label) => label?.convention).filter((name) => name !== undefined));
  return { pairs, convention: conventions.size === 1 ? [...conventions][0] : undefined };
}

function pairByName(tensors: readonly Tensor[], labels: readonly Label[]): TensorPair[] | undefined {
  const layers = new Map<string, Partial<Record<Role, Tensor>>>();
  for (const [i, tensor] of tensors.entries()) {
    const { layer, role } = labels[i]!;
    const found = layers.get(layer) ?? {};
    if (found[role]) return undefined;
    layers.set(layer, { ...found, [role]: tensor });
  }
  const sorted = [...layers].sort(([a], [b]) => byNumbers(a, b));
  return checkedPairs(sorted.map(([, { weight, bias }]) => ({ weight, bias })));
}

/** `layers.2` before `layers.10`, `dense` before `dense_1`. By hand: a first `localeCompare` costs 6 ms of start-up. */
function byNumbers(a: string, b: string): number {
  const [left, right] = [padNumbers(a), padNumbers(b)];
  return left < right ? -1 : Number(left > right);
}

function padNumbers(name: string): string {
  return name.replace(/\d+/g, (digits) => digits.padStart(16, '0'));
}

/** Without names that tell: a matrix begins a layer, a vector after it is its bias. */
function pairByPosition(tensors: readonly Tensor[]): TensorPair[] | undefined {
  if (!tensors.every(({ name }) => /^(arr_)?\d+$|^array$/.test(name))) return undefined;
  const pairs: { weight: Tensor | undefined; bias: Tensor | undefined }[] = [];
  for (const tensor of [...tensors].sort((a, b) => byNumbers(a.name, b.name))) {
    const current = pairs.at(-1);
    if (tensor.shape.length === 2) pairs.push({ weight: tensor, bias: undefined });
    else if (current && !current.bias) current.bias = tensor;
    else return undefined;
  }
  return checkedPairs(pairs);
}

function checkedPairs(
  pairs: readonly { weight: Tensor | undefined; bias: Tensor | undefined }[],
): TensorPair[] | undefined {
  const checked = pairs.filter(
    (pair): pair is TensorPair =>
      pair.weight?.shape.length === 2 &&
      pair.weight.shape.every((length) => length > 0) &&
      (pair.bias === undefined || isVector(pair.bias.shape)),
  );
  return checked.length === pairs.length && pairs.length > 0 ? checked : undefined;
}

/** (n,), or (1, n) as some save it. */
function isVector(shape: readonly number[]): boolean {
  return shape.length === 1 || (shape.length === 2 && shape[0] === 1);
}

function noLayers(tensors: readonly Tensor[], source: string): ShapeError {
  const found = listTensors(tensors);
  const names = new Set(tensors.map(({ name }) => name));
  const needed = t`needed are a weight and a bias for each layer, such as W1 (784, 50), b1 (50,), W2 (50, 100), b2 (100,), W3 (100, 10), b3 (10,)`; // prettier-ignore
  if (names.has('train_img') || names.has('test_img')) {
    return new ShapeError(
      t`${source}: this looks like the book’s MNIST cache (mnist.pkl), not weights: it holds ${found}; ${needed}`,
      t`the weights of the book’s chapter 3 are in sample_weight.pkl; \`--weights book\` needs no file`,
    );
  }
  const convolution = tensors.find(({ shape }) => shape.length === 4);
  if (convolution) {
    return new ShapeError(
      t`${source}: a network with convolutions (${describe(convolution)}); only fully connected layers are run. It holds ${found}`,
    );
  }
  const norm = tensors.find(({ name }) => /running_mean|moving_mean|gamma|batch_?norm/i.test(name));
  if (norm) {
    return new ShapeError(
      t`${source}: a network with batch normalisation (${describe(norm)}); only fully connected layers are run. It holds ${found}`,
    );
  }
  return new ShapeError(t`${source}: no network in these tensors: found ${found}; ${needed}`);
}

const MOST_LISTED = 16;

function listTensors(tensors: readonly Tensor[]): string {
  const listed = tensors.slice(0, MOST_LISTED).map(describe).join(', ');
  return tensors.length > MOST_LISTED ? t`${listed} and ${tensors.length - MOST_LISTED} more` : listed;
}

function describe({ name, shape }: Tensor): string {
  return `${name} ${formatShape(shape)}`;
}

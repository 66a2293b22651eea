/**
 * The library: arrays and activation functions as NumPy and the book have them, networks, MNIST, weights in many
 * formats, pictures; what the commands of `mnn` stand on.
 * @packageDocumentation
 */
export * from './errors.js';
export {
  NdArray,
  arange,
  array,
  dot,
  ndim,
  shape,
  zeros,
  type ArrayData,
  type ArrayLike,
  type DataOf,
  type Dtype,
  type FloatData,
  type Nested,
  type Rows,
} from './engine/array.js';
export { add, divide, equal, exp, greater, maximum, multiply, subtract } from './engine/elementwise.js';
export { argmax, max, sum } from './engine/reduction.js';
export {
  ACTIVATION_NAMES,
  identity,
  relu,
  sigmoid,
  softmax,
  step,
  tanh,
  type ActivationName,
} from './engine/activation.js';
export { Network, perceptron, type Layer, type LayerTrace, type Score } from './engine/network.js';
export {
  evaluate,
  type EvaluateOptions,
  type Evaluation,
  type EvalRun,
  type Misclassified,
  type Timing,
} from './evaluate.js';
export type { Interval } from './evaluation/metrics.js';
export { selectKernel } from './engine/kernel/select.js';
export { referenceKernel } from './engine/kernel/reference.js';
export type { Kernel, KernelName, Session, SessionOptions, Team } from './engine/kernel/kernel.js';
export { readIdx, writeIdx, type IdxArray } from './formats/idx.js';
export {
  loadDataset,
  openDataset,
  type Dataset,
  type DatasetOptions,
  type OpenDataset,
  type SplitOptions,
} from './mnist/dataset.js';
export { loadMnist, type LoadMnistOptions, type Mnist } from './mnist/load-mnist.js';
export type { DatasetName, Split } from './mnist/spec.js';
export { loadModel, readWeights, type LoadOptions, type Model } from './model/load.js';
export type { BindOptions } from './model/bind.js';
export type { WeightFormat } from './formats/tensor.js';
export { bundledNames } from './model/bundled.js';
export {
  fetchMnist,
  type FetchedFile,
  type FetchEvent,
  type FetchOptions,
  type FetchReport,
} from './mnist/fetch.js';
export { preprocess, preprocessRow, type Preprocessed, type PreprocessOptions } from './image/preprocess.js';
export type { Channels } from './image/composite.js';
export type { Box, Mask, Plane } from './image/raster.js';
export type { Invert } from './image/segment.js';
export { createReader, type Prediction, type Reader } from './predict.js';

/** The library: what the commands stand on. */
export * from './errors.js';
export {
  NdArray,
  add,
  arange,
  argmax,
  array,
  dot,
  ndim,
  shape,
  zeros,
  type ArrayData,
  type ArrayLike,
  type Dtype,
  type FloatData,
  type Nested,
} from './engine/array.js';
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
export { Network, perceptron, type Layer, type LayerTrace } from './engine/network.js';
export {
  evaluate,
  type EvaluateOptions,
  type Evaluation,
  type EvalRun,
  type Misclassified,
} from './evaluate.js';
export { selectKernel } from './engine/kernel/select.js';
export { referenceKernel } from './engine/kernel/reference.js';
export type { Kernel, KernelName, Session, SessionOptions } from './engine/kernel/kernel.js';
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
export type { Box } from './image/raster.js';
export type { Invert } from './image/segment.js';
export { createReader, type Prediction, type Reader } from './predict.js';

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

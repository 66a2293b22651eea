/**
 * How networks and sessions lie in memory. The host (../simd.ts) writes these records, field by field in this order;
 * every field is a 32-bit number, pointers are byte addresses.
 *
 * A *vector* is four float32 (v128). A *panel* is up to thirteen vectors of a layer's outputs: as many as stay in the
 * processor's sixteen vector registers together with one input and one weight. The weights of a panel lie row by row
 * (one row per input), each row `vectors` vectors long.
 */

/** One fully connected layer. */
@unmanaged
export class Layer {
  inputs: u32;
  outputs: u32;
  /** Outputs in vectors: the last is padded. */
  vectors: u32;
  /** An Activation. */
  activation: u32;
  panels: u32;
  /** Array of Panel. */
  panel: usize;
  /** `vectors` vectors. */
  bias: usize;
  /** Whether the inputs may be mostly zeros (pixels, what ReLU leaves), so that a list of the others pays. */
  sparse: u32;
  /** How many rows of a panel's weights are worked through for all images of a block before the next rows. */
  tile: u32;
}

@unmanaged
export class Panel {
  vectors: u32;
  /** Where its outputs begin in a row of outputs, in bytes. */
  offset: usize;
  weights: usize;
}

/** A network and the buffers of a session. */
@unmanaged
export class Session {
  layers: u32;
  /** Array of Layer. */
  layer: usize;
  /** (capacity, inputs): uint8 or float32. */
  input: usize;
  /** Whether the input is uint8. */
  bytes: u32;
  /** (capacity, outputs) float32, unpadded. */
  outputs: usize;
  /** (capacity,) int32. */
  predictions: usize;
  /** Two buffers of BLOCK rows of the widest layer, between which the layers alternate. */
  even: usize;
  odd: usize;
  /** For each image of a block a list of u16: which inputs of the tile at hand are not zero. */
  lists: usize;
  /** Bytes from list to list. */
  listStride: usize;
  /** Where each image's list ends: BLOCK addresses. */
  ends: usize;
  /** The list 0, 1, 2, … of all inputs of the longest tile. */
  all: usize;
}

/** Images that go through the network together, so that weights fetched into the first-level cache serve all of them. */
export const BLOCK: u32 = 32;

export namespace Activation {
  export const STEP: u32 = 0;
  export const SIGMOID: u32 = 1;
  export const RELU: u32 = 2;
  export const TANH: u32 = 3;
  export const IDENTITY: u32 = 4;
  export const SOFTMAX: u32 = 5;
}

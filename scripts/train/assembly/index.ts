/**
 * The trainer's WebAssembly module. Memory is the caller's: shared between the threads, laid out by
 * ../memory.ts.
 */
export { listRows, listColumns, listOnes, product, gram, backpropagate } from './product';
export { relu, centredSigmoid, softmax, lossAndDelta, addSoftmax } from './layers';
export { adam, adamDirection, blend, blendSquares, descend } from './optimiser';
export { distort } from './distort';
export { listPatches, scatter, pool, unpool, fold, clear, add } from './convolution';

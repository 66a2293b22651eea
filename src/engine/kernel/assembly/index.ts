/**
 * The forward pass of a network for a block of images at a time: multiply and activate, layer by layer; at the end the
 * outputs and the prediction of each image. See ../simd.ts for what calls it, layout.ts for what it works on.
 */
import { activate, argmax, softmax } from './activate';
import { Activation, BLOCK, Layer, Session } from './layout';
import { multiply } from './multiply';
import { fillTables } from './tables';

export { addRows, pack } from './pack';

/** Once, before anything else. @param all where the list of all inputs goes, @param longest the inputs of the longest tile */
export function prepare(all: usize, longest: u32): void {
  fillTables();
  for (let i: u32 = 0; i < longest; i++) store<u16>(all + (<usize>i << 1), <u16>i);
}

/** Rows first … first + count − 1 of the session's input. */
export function run(session: Session, first: u32, count: u32): void {
  const end = first + count;
  for (let row = first; row < end; row += BLOCK) runBlock(session, row, min(BLOCK, end - row));
}

function runBlock(session: Session, first: u32, images: u32): void {
  let layer = changetype<Layer>(session.layer);
  let bytes = session.bytes != 0;
  let stride: usize = bytes ? layer.inputs : layer.inputs << 2;
  let x = session.input + stride * first;
  let z = session.even;
  for (let i: u32 = 1; ; i++) {
    multiply(session, layer, x, stride, bytes, images, z);
    stride = <usize>layer.vectors << 4;
    if (layer.activation == Activation.SOFTMAX) softmax(z, layer.vectors, images);
    else activate(z, stride * images, layer.activation);
    if (i == session.layers) break;
    x = z;
    z = x == session.even ? session.odd : session.even;
    bytes = false;
    layer = changetype<Layer>(session.layer + <usize>i * offsetof<Layer>());
  }
  emit(session, layer.outputs, z, stride, first, images);
}

/** The last Z, without its padding, and the prediction. */
function emit(session: Session, outputs: u32, z: usize, stride: usize, first: u32, images: u32): void {
  const width = <usize>outputs << 2;
  let target = session.outputs + width * first;
  let prediction = session.predictions + (<usize>first << 2);
  for (let m: u32 = 0; m < images; m++) {
    for (let p: usize = 0; p < width; p += 4) store<f32>(target + p, load<f32>(z + p));
    store<u32>(prediction, argmax(z, outputs));
    z += stride;
    target += width;
    prediction += 4;
  }
}

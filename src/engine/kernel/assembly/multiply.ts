/**
 * A = X·W + B of one layer for a block of images. Very long inputs are taken tile by tile: the weights of a tile of a panel stay
 * in the second-level cache while the inputs of all images of the block are multiplied by them.
 */
import { Layer, Panel, Session } from './layout';
import { ACCUMULATE_PAIR, PAIR_VECTORS } from './pair';
import { ACCUMULATE_BYTES, ACCUMULATE_FLOATS } from './panel';
import { scanBytes, scanFloats } from './scan';

/**
 * @param x (images, inputs), `stride` bytes from row to row; uint8 where `bytes`, else float32
 * @param sums (images, vectors), padded, one row after the other
 */
export function multiply(
  session: Session, layer: Layer, x: usize, stride: usize, bytes: bool, images: u32, sums: usize,
): void {
  const size: u32 = bytes ? 1 : 4;
  for (let from: u32 = 0; from < layer.inputs; from += layer.tile) {
    const rows = min(layer.tile, layer.inputs - from);
    const inputs = x + from * size;
    const found = layer.sparse ? list(session, inputs, stride, bytes, rows, images) : rows * images;
    const dense = !bytes && found == rows * images;
    for (let i: u32 = 0; i < layer.panels; i++) {
      const panel = changetype<Panel>(layer.panel + <usize>i * offsetof<Panel>());
      let m: u32 = 0;
      if (dense && panel.vectors <= PAIR_VECTORS) {
        for (; m + 2 <= images; m += 2) multiplyPair(layer, panel, from, rows, inputs, stride, m, sums);
      }
      for (; m < images; m++) multiplyListed(session, layer, panel, from, rows, inputs, stride, bytes, m, sums);
    }
  }
}

/** Lists for each image which of the tile's inputs are not zero. @returns how many in all */
function list(session: Session, x: usize, stride: usize, bytes: bool, rows: u32, images: u32): u32 {
  let found: u32 = 0;
  for (let m: u32 = 0; m < images; m++) {
    const start = session.lists + session.listStride * m;
    const row = x + stride * m;
    const end = bytes ? scanBytes(row, rows, start) : scanFloats(row, rows, start);
    store<usize>(session.ends + (<usize>m << 2), end);
    found += <u32>(end - start) >> 1;
  }
  return found;
}

// @ts-ignore: decorator
@inline
function multiplyListed(
  session: Session, layer: Layer, panel: Panel, from: u32, rows: u32,
  x: usize, stride: usize, bytes: bool, m: u32, sums: usize,
): void {
  const target = sums + (<usize>layer.vectors << 4) * m + panel.offset;
  const start = from == 0 ? layer.bias + panel.offset : target;
  const weights = panel.weights + <usize>from * (panel.vectors << 4);
  const row = x + stride * m;
  let entries = session.all;
  let end = entries + (<usize>rows << 1);
  if (layer.sparse) {
    entries = session.lists + session.listStride * m;
    end = load<usize>(session.ends + (<usize>m << 2));
  }
  const accumulate = unchecked((bytes ? ACCUMULATE_BYTES : ACCUMULATE_FLOATS)[panel.vectors]);
  accumulate(row, entries, end, weights, start, target);
}

/** Images m and m + 1, all inputs of the tile. */
// @ts-ignore: decorator
@inline
function multiplyPair(
  layer: Layer, panel: Panel, from: u32, rows: u32, x: usize, stride: usize, m: u32, sums: usize,
): void {
  const sumStride = <usize>layer.vectors << 4;
  const target = sums + sumStride * m + panel.offset;
  const weights = panel.weights + <usize>from * (panel.vectors << 4);
  const start = from == 0 ? layer.bias + panel.offset : target;
  const startStride: usize = from == 0 ? 0 : sumStride;
  unchecked(ACCUMULATE_PAIR[panel.vectors])(
    x + stride * m, stride, rows, weights, start, startStride, target, sumStride,
  );
}

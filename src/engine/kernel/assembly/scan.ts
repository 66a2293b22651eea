/**
 * Lists of what is not zero. Four fifths of a digit's pixels are 0 and need not be multiplied. A comparison gives a bit
 * per number; a table gives the positions of a byte's set bits, all eight written at once, and the count of bits tells
 * how far the list has grown: no branch that could be guessed wrong.
 */
import { positions } from './tables';

/** Appends to a list of u16 the indices of eight numbers that are set in `mask`. @returns its end */
// @ts-ignore: decorator
@inline
function append(list: usize, mask: u32, index: u32): usize {
  v128.store(list, i16x8.add(v128.load_ext<u8>(positions(mask)), i16x8.splat(<i16>index)));
  return list + (<usize>popcnt(mask) << 1);
}

/** Lists which of the n bytes at x are not zero. @returns the end of the list */
export function scanBytes(x: usize, n: u32, list: usize): usize {
  const zero = i8x16.splat(0);
  let i: u32 = 0;
  for (; i + 16 <= n; i += 16) {
    const mask: u32 = i8x16.bitmask(i8x16.ne(v128.load(x + i), zero));
    list = append(list, mask & 255, i);
    list = append(list, mask >> 8, i + 8);
  }
  for (; i < n; i++) {
    store<u16>(list, <u16>i);
    list += select<usize>(2, 0, load<u8>(x + i) != 0);
  }
  return list;
}

/** The same for float32; NaN is not zero. */
export function scanFloats(x: usize, n: u32, list: usize): usize {
  const zero = f32x4.splat(0);
  let i: u32 = 0;
  for (; i + 8 <= n; i += 8) {
    const p = x + (<usize>i << 2);
    const low: u32 = i32x4.bitmask(f32x4.ne(v128.load(p), zero));
    const high: u32 = i32x4.bitmask(f32x4.ne(v128.load(p, 16), zero));
    list = append(list, low | (high << 4), i);
  }
  for (; i < n; i++) {
    store<u16>(list, <u16>i);
    list += select<usize>(2, 0, load<f32>(x + (<usize>i << 2)) != 0);
  }
  return list;
}

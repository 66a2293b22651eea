/**
 * Two small tables in the first 4 KB of memory, below the module's own data. They are filled once, by the first instance;
 * those that join it in other threads find them.
 */

const LEVELS: usize = 1024;
const POSITIONS: usize = 2048;

/** Where p / 255 stands, a float32, for the pixel p. */
// @ts-ignore: decorator
@inline
export function level(pixel: u8): usize {
  return LEVELS + (<usize>pixel << 2);
}

/** Where the positions of the bits that are set in `mask` stand, eight bytes, the lowest first. */
// @ts-ignore: decorator
@inline
export function positions(mask: u32): usize {
  return POSITIONS + (<usize>mask << 3);
}

export function fillTables(): void {
  for (let i: u32 = 0; i < 256; i++) {
    store<f32>(level(<u8>i), <f32>i / 255);
    let p = positions(i);
    for (let bit: u32 = 0; bit < 8; bit++) {
      if ((i & (1 << bit)) != 0) store<u8>(p++, <u8>bit);
    }
  }
}

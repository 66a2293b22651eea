/**
 * Packs one panel of row-major weights (inputs, outputs), scaled; beyond the last output stand zeros.
 * @param column the panel's first output
 * @param vectors the panel's width
 */
export function pack(
  source: usize, inputs: u32, outputs: u32, column: u32, vectors: u32, scale: f32, target: usize,
): void {
  const width = vectors << 2;
  const valid = min(width, outputs - column);
  const factor = f32x4.splat(scale);
  for (let k: u32 = 0; k < inputs; k++) {
    const from = source + ((<usize>k * outputs + column) << 2);
    let j: u32 = 0;
    for (; j + 4 <= valid; j += 4) {
      v128.store(target + (<usize>j << 2), f32x4.mul(factor, v128.load(from + (<usize>j << 2))));
    }
    for (; j < valid; j++) store<f32>(target + (<usize>j << 2), load<f32>(from + (<usize>j << 2)) * scale);
    for (; j < width; j++) store<f32>(target + (<usize>j << 2), 0);
    target += <usize>width << 2;
  }
}

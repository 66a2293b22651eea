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

/** Adds to float64 sums rows of float32, as many numbers as `vectors` vectors have. */
export function addRows(rows: usize, count: u32, vectors: u32, sums: usize): void {
  const width = <usize>vectors << 4;
  const end = rows + width * count;
  for (let column: usize = 0; column < width; column += 4) {
    let sum = load<f64>(sums + (column << 1));
    for (let p = rows + column; p < end; p += width) sum += load<f32>(p);
    store<f64>(sums + (column << 1), sum);
  }
}

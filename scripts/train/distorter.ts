/** Distorts digits one by one, outside of training: for tests. Bytes in, bytes out. */
import {
  DISTORTION_LENGTH,
  drawDistortion,
  PLANES_LENGTH,
  splineTable,
  writeDistortion,
  type Distortion,
} from './distortion.js';
import { panelsOf, PIXELS } from './layout.js';
import { Arena, bytes, compileKernels, createKernels, floats, type Kernels } from './memory.js';
import type { DistortionRange } from './recipes.js';

export class Distorter {
  private readonly arena = new Arena();
  private readonly pixels = this.arena.allocate(PIXELS);
  private readonly distortion = this.arena.allocate(4 * DISTORTION_LENGTH);
  private readonly spline = this.arena.allocate(4 * 8 * 28);
  private readonly planes = this.arena.allocate(4 * PLANES_LENGTH);
  private readonly out = this.arena.allocate(64 * panelsOf(PIXELS));
  private readonly kernels: Kernels = createKernels(compileKernels(), this.arena.memory);

  constructor() {
    floats(this.arena.memory, this.spline, 8 * 28).set(splineTable());
  }

  /** One digit, distorted as told; `key` chooses the noise. */
  distort(pixels: Uint8Array, distortion: Distortion, key = 0): Uint8Array {
    writeDistortion(this.parameters, distortion);
    return this.run(pixels, key, false);
  }

  /** One digit, as training would see it for this key. */
  distortAtRandom(pixels: Uint8Array, range: DistortionRange, key: number): Uint8Array {
    drawDistortion(this.parameters, range, key);
    return this.run(pixels, key, range.elastic > 0);
  }

  private get parameters(): Float32Array {
    return floats(this.arena.memory, this.distortion, DISTORTION_LENGTH);
  }

  private run(pixels: Uint8Array, key: number, elastic: boolean): Uint8Array {
    const { memory } = this.arena;
    bytes(memory, this.pixels, PIXELS).set(pixels);
    this.kernels.distort(
      this.pixels,
      this.distortion,
      key,
      elastic ? 1 : 0,
      this.spline,
      this.planes,
      this.out,
      64,
    );
    return Uint8Array.from(floats(memory, this.out, PIXELS), (value) => Math.round(255 * value));
  }
}

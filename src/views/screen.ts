/** What a view must know of where it is shown. */
import type { Paint } from '../paint.js';

export interface Screen {
  readonly paint: Paint;
  /** Characters in a line. */
  readonly columns: number;
  /** Whether it has more than ASCII. */
  readonly unicode: boolean;
}

/**
 * Convolution by 5 × 5 without padding, as a product of patches: what a dense layer does with a sample's row
 * of pixels, a convolution does with each position's row of 25 · channels. Then ReLU and the greatest of each
 * 2 × 2.
 *
 * A sample's map lies in its row of a panel matrix (product.ts), column = position · channels + channel,
 * position = y · side + x. So five neighbours of a line of the map are one run of 5 · channels columns.
 * Channels are 1 or a multiple of 16. Convolved maps, before pooling, lie in scratch as panel matrices of
 * their own, a row for each position.
 */
import { fma, splat } from './lanes';
import { append, close, ENTRY, ROW } from './product';

const KERNEL: i32 = 5;

/**
 * For each position of the result: its patch's non-zeros, then the bias entry. Lists as those of `listRows`.
 * The map's non-zeros are found once, line by line, into `found`; a patch's list is then five runs copied
 * from there, each moved to the place that its line and column have in the patch. `found` holds side · (8 ·
 * (side · channels + 2) + 4 · (side + 1)) bytes.
 */
export function listPatches(
  row: usize, panelBytes: usize, side: i32, channels: i32,
  found: usize, lists: usize, listBytes: usize, counts: usize,
): void {
  const lineBytes = <usize>(8 * (side * channels + 2));
  const starts = found + <usize>side * lineBytes;
  const startBytes = <usize>(4 * (side + 1));
  for (let y = 0; y < side; y++) {
    const line = <usize>y;
    findLine(
      row, panelBytes, y * side * channels, side, channels, found + line * lineBytes, starts + line * startBytes,
    );
  }
  const run = KERNEL * channels;
  const outSide = side - KERNEL + 1;
  for (let y = 0; y < outSide; y++) {
    for (let x = 0; x < outSide; x++) {
      let end = lists;
      for (let line = 0; line < KERNEL; line++) {
        const start = starts + <usize>(y + line) * startBytes + <usize>(x << 2);
        const from = load<u32>(start), to = load<u32>(start, 4 * KERNEL);
        const move = i64x2.splat(<i64><u32>((line * run - x * channels) * <i32>ROW));
        for (let at: usize = 0; at < <usize>(to - from); at += 16) {
          v128.store(end + at, i32x4.add(v128.load(<usize>from + at), move));
        }
        end += <usize>(to - from);
      }
      append(end, <usize>(KERNEL * run) * ROW, 1);
      store<u32>(counts, close(lists, end + ENTRY));
      counts += 4;
      lists += listBytes;
    }
  }
}

/**
 * One line's non-zeros, each with its column's row offset, and where each position's begin: side + 1
 * addresses.
 */
function findLine(
  row: usize, panelBytes: usize, first: i32, side: i32, channels: i32, found: usize, starts: usize,
): void {
  let offset: usize = 0;
  for (let x = 0; x < side; x++) {
    store<u32>(starts + <usize>(x << 2), <u32>found);
    for (let channel = 0; channel < channels; channel++) {
      const column = first + x * channels + channel;
      const value = load<f32>(row + <usize>(column >> 4) * panelBytes + <usize>((column & 15) << 2));
      append(found, offset, value);
      found += value != 0 ? ENTRY : 0;
      offset += ROW;
    }
  }
  store<u32>(starts + <usize>(side << 2), <u32>found);
}

/**
 * gradient[entry, :] += value · delta[row, :] for every entry of every row's list: the patches' transpose
 * times delta.
 */
export function scatter(
  lists: usize, listBytes: usize, counts: usize, rows: i32,
  delta: usize, deltaPanelBytes: usize, panels: i32, gradient: usize, gradientPanelBytes: usize,
): void {
  for (let panel = 0; panel < panels; panel++) {
    let list = lists;
    for (let row = 0; row < rows; row++) {
      const from = delta + <usize>row * ROW;
      const d0 = v128.load(from), d1 = v128.load(from, 16), d2 = v128.load(from, 32), d3 = v128.load(from, 48);
      const end = list + <usize>load<u32>(counts + (<usize>row << 2)) * ENTRY;
      for (let entry = list; entry < end; entry += ENTRY) {
        const to = gradient + <usize>load<u32>(entry);
        const value = v128.load_splat<f32>(entry, 4);
        v128.store(to, fma(value, d0, v128.load(to)));
        v128.store(to, fma(value, d1, v128.load(to, 16)), 16);
        v128.store(to, fma(value, d2, v128.load(to, 32)), 32);
        v128.store(to, fma(value, d3, v128.load(to, 48)), 48);
      }
      list += listBytes;
    }
    delta += deltaPanelBytes;
    gradient += gradientPanelBytes;
  }
}

/**
 * From convolved maps (side² rows) to a sample's row: max(0, each 2 × 2), and which of the four it was, as an
 * i32 in the same place of `winners`.
 */
export function pool(maps: usize, side: i32, panels: i32, row: usize, winners: usize, panelBytes: usize): void {
  const mapPanel = <usize>(side * side) * ROW;
  const line = <usize>side * ROW;
  for (let y = 0; y < side; y += 2) {
    for (let x = 0; x < side; x += 2) {
      for (let panel = 0; panel < panels; panel++) {
        const from = maps + <usize>panel * mapPanel + <usize>(y * side + x) * ROW;
        for (let lane: usize = 0; lane < ROW; lane += 16) {
          let best = v128.load(from + lane), winner = splat(0);
          for (let other = 1; other < 4; other++) {
            const value = v128.load(from + lane + <usize>(other & 1) * ROW + <usize>(other >> 1) * line);
            const greater = f32x4.gt(value, best);
            best = v128.bitselect(value, best, greater);
            winner = v128.bitselect(i32x4.splat(other), winner, greater);
          }
          v128.store(row + lane, f32x4.pmax(splat(0), best));
          v128.store(winners + lane, winner);
        }
        row += panelBytes;
        winners += panelBytes;
      }
    }
  }
}

/** The way back: each pooled delta to the one of the four that won. */
export function unpool(delta: usize, winners: usize, panelBytes: usize, maps: usize, side: i32, panels: i32): void {
  const mapPanel = <usize>(side * side) * ROW;
  const line = <usize>side * ROW;
  for (let y = 0; y < side; y += 2) {
    for (let x = 0; x < side; x += 2) {
      for (let panel = 0; panel < panels; panel++) {
        const to = maps + <usize>panel * mapPanel + <usize>(y * side + x) * ROW;
        for (let lane: usize = 0; lane < ROW; lane += 16) {
          const d = v128.load(delta + lane), winner = v128.load(winners + lane);
          for (let other = 0; other < 4; other++) {
            const won = i32x4.eq(winner, i32x4.splat(other));
            v128.store(to + lane + <usize>(other & 1) * ROW + <usize>(other >> 1) * line, v128.and(d, won));
          }
        }
        delta += panelBytes;
        winners += panelBytes;
      }
    }
  }
}

/**
 * Adds the deltas of patches (outSide² rows, 25 · channels columns) where their pixels lie in a sample's row.
 */
export function fold(patches: usize, side: i32, channels: i32, row: usize, panelBytes: usize): void {
  const outSide = side - KERNEL + 1;
  const patchPanel = <usize>(outSide * outSide) * ROW;
  const panels = channels >> 4;
  for (let panel = 0; panel < side * side * panels; panel++) memory.fill(row + <usize>panel * panelBytes, 0, ROW);
  for (let y = 0; y < outSide; y++) {
    for (let x = 0; x < outSide; x++) {
      for (let line = 0; line < KERNEL; line++) {
        for (let panel = 0; panel < KERNEL * panels; panel++) {
          const column = <usize>(line * KERNEL * panels + panel);
          const from = patches + column * patchPanel + <usize>(y * outSide + x) * ROW;
          const to = row + <usize>(((y + line) * side + x) * panels + panel) * panelBytes;
          for (let lane: usize = 0; lane < ROW; lane += 16) {
            v128.store(to + lane, f32x4.add(v128.load(to + lane), v128.load(from + lane)));
          }
        }
      }
    }
  }
}

/** Sets `bytes` of float32 to 0. */
export function clear(total: usize, bytes: usize): void {
  memory.fill(total, 0, bytes);
}

/** total += part, `bytes` of float32. */
export function add(total: usize, part: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(total + i, f32x4.add(v128.load(total + i), v128.load(part + i)));
  }
}

/**
 * Arrays as NumPy prints them: the shortest digits that tell each number apart, at most eight after the point, columns
 * aligned; scientific where the range is wide; the middle left out where there are more than a thousand elements.
 * Checked against NumPy 2.4 with its default print options, of which none can be set here.
 */
import type { ArrayData, NdArray } from './array.js';

/** Digits after the point. */
const PRECISION = 8;
/** Characters in a line. */
const LINE_WIDTH = 75;
/** Arrays of more elements are summarised. */
const THRESHOLD = 1000;
/** So many elements at either end of an axis are shown of a summarised array. */
const EDGE = 3;
const GAP = '...';

/** `[0.31682708 0.69627909]`; rows stand below each other, an array without axes is a plain number. */
export function formatArray(array: NdArray): string {
  if (array.size === 0) return '[]';
  if (array.ndim === 0) return formatScalar(array.data);
  const axes = array.shape.map((length) => ({
    length,
    hasGap: array.size > THRESHOLD && length > 2 * EDGE,
  }));
  const texts = formatElements(pick(array.data, visibleOffsets(axes))).values();
  return formatAxis(axes, 1, () => texts.next().value!);
}

interface Axis {
  readonly length: number;
  readonly hasGap: boolean;
}

/** Where the elements lie that are shown, in row-major order. */
function visibleOffsets(axes: readonly Axis[]): number[] {
  return axes.reduce<number[]>(
    (offsets, { length, hasGap }) => {
      const indices = Array.from({ length }, (_, i) => i);
      const visible = hasGap ? [...indices.slice(0, EDGE), ...indices.slice(-EDGE)] : indices;
      return offsets.flatMap((offset) => visible.map((index) => offset * length + index));
    },
    [0],
  );
}

function pick(data: ArrayData, offsets: readonly number[]): ArrayData {
  const picked = data.slice(0, offsets.length);
  offsets.forEach((offset, i) => (picked[i] = data[offset]!));
  return picked;
}

/** Rows of the last axis are wrapped like text; between blocks of the axes above stand blank lines, one per axis. */
function formatAxis(axes: readonly Axis[], indent: number, nextElement: () => string): string {
  const [axis, ...inner] = axes as [Axis, ...Axis[]];
  const formatItem = (): string =>
    inner.length === 0 ? nextElement() : formatAxis(inner, indent + 1, nextElement);
  const items = Array.from({ length: axis.hasGap ? 2 * EDGE : axis.length }, formatItem);
  if (axis.hasGap) items.splice(EDGE, 0, GAP);
  if (inner.length === 0) return `[${wrap(items, indent)}]`;
  return `[${items.join('\n'.repeat(inner.length) + ' '.repeat(indent))}]`;
}

/** Each bracket outside takes a column on the left and one on the right. */
function wrap(cells: readonly string[], indent: number): string {
  const width = LINE_WIDTH - 2 * indent;
  const lines: string[] = [];
  let line = '';
  cells.forEach((cell, i) => {
    if (i === 0) line = cell;
    else if (line.length + 1 + cell.length <= width) line += ` ${cell}`;
    else {
      lines.push(line.trimEnd());
      line = cell;
    }
  });
  return [...lines, line].join(`\n${' '.repeat(indent)}`);
}

/** One text per element, all of one width. */
function formatElements(data: ArrayData): string[] {
  const texts = isFloat(data) ? formatFloats(data) : Array.from(data, String);
  const width = Math.max(...texts.map((text) => text.length));
  return texts.map((text) => text.padStart(width));
}

function isFloat(data: ArrayData): data is Float32Array | Float64Array {
  return data instanceof Float32Array || data instanceof Float64Array;
}

function formatFloats(data: Float32Array | Float64Array): string[] {
  const numbers = Array.from(data.filter(Number.isFinite));
  const format = needsExponent(data) ? formatScientific : formatFixed;
  const shortest = numbers.map((value) => shortestDigits(value, data));
  const texts = format(numbers, shortest).values();
  return Array.from(data, (value) => (Number.isFinite(value) ? texts.next().value! : nonFinite(value)));
}

/** NumPy compares in the type of the array, which decides at the limits themselves. */
function needsExponent(data: Float32Array | Float64Array): boolean {
  const magnitudes = Array.from(data, Math.abs).filter((value) => value > 0 && value < Infinity);
  const max = Math.max(...magnitudes);
  const min = Math.min(...magnitudes);
  if (magnitudes.length === 0) return false;
  if (data instanceof Float64Array) return max >= 1e8 || min < 1e-4 || max / min > 1000;
  return max >= 1e6 || min < Math.fround(1e-4) || Math.fround(max / min) > 1000;
}

function nonFinite(value: number): string {
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}

/** `0.5  `, `0.25 `: zeros at the end are left out, and spaces put there so that the points stand below each other. */
function formatFixed(values: readonly number[], shortest: readonly string[]): string[] {
  const texts = values.map((value, i) => {
    const [mantissa, power] = splitExponent(shortest[i]!);
    const places = Math.max(0, placesOf(mantissa) - power);
    const text = round(value, Math.min(places, PRECISION), 'toFixed');
    return places === 0 ? `${text}.` : text.replace(/0+$/, '');
  });
  const longest = Math.max(0, ...texts.map(placesOf));
  return texts.map((text) => text + ' '.repeat(longest - placesOf(text)));
}

/** `5.0e-01`, `2.5e-01`: all have as many digits as the one that needs most, and exponents of one length. */
function formatScientific(values: readonly number[], shortest: readonly string[]): string[] {
  const cut = values.map((value, i) => {
    const places = placesOf(splitExponent(shortest[i]!)[0]);
    return splitExponent(round(value, Math.min(places, PRECISION), 'toExponential'));
  });
  const places = Math.max(...cut.map(([mantissa]) => placesOf(mantissa.replace(/0+$/, ''))));
  const exponentDigits = Math.max(2, ...cut.map(([, power]) => String(Math.abs(power)).length));
  return values.map((value) => {
    const [mantissa, power] = splitExponent(round(value, places, 'toExponential'));
    const sign = power < 0 ? '-' : '+';
    const point = places === 0 ? '.' : '';
    return `${mantissa}${point}e${sign}${String(Math.abs(power)).padStart(exponentDigits, '0')}`;
  });
}

/** `1.5e-7` → `1.5` and −7. */
function splitExponent(text: string): [mantissa: string, power: number] {
  const [mantissa, power] = text.split('e') as [string, string];
  return [mantissa, Number(power)];
}

/** Digits after the point. */
function placesOf(text: string): number {
  return text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
}

/** As JavaScript's methods, but for −0, and for ties, which those round away from zero and NumPy to the even digit. */
function round(value: number, places: number, method: 'toFixed' | 'toExponential'): string {
  if (Object.is(value, -0)) return `-${round(0, places, method)}`;
  const rounded = value[method](places);
  if (!/5(e|$)/.test(value[method](places + 1))) return rounded;
  // No double comes so near to a tie that a hundred digits would not tell it from one.
  const [digits, power] = value[method](100).split('e') as [string, string?];
  const end = digits.indexOf('.') + 1 + places;
  const kept = digits.slice(0, end).replace(/\.$/, '');
  if (!/^50*$/.test(digits.slice(end)) || !/[02468]$/.test(kept)) return rounded;
  return power === undefined ? kept : `${kept}e${power}`;
}

/** The shortest decimal, in scientific notation, that reads back as the same number of its type. */
function shortestDigits(value: number, { BYTES_PER_ELEMENT }: Float32Array | Float64Array): string {
  if (BYTES_PER_ELEMENT === 8) return value.toExponential();
  for (let places = 0; places < 8; places++) {
    const text = round(value, places, 'toExponential');
    if (Math.fround(Number(text)) === value) return text;
  }
  return value.toExponential(8);
}

/** A number alone is printed with all its digits, like Python's: `5.0`, `0.1`, `1e-05`. */
function formatScalar(data: ArrayData): string {
  const value = data[0]!;
  if (!isFloat(data)) return String(value);
  if (!Number.isFinite(value)) return nonFinite(value);
  const digits = shortestDigits(value, data);
  const limit = data instanceof Float32Array ? 1e6 : 1e16;
  const magnitude = Math.abs(value);
  if (magnitude > 0 && (magnitude < 1e-4 || magnitude >= limit)) {
    return digits.replace(/e([+-])(\d)$/, 'e$10$2');
  }
  const text = Object.is(value, -0) ? '-0' : String(Number(digits));
  return text.includes('.') ? text : `${text}.0`;
}

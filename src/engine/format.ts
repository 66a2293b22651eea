/**
 * Arrays as NumPy prints them: the shortest digits that tell the number apart, at most eight after the point, columns
 * aligned; scientific where the range is wide. Source: numpy.array2string with NumPy's default print options.
 */
import type { ArrayData, NdArray } from './array.js';

const PRECISION = 8;
const LINE_WIDTH = 75;

/** `[0.31682708 0.69627909]`; nested rows stand below each other. */
export function formatArray(array: NdArray): string {
  const cells = formatCells(array.data);
  if (array.ndim === 0) return cells[0]!.trim();
  return formatAxis(array.shape, cells, 0, 1);
}

/** Rows of the last axis are wrapped like text; between blocks of the axes above stand blank lines, one per axis. */
function formatAxis(
  shape: readonly number[],
  cells: readonly string[],
  offset: number,
  indent: number,
): string {
  const [length, ...rest] = shape as [number, ...number[]];
  if (rest.length === 0) return wrapRow(cells.slice(offset, offset + length), indent);
  const step = rest.reduce((product, n) => product * n, 1);
  const separator = '\n'.repeat(rest.length) + ' '.repeat(indent);
  const blocks = Array.from({ length }, (_, i) => formatAxis(rest, cells, offset + i * step, indent + 1));
  return `[${blocks.join(separator)}]`;
}

function wrapRow(cells: readonly string[], indent: number): string {
  const lines: string[] = [];
  let line = '';
  for (const cell of cells) {
    const room = LINE_WIDTH - indent - 1;
    if (line !== '' && line.length + 1 + cell.length > room) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? cell : ` ${cell}`;
  }
  return `[${[...lines, line].join(`\n${' '.repeat(indent)}`)}]`;
}

/** One text per element, all of one width. */
function formatCells(data: ArrayData): string[] {
  const values = Array.from(data);
  const texts =
    data instanceof Float32Array || data instanceof Float64Array ? floatTexts(data) : values.map(String);
  const width = Math.max(0, ...texts.map((text) => text.length));
  return texts.map((text) => text.padStart(width));
}

function floatTexts(data: Float32Array | Float64Array): string[] {
  const values = Array.from(data);
  const finite = values.filter(Number.isFinite);
  const magnitudes = finite.filter((value) => value !== 0).map(Math.abs);
  const max = Math.max(...magnitudes);
  const min = Math.min(...magnitudes);
  const scientific = magnitudes.length > 0 && (max >= 1e8 || min < 1e-4 || max / min > 1000);
  const digits = (value: number): string => shortest(value, data instanceof Float32Array);
  const parts = finite.map((value) =>
    scientific ? scientificParts(digits(value)) : fixedParts(value, digits(value)),
  );
  const fraction = Math.max(0, ...parts.map((part) => part.fraction.length));
  const exponent = Math.max(0, ...parts.map((part) => part.exponent.length));
  const texts = parts.map((part) =>
    // Scientific numbers are filled up with zeros, fixed ones with spaces.
    scientific
      ? `${part.whole}.${part.fraction.padEnd(fraction, '0')}e${part.sign}${part.exponent.padStart(exponent, '0')}`
      : `${part.whole}.${part.fraction.padEnd(fraction)}`,
  );
  let next = 0;
  return values.map((value) => (Number.isFinite(value) ? texts[next++]! : nonFinite(value)));
}

function nonFinite(value: number): string {
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}

interface Parts {
  readonly whole: string;
  readonly fraction: string;
  /** Of the exponent, `+` or `-`. */
  readonly sign: string;
  readonly exponent: string;
}

/** The shortest decimal, in scientific notation, that reads back as the same number of its type. */
function shortest(value: number, isFloat32: boolean): string {
  if (!isFloat32) return value.toExponential();
  for (let precision = 0; precision < 9; precision++) {
    const text = value.toExponential(precision);
    if (Math.fround(Number(text)) === value) return text;
  }
  return value.toExponential(8);
}

function fixedParts(value: number, digits: string): Parts {
  const [mantissa, exponent] = digits.split('e') as [string, string];
  const places = (mantissa.split('.')[1]?.length ?? 0) - Number(exponent);
  // `toFixed` rounds the exact value, as NumPy does when it must cut.
  const text = (places > PRECISION ? value : Number(digits)).toFixed(
    Math.min(PRECISION, Math.max(0, places)),
  );
  const [whole, fraction = ''] = text.split('.') as [string, string?];
  return {
    whole: Object.is(value, -0) ? '-0' : whole,
    fraction: fraction.replace(/0+$/, ''),
    sign: '',
    exponent: '',
  };
}

function scientificParts(digits: string): Parts {
  const places = (digits.split('e')[0]!.split('.')[1] ?? '').length;
  const text = places > PRECISION ? Number(digits).toExponential(PRECISION) : digits;
  const [mantissa, exponent] = text.split('e') as [string, string];
  const [whole, fraction = ''] = mantissa.split('.') as [string, string?];
  const sign = exponent.startsWith('-') ? '-' : '+';
  const power = exponent.replace(/^[+-]/, '').padStart(2, '0');
  return { whole, fraction: fraction.replace(/0+$/, ''), sign, exponent: power };
}

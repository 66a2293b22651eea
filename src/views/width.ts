/**
 * How wide a text is on a terminal: East Asian wide and fullwidth characters take two columns, combining marks and
 * control sequences none. Left out: emoji joined from several, which terminals do not agree on; ambiguous characters
 * (`×`, `→`) count one. Source: Unicode Standard Annex #11.
 */
import { stripVTControlCharacters } from 'node:util';
import { eastAsianWidth } from 'get-east-asian-width';

const PRINTABLE_ASCII = /^[ -~]*$/;
const WITHOUT_WIDTH = /^[\p{Cc}\p{Cf}\p{Me}\p{Mn}]$/u;

export function displayWidth(text: string): number {
  if (PRINTABLE_ASCII.test(text)) return text.length;
  let width = 0;
  // Composed first: macOS names a file か with a mark behind it, which as が is one character.
  for (const character of stripVTControlCharacters(text).normalize('NFC')) {
    if (!WITHOUT_WIDTH.test(character)) width += eastAsianWidth(character.codePointAt(0)!);
  }
  return width;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text;
}

/** Must not begin a line: what closes, and small kana. */
const CLOSING = `、。，．・：；？！）」』】〉》ーぁぃぅぇぉっゃゅょ々:;,.?!)`;
/** Must not end one. */
const OPENING = '（「『【〈《';
/** A line may be broken before and behind any of these, spaces or not; a word of katakana is kept whole. */
const WIDE = String.raw`\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー\u3000-\u303f\uff01-\uff60`;
const CHUNK = new RegExp(
  String.raw`\s*[${OPENING}]*(?:[\p{sc=Katakana}ー]+|[${WIDE}]|[^\s${WIDE}]+)[${CLOSING}]*`,
  'gu',
);

/** Breaks lines that are wider than `width` at spaces, and between the characters of Japanese, which has none. */
export function wrap(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, width))
    .join('\n');
}

function wrapLine(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const lines: string[] = [];
  let line = '';
  for (const [chunk] of text.matchAll(CHUNK)) {
    if (line !== '' && displayWidth(line + chunk) > width) {
      lines.push(line);
      line = chunk.trimStart();
    } else {
      line += chunk;
    }
  }
  return [...lines, line].join('\n');
}

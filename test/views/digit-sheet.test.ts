import { describe, expect, it } from '@jest/globals';
import { plainPaint } from '../../src/paint.js';
import { formatSheet, tileDigits } from '../../src/views/digit-sheet.js';

/** 4×4: the left half full, the right lower quarter half full. */
const pixels = Uint8Array.from([255, 255, 0, 0, 255, 255, 0, 0, 255, 255, 128, 128, 255, 255, 128, 128]);
const digit = (caption: string) => ({ rows: 4, columns: 4, pixels, caption });

describe('a sheet of digits', () => {
  it('shows one digit large in ASCII', () => {
    expect(formatSheet([digit('label: 1')], 'ascii', 80, plainPaint)).toBe(
      ['@@@@    ', '@@@@    ', '@@@@++++', '@@@@++++', 'label: 1'].join('\n'),
    );
  });

  it('puts as many side by side as fit, each with its caption', () => {
    const sheet = formatSheet(
      [digit('label: 1'), digit('label: 2'), digit('label: 3')],
      'ascii',
      19,
      plainPaint,
    );
    expect(sheet).toBe(
      ['@@        @@', '@@++      @@++', 'label: 1  label: 2', '', '@@', '@@++', 'label: 3'].join('\n'),
    );
  });

  it('draws a single digit as small as several where a sheet is wanted, its caption in as many lines as it has', () => {
    expect(tileDigits([digit('[0]\nlabel: 1'), digit('[12]')], 'ascii', 80, plainPaint)).toBe(
      ['@@        @@', '@@++      @@++', '[0]       [12]', 'label: 1'].join('\n'),
    );
    expect(tileDigits([digit('1')], 'ascii', 80, plainPaint)).toBe(['@@', '@@++', '1'].join('\n'));
  });

  it('draws two pixels in a block, in greys where the terminal has them', () => {
    expect(formatSheet([digit('1')], 'blocks', 80, plainPaint).split('\n')).toEqual(['██', '██▓▓', '1']);
    const shade = (text: string, upper: number, lower: number): string => `${text}${upper}/${lower} `;
    const [first, second] = formatSheet([digit('1')], 'blocks', 80, { ...plainPaint, shade }).split('\n');
    expect(first).toBe('▀255/255 ▀255/255 ▀0/0 ▀0/0');
    expect(second).toBe('▀255/255 ▀255/255 ▀128/128 ▀128/128');
  });

  it('draws a dot a pixel in Braille', () => {
    expect(formatSheet([digit('1')], 'braille', 80, plainPaint)).toBe('⣿⣤\n1');
  });
});

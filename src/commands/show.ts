/** `mnn show`: digits of the data set, or pictures as the network sees them, as text. */
import type { Terminal } from '../terminal.js';
import { t } from '../text.js';
import { asciiDigit } from '../views/digit.js';
import { loadDigits, type DigitImage, type DigitSelection } from './digits.js';

export async function showCommand(
  targets: readonly string[],
  options: DigitSelection,
  terminal: Terminal,
): Promise<number> {
  const images = await loadDigits(targets, options);
  if (terminal.json) {
    terminal.writeJson({
      command: 'show',
      images: images.map((image) => ({ ...image, pixels: Array.from(image.pixels) })),
    });
  } else {
    terminal.write(images.map(formatImage).join('\n\n'));
  }
  return 0;
}

function formatImage({ source, label, rows, columns, pixels }: DigitImage): string {
  return `${asciiDigit(pixels, rows, columns)}\n${label === null ? source : t`label: ${label}`}`;
}

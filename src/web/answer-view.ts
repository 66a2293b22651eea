/** What the network says: the digit, how sure it is, what makes it doubtful, and the probabilities of all ten. */
import type { Reading } from '../browser.js';
import { t } from '../text.js';
import { element, setText } from './dom.js';
import { createCanvas, paintPixels } from './paint.js';

export interface AnswerView {
  readonly element: HTMLElement;
  readonly probabilities: HTMLElement;
  /** @param answer a reading, or in words why there is none; undefined where nothing is on the paper */
  show(answer: Reading | string | undefined): void;
}

export function createAnswerView(): AnswerView {
  const digit = element('p', { class: 'digit' });
  const confidence = element('p', { class: 'confidence' });
  const note = element('p', { class: 'note' });
  const seen = createCanvas(28, 28);
  seen.setAttribute('role', 'img');
  seen.setAttribute('aria-label', t`The 28×28 pixels that the network sees`);
  const bars = Array.from({ length: 10 }, (_, i) => createBar(i));
  return {
    element: element(
      'div',
      { class: 'answer' },
      element('figure', { class: 'seen' }, seen, element('figcaption', {}, t`What the network sees, 28×28`)),
      element('div', { class: 'says' }, digit, confidence, note),
    ),
    probabilities: element('ol', { class: 'probabilities' }, ...bars.map((bar) => bar.element)),
    show(answer) {
      const reading = typeof answer === 'object' ? answer : undefined;
      setText(digit, reading ? String(reading.digit) : '?');
      digit.classList.toggle('none', !reading);
      setText(confidence, reading ? percent(reading.confidence) : '');
      setText(note, typeof answer === 'string' ? answer : (reading?.warnings.join(' ') ?? ''));
      paintPixels(seen, reading?.pixels);
      bars.forEach((bar, i) => bar.show(reading?.probabilities[i], i === reading?.digit));
    },
  };
}

/** 0.992 → `99.2 %` */
export function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(1)} %`;
}

interface Bar {
  readonly element: HTMLLIElement;
  show(probability: number | undefined, isAnswer: boolean): void;
}

function createBar(digit: number): Bar {
  const value = element('data');
  const fill = element('span', { class: 'fill' });
  const row = element(
    'li',
    {},
    element('span', { class: 'name' }, String(digit)),
    element('span', { class: 'track' }, fill),
    value,
  );
  return {
    element: row,
    show(probability, isAnswer) {
      row.classList.toggle('is-answer', isAnswer);
      fill.style.transform = `scaleX(${probability ?? 0})`;
      setText(value, probability === undefined ? '' : percent(probability));
      value.value = probability === undefined ? '' : String(probability);
    },
  };
}

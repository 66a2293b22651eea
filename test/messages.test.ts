/** Every text for people can be said in every language: the catalogues hold exactly the texts of the source. */
import { expect, it } from '@jest/globals';
import { findMessages, readCatalogue } from '../scripts/message-keys.js';

const messages = findMessages();
const catalogue = readCatalogue('ja');

/** The numbers of the values that a text takes, in order. */
function placeholders(text: string): string[] {
  return [...new Set(text.match(/\{\d+\}/g))].sort();
}

it('every text has its Japanese (npm run messages lists what is missing)', () => {
  expect(messages.length).toBeGreaterThan(500);
  expect(messages.filter(({ key }) => !catalogue.get(key))).toEqual([]);
});

it('the catalogue has no text that is said no more', () => {
  const keys = new Set(messages.map(({ key }) => key));
  expect([...catalogue.keys()].filter((key) => !keys.has(key))).toEqual([]);
});

it('a text takes the same values in Japanese', () => {
  for (const [key, text] of catalogue) {
    expect({ key, values: placeholders(text) }).toEqual({ key, values: placeholders(key) });
  }
});

it('no text is said before there is a catalogue', () => {
  expect(messages.filter(({ tooEarly }) => tooEarly)).toEqual([]);
});

import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { html, markup } from '../../src/report/html.js';

it('escapes text and attributes, joins lists, leaves undefined out', () => {
  const name = `<img src="x" onerror='alert(1)'> & co`;
  expect(html`<p title="${name}">${[name, 7, undefined]}</p>`.text).toBe(
    '<p title="&lt;img src=&quot;x&quot; onerror=&#39;alert(1)&#39;&gt; &amp; co">' +
      '&lt;img src=&quot;x&quot; onerror=&#39;alert(1)&#39;&gt; &amp; co7</p>',
  );
});

it('puts its own pieces in as they are', () => {
  expect(html`<ul>${['a', '<b>'].map((item) => html`<li>${item}</li>`)}</ul>`.text).toBe(
    '<ul><li>a</li><li>&lt;b&gt;</li></ul>',
  ); // prettier-ignore
  expect(html`${markup('<svg/>')}`.text).toBe('<svg/>');
});

it('lets no text out of its place, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'<>&"\';a 数') }), (text) => {
      expect(html`${text}`.text).not.toMatch(/[<>"']/);
    }),
  );
});

/** Runs the snippets of both READMEs and holds what they print against the comments beside them. */
import { expect, it } from '@jest/globals';
import { blocks, promised, runSnippet } from './snippets.js';

const snippets = blocks('README.md', 'ts');

it.each(snippets.map((code, i) => [i + 1, code] as const))(
  'snippet %i prints what stands beside it',
  async (_, code) => {
    expect(promised(code).length).toBeGreaterThan(0);
    expect(await runSnippet(code)).toEqual(promised(code));
  },
);

it('has the same snippets in both languages', () => {
  expect(blocks('README.ja.md', 'ts')).toEqual(snippets);
});

/** Runs the snippets of both READMEs and holds what they print against the comments beside them. */
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { transformSync } from '@swc/core';
import * as library from '../src/index.js';

interface Snippet {
  readonly title: string;
  readonly code: string;
}

function snippets(file: string): Snippet[] {
  const text = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
  return Array.from(text.matchAll(/```ts\n([^]*?)```/g), ([, code], i) => ({
    title: `${file} ${i + 1}`,
    code: code!,
  }));
}

/** The comments behind `console.log`, in order. */
function promised(code: string): string[] {
  return Array.from(code.matchAll(/^ *console\.log\(.*\); \/\/ (.*)$/gm), ([, comment]) => comment!);
}

async function run(code: string): Promise<string[]> {
  const printed: string[] = [];
  const show = (value: unknown): string => (typeof value === 'string' ? value : inspect(value));
  const log = { log: (...values: unknown[]) => void printed.push(values.map(show).join(' ')) };
  const body = code.replaceAll(/import \{([^}]*)\} from 'mnn-cli';/g, (_, names: string) => {
    const values = names.split(',').filter((name) => !name.trim().startsWith('type '));
    return `const {${values.join(',')}} = library;`;
  });
  const wrapped = `(async (library, console) => {${body}})`;
  const { code: script } = transformSync(wrapped, {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  });
  const snippet = (0, eval)(script) as (lib: typeof library, console: typeof log) => Promise<void>;
  await snippet(library, log);
  return printed;
}

describe.each([...snippets('README.md'), ...snippets('README.ja.md')])('$title', ({ code }) => {
  it('prints what stands beside it', async () => {
    expect(promised(code).length).toBeGreaterThan(0);
    expect(await run(code)).toEqual(promised(code));
  });
});

it('has the same snippets in both languages', () => {
  const codes = (file: string): string[] => snippets(file).map(({ code }) => code);
  expect(codes('README.ja.md')).toEqual(codes('README.md'));
});

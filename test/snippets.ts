/** The TypeScript of a page of documentation: finds the snippets, runs them, and knows what the page says that they print. */
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { transformSync } from '@swc/core';
import * as library from '../src/index.js';

/** @param page its path in the project */
export function readPage(page: string): string {
  return readFileSync(new URL(`../${page}`, import.meta.url), 'utf8');
}

/** The contents of the code blocks of a language, in order. */
export function blocks(page: string, language: string): string[] {
  return Array.from(
    readPage(page).matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, 'gm')),
    ([, code]) => code!,
  );
}

/** What the comment behind each `console.log`, or those in the lines below it, say that it prints. */
export function promised(code: string): string[] {
  const logs = code.matchAll(/^ *console\.log\(.*\);(?: \/\/ (.*))?((?:\n *\/\/ .*)*)/gm);
  return Array.from(logs, ([, beside, below = '']) =>
    [beside ?? [], below.split('\n').slice(1)]
      .flat()
      .map((line) => line.replace(/^ *\/\/ /, ''))
      .join('\n'),
  );
}

/** Runs a snippet against the library's source. @returns what each `console.log` printed */
export async function runSnippet(code: string): Promise<string[]> {
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

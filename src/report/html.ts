/**
 * HTML by template literals in which whatever is put in is escaped, so that a file's name cannot become markup. What
 * is markup already has a type of its own, and only `html` and `markup` make it.
 */

/** A piece of HTML that goes into a page as it is. */
export class Html {
  constructor(readonly text: string) {}
}

export type Content = Html | string | number | undefined | readonly Content[];

/** Template tag: text and numbers are escaped, lists joined, undefined left out. Attributes need their quotes. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(parts.reduce((text, part, i) => text + render(values[i - 1]) + part));
}

/** Text that is HTML by its origin: a chart, a style sheet. Never what a user wrote. */
export function markup(text: string): Html {
  return new Html(text);
}

function render(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Html) return content.text;
  if (typeof content === 'object') return content.map(render).join('');
  return escape(String(content));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** The texts for people that the program has, found in its source: the keys that a catalogue in messages/ must have. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));

export interface Message {
  /** As src/text.ts makes it: the text with `{0}`, `{1}` … where values go. */
  readonly key: string;
  /** File and line. */
  readonly place: string;
  /** Not within a function: said when the module is loaded, before there is a catalogue. */
  readonly tooEarly: boolean;
}

/** Every t`…` in src/, in the order of files and lines. */
export function findMessages(): Message[] {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.includes('assembly'))
    .sort();
  return files.flatMap((file) => messagesOf(join('src', file)));
}

function messagesOf(file: string): Message[] {
  const text = readFileSync(join(root, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const messages: Message[] = [];
  const visit = (node: ts.Node, tooEarly: boolean): void => {
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 't') {
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      messages.push({ key: keyOf(node.template), place: `${file}:${line}`, tooEarly });
    }
    const isLater = ts.isFunctionLike(node) || (ts.isPropertyDeclaration(node) && !isStatic(node));
    node.forEachChild((child) => visit(child, tooEarly && !isLater));
  };
  visit(source, true);
  return messages;
}

function isStatic({ modifiers }: ts.PropertyDeclaration): boolean {
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false;
}

function keyOf(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  const { head, templateSpans } = template;
  return templateSpans.reduce((key, { literal }, i) => `${key}{${i}}${literal.text}`, head.text);
}

/** The texts of a catalogue by key. */
export function readCatalogue(language: string): Map<string, string> {
  const content = readFileSync(join(root, 'messages', `${language}.json`), 'utf8');
  return new Map(Object.entries(JSON.parse(content) as Record<string, string>));
}

/** The invariants of ARCHITECTURE.md that imports can show. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const src = fileURLToPath(new URL('../src', import.meta.url));

interface Module {
  readonly file: string;
  /** Relative paths from src for our own modules, bare names for others. */
  readonly imports: readonly string[];
}

const modules: Module[] = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !file.includes('assembly'))
  .map((file) => ({ file: file.split(sep).join('/'), imports: importsOf(file) }));

function importsOf(file: string): string[] {
  const text = readFileSync(join(src, file), 'utf8').replaceAll(/import type [^;]*;/g, '');
  const names = text.matchAll(/(?:from|import) '([^']+)'|import\('([^']+)'\)/g);
  return Array.from(names, ([, fixed, lazy]) => {
    const name = (fixed ?? lazy)!;
    if (!name.startsWith('.')) return name;
    return relative(src, join(src, dirname(file), name))
      .split(sep)
      .join('/')
      .replace(/\.js$/, '.ts');
  });
}

const below = (...places: string[]): Module[] =>
  modules.filter(({ file }) => places.some((place) => file === place || file.startsWith(`${place}/`)));

const IO = [
  'node:fs',
  'node:fs/promises',
  'node:http',
  'node:https',
  'node:child_process',
  'node:worker_threads',
];

describe('data flows one way: bytes → typed arrays → engine → records → views', () => {
  it('the engine knows no files, formats, data sets, models, commands or views', () => {
    for (const { file, imports } of below('engine').filter(({ file }) => !MAY_DO_IO.includes(file))) {
      const ours = imports.filter((name) => name.endsWith('.ts'));
      const others = imports.filter((name) => !name.endsWith('.ts'));
      expect({ file, others }).toEqual({ file, others: [] });
      expect({ file, far: ours.filter((name) => !/^(engine\/|(errors|text)\.ts)/.test(name)) }).toEqual({
        file,
        far: [],
      });
    }
  });

  it('formats know the engine’s types and nothing above them', () => {
    for (const { file, imports } of below('formats')) {
      const above = imports.filter((name) =>
        /^(model|mnist|image|views|commands|cli|terminal|evaluate|predict)/.test(name),
      );
      expect({ file, above }).toEqual({ file, above: [] });
    }
  });

  it('nothing below the commands knows the terminal', () => {
    const programs = ['main.ts', 'cli.ts', 'cli', 'commands', 'terminal.ts', 'progress-bar.ts'];
    const rest = modules.filter((module) => !below(...programs).includes(module));
    for (const { file, imports } of rest) {
      const terminal = imports.filter(
        (name) => /^(terminal|cli|main|commands\/)/.test(name) || name === 'commander',
      );
      expect({ file, terminal }).toEqual({ file, terminal: [] });
    }
  });
});

/** Where files, servers, processes and threads are touched. */
const MAY_DO_IO = [
  'engine/kernel/select.ts',
  'engine/kernel/team.ts',
  'engine/kernel/team-worker.ts',
  'language.ts',
  'version.ts',
  'draw/page-files.ts',
  'draw/server.ts',
  'mnist/dataset.ts',
  'mnist/fetch',
  'model/load.ts',
  'model/bundled.ts',
  'model/subspaces.ts',
  'image/sources.ts',
  'image/labelled.ts',
  'commands/draw.ts',
  'image/pool.ts',
  'image/pool-worker.ts',
  'commands/forward.ts',
  'commands/digits.ts',
  'commands/replace-file.ts',
  'standard-streams.ts',
];

it('files are read in the named places only', () => {
  const found = modules
    .filter(({ imports }) => imports.some((name) => IO.includes(name)))
    .map(({ file }) => file);
  const named = below(...MAY_DO_IO).map(({ file }) => file);
  expect(found.filter((file) => !named.includes(file))).toEqual([]);
});

it('what draws charts is imported only when a chart is drawn', () => {
  const fixed = modules.filter(({ file }) =>
    /^import (?!type)[^;]*'(echarts|.*\/charts\/svg\.js)/m.test(readFileSync(join(src, file), 'utf8')),
  );
  expect(fixed.map(({ file }) => file)).toEqual(['charts/svg.ts']);
});

it('heavy packages are imported only when they are used', () => {
  for (const { file } of modules) {
    const text = readFileSync(join(src, file), 'utf8');
    const heavy = Array.from(
      text.matchAll(
        /^import (?!type)[^;]*'(chalk|sharp|https?-proxy-agent|p-retry|protobufjs|proxy-from-env|tar)'/gm,
      ),
      ([, name]) => name,
    );
    expect({ file, heavy }).toEqual({ file, heavy: [] });
  }
});

it('each dependency has a line in ARCHITECTURE.md that says what for', () => {
  const root = new URL('../', import.meta.url);
  const { dependencies, optionalDependencies, devDependencies } = JSON.parse(
    readFileSync(new URL('package.json', root), 'utf8'),
  ) as Record<string, Record<string, string>>;
  const page = readFileSync(new URL('ARCHITECTURE.md', root), 'utf8');
  const [, section = ''] = /^## Dependencies$([^]*?)^## /m.exec(page) ?? [];
  const named = Array.from(section.matchAll(/^\| ([^|]+) \| [^|-]/gm), ([, names]) => names!)
    .filter((names) => names !== 'package')
    .flatMap((names) => names.split(', '))
    .map((name) => name.replace(/ \(.*\)$/, ''));
  const declared = Object.keys({ ...dependencies, ...optionalDependencies, ...devDependencies });
  expect(named.sort()).toEqual(declared.sort());
});

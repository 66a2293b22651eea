/** The library as users' programs have it: the programs of consumer/, copied beside the installed package. */
import { copyFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { must, runProgram } from './programs.js';
import type { Trial } from './trials.js';

const consumer = fileURLToPath(new URL('consumer/', import.meta.url));

export function libraryTrials(): Trial[] {
  const programs = { import: 'import.mjs', require: 'require.cjs', 'import browser': 'browser.mjs' };
  return Object.entries(programs).map(([subject, program]) => ({
    subject,
    title: program,
    run: async ({ folder, environment }) => {
      copyFileSync(join(consumer, program), join(folder, program));
      await must(runProgram('node', [program], folder, environment));
    },
  }));
}

/** How TypeScript finds modules, for Node and for bundlers. */
const MODES = [
  { module: 'node16' },
  { module: 'nodenext' },
  { module: 'esnext', moduleResolution: 'bundler' },
] as const;

/** Also without the types of Node, which a user may not have. @returns a line about it @throws what tsc complains of */
export async function checkTypes(folder: string, tsc: string): Promise<string> {
  const programs = readdirSync(consumer).filter((name) => /\.[mc]ts$/.test(name));
  for (const name of programs) copyFileSync(join(consumer, name), join(folder, name));
  for (const mode of MODES) {
    const project = {
      compilerOptions: {
        ...mode,
        target: 'es2022',
        lib: ['es2023', 'dom'],
        types: [],
        strict: true,
        noEmit: true,
      },
      // A bundler's modules are ES modules.
      files: programs.filter((name) => mode.module !== 'esnext' || name.endsWith('.mts')),
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
    await must(runProgram(tsc, ['--project', folder], folder));
  }
  return `types: ${MODES.map((mode) => Object.values(mode).at(-1)).join(', ')}`;
}

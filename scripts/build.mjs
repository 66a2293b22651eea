// Bundles the program and the library into dist/. Everything a command does not need at once stays in a chunk of its own.
import { rm } from 'node:fs/promises';
import { build } from 'esbuild';

await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: { mnn: 'src/main.ts', index: 'src/index.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: ['sharp'],
  sourcemap: false,
  legalComments: 'none',
  // The CommonJS packages among ours ask for Node's own modules by `require`.
  banner: {
    js: "import { createRequire as mnnCreateRequire } from 'node:module'; const require = mnnCreateRequire(import.meta.url);",
  },
});

// Bundles the program and its worker threads (CommonJS, which Node starts 7 ms faster) and the library (ES modules) into dist/,
// beside the kernels.
import { rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { buildWasm } from './build-wasm.mjs';

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  legalComments: 'none',
  // Loaded from node_modules by the few commands that need them, so that no other reads past them.
  external: ['http-proxy-agent', 'https-proxy-agent', 'protobufjs', 'protobufjs/*', 'sharp', 'tar'],
};

await rm('dist', { recursive: true, force: true });
await buildWasm();
await Promise.all([
  build({
    ...common,
    entryPoints: { mnn: 'src/main.ts', 'team-worker': 'src/engine/kernel/team-worker.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    minifySyntax: true,
    minifyWhitespace: true,
    define: { 'import.meta.url': 'mnnFileUrl' },
    banner: { js: "const mnnFileUrl = require('node:url').pathToFileURL(__filename).href;" },
  }),
  build({ ...common, entryPoints: ['src/index.ts'], outdir: 'dist', format: 'esm', splitting: true }),
]);

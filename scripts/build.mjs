// Bundles the program and its worker threads (CommonJS, which Node starts 7 ms faster), the library and its part for browsers (ES
// modules) into dist/, beside the kernels; the drawing page into dist/web/.
import { rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { buildWasm } from './build-wasm.mjs';

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  legalComments: 'none',
  // Loaded from node_modules by the few commands that need them, so that no other reads past them.
  external: ['http-proxy-agent', 'https-proxy-agent', 'open', 'protobufjs', 'protobufjs/*', 'sharp', 'tar'],
};

const forBrowsers = { bundle: true, platform: 'browser', target: 'es2022', format: 'esm', legalComments: 'none' };

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
  build({ ...forBrowsers, entryPoints: ['src/browser.ts'], outdir: 'dist' }),
  build({
    ...forBrowsers,
    entryPoints: ['page.ts', 'style.css', 'index.html', 'icon.svg'].map((name) => `src/web/${name}`),
    outdir: 'dist/web',
    loader: { '.html': 'copy', '.svg': 'copy' },
    minify: true,
  }),
]);

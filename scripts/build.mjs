// Bundles the program, its worker threads and the library into dist/, beside the kernels: as CommonJS, which Node starts 7 ms
// faster, and of which `import` and `require` get the same classes. The library's part for browsers is an ES module; the drawing
// page goes into dist/web/.
import { createRequire } from 'node:module';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
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

/** What draws charts is a file of its own: half a megabyte, most of it echarts, that no other command needs. */
const chartsApart = {
  name: 'charts-apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/charts\/svg\.js$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './charts.cjs', external: true } : undefined,
    ),
};

const forBrowsers = {
  bundle: true,
  platform: 'browser',
  target: 'es2022',
  format: 'esm',
  legalComments: 'none',
};

await rm('dist', { recursive: true, force: true });
await buildWasm();
await Promise.all([
  build({
    ...common,
    plugins: [chartsApart],
    entryPoints: {
      mnn: 'src/main.ts',
      library: 'src/index.ts',
      'team-worker': 'src/engine/kernel/team-worker.ts',
      'picture-worker': 'src/image/pool-worker.ts',
    },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    minifySyntax: true,
    minifyWhitespace: true,
    define: { 'import.meta.url': 'mnnFileUrl' },
    banner: { js: "const mnnFileUrl = require('node:url').pathToFileURL(__filename).href;" },
  }),
  build({
    ...common,
    entryPoints: { charts: 'src/charts/svg.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    minify: true,
  }),
  build({ ...forBrowsers, entryPoints: ['src/browser.ts'], outdir: 'dist' }),
  build({
    ...forBrowsers,
    entryPoints: ['page.ts', 'style.css', 'index.html', 'icon.svg'].map((name) => `src/web/${name}`),
    outdir: 'dist/web',
    loader: { '.html': 'copy', '.svg': 'copy' },
    minify: true,
  }),
]);
await writeLibraryEntry();

// Their licences ask for a copy beside what is bundled.
const licences = ['echarts/NOTICE', 'echarts/LICENSE', 'zrender/LICENSE'];
const texts = await Promise.all(licences.map((name) => readFile(`node_modules/${name}`, 'utf8')));
await writeFile('dist/charts.LICENSE.txt', texts.join(`\n${'-'.repeat(80)}\n\n`));

/**
 * What `mnn-cli` resolves to: the names alone, since Node reads all of a CommonJS file for names when it is imported, which
 * takes 40 ms for the whole library; and a mark that the declarations, which tsc writes next, are CommonJS too.
 */
async function writeLibraryEntry() {
  const names = Object.keys(createRequire(import.meta.url)('../dist/library.cjs'));
  await writeFile(
    'dist/index.cjs',
    `const library = require('./library.cjs');
module.exports = library;
// For Node, which does not run this:
0 && (module.exports = { ${names.join(', ')} });
`,
  );
  // Browsers get an ES module, of which TypeScript has to hear by another ending.
  await writeFile('dist/browser.d.mts', "export * from './types/browser.js';\n");
  await mkdir('dist/types');
  await writeFile('dist/types/package.json', '{ "type": "commonjs" }\n');
}

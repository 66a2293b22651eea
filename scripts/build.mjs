// Bundles the program, its worker threads and the library into dist/, beside the kernels: as CommonJS, which Node starts 7 ms
// faster, and of which `import` and `require` get the same classes. The library's part for browsers is an ES module; the drawing
// page goes into dist/web/.
import { createRequire } from 'node:module';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { build } from 'rolldown';
import { buildWasm } from './build-wasm.mjs';
import { thirdParty } from './third-party.mjs';

const forNode = {
  platform: 'node',
  transform: { target: 'node20.19', define: { 'import.meta.dirname': '__dirname' } },
  // Loaded from node_modules by the few commands that need them, so that no other reads past them.
  external: ['http-proxy-agent', 'https-proxy-agent', 'open', /^protobufjs\b/, 'sharp', 'tar'],
};

const commonjs = {
  dir: 'dist',
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name].cjs',
  comments: false,
  // Names stay, for stack traces.
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
};
const singleFile = { ...commonjs, codeSplitting: false };

const forBrowsers = { platform: 'browser', transform: { target: 'es2022' } };
const esModule = { format: 'esm', comments: false };

/**
 * The program is in parts, which commands load when they need them, since every file is compiled as a whole: 488 kB took 10 ms.
 * What all start from is one part and what `eval` needs is one, or they would be read from ten files, at a third of a millisecond each.
 */
const parts = {
  groups: [
    { name: 'mnn', test: /\/src\/main\.ts$/, priority: 1 },
    { name: 'eval', test: /\/src\/(commands\/eval|formats\/safetensors)\.ts$/ },
  ],
};

await rm('dist', { recursive: true, force: true });
await buildWasm();
const outputs = await build([
  {
    ...forNode,
    input: { mnn: 'src/main.ts' },
    // completion's way back to the program is meant.
    checks: { ineffectiveDynamicImport: false },
    plugins: [
      // Half a megabyte, most of it echarts, built apart to be minified in full. (A literal would be bundled.)
      replaceModule(
        'load-charts',
        /\/charts\/svg\.js$/,
        "const apart = './charts.cjs'; module.exports = require(apart);",
      ),
      // commander can start programs; ours has none to start. The module for that takes 4 ms to load.
      replaceModule('no-programs', /^node:child_process$/, 'module.exports = {};', /\/commander\//),
    ],
    output: { ...commonjs, codeSplitting: parts },
  },
  { ...forNode, input: { library: 'src/index.ts' }, output: singleFile },
  { ...forNode, input: { 'team-worker': 'src/engine/kernel/team-worker.ts' }, output: singleFile },
  { ...forNode, input: { 'picture-worker': 'src/image/pool-worker.ts' }, output: singleFile },
  { ...forNode, input: { charts: 'src/charts/svg.ts' }, output: { ...singleFile, minify: true } },
  { ...forBrowsers, input: 'src/browser.ts', output: { ...esModule, dir: 'dist' } },
  { ...forBrowsers, input: 'src/web/page.ts', output: { ...esModule, dir: 'dist/web', minify: true } },
]);
for (const name of ['index.html', 'style.css', 'icon.svg']) await cp(`src/web/${name}`, `dist/web/${name}`);
await writeLibraryEntry();
thirdParty(outputs, { write: process.argv.includes('--third-party') });

/** The module `name`, which is `code`, in the place of a module, for whoever imports that from a path that matches. */
function replaceModule(name, specifier, code, importers = /./) {
  return {
    name: 'replace-module',
    resolveId: (source, importer) => (specifier.test(source) && importers.test(importer) ? name : undefined),
    load: (id) => (id === name ? code : undefined),
  };
}

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

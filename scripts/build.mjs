// Bundles the program and its worker threads (CommonJS, which Node starts 7 ms faster) and the library (ES modules) into dist/,
// beside the kernels.
import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { build } from 'rolldown';
import { buildWasm } from './build-wasm.mjs';

const common = {
  platform: 'node',
  transform: { target: 'node20.19' },
  // Loaded from node_modules by the few commands that need them, so that no other reads past them.
  external: ['http-proxy-agent', 'https-proxy-agent', /^protobufjs/, 'sharp', 'tar'],
};

const program = {
  ...common,
  transform: { ...common.transform, define: { 'import.meta.dirname': '__dirname' } },
  // commander can start programs; ours has none to start. The module for that takes 4 ms to load where stdout is a file.
  plugins: [replaceBuiltin('node:child_process', /\/commander\//)],
};

const commonjs = {
  dir: 'dist',
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name].cjs',
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  comments: { legal: false },
};

// A command reads three files at most: what every one needs, what all that run a network need, its own. (Left to itself the bundler
// makes thirty, at a third of a millisecond each; all in one would be compiled in 8 ms.)
const groups = [
  {
    name: 'base',
    test: /src\/(errors|terminal|paint|text|language|package-root|version|mnist\/spec)\.ts$/,
    priority: 2,
  },
  { name: 'engine', test: /src\/(commands\/eval|formats\/safetensors)\.ts$/, priority: 1 },
];

await rm('dist', { recursive: true, force: true });
await buildWasm();
await build([
  {
    ...program,
    input: { mnn: 'src/main.ts' },
    output: { ...commonjs, codeSplitting: { groups } },
  },
  { ...program, input: { 'team-worker': 'src/engine/kernel/team-worker.ts' }, output: commonjs },
  {
    ...common,
    input: { index: 'src/index.ts' },
    output: { dir: 'dist', format: 'esm', chunkFileNames: '[name].js', comments: { legal: false } },
  },
]);
const { status } = spawnSync(process.execPath, ['scripts/compile-ahead.cjs'], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
process.exitCode = status ?? 1;

/** An empty module in the place of a built-in one, for whoever asks for it from a path that matches. */
function replaceBuiltin(name, importers) {
  return {
    name: 'replace-builtin',
    resolveId: (id, importer) => (id === name && importers.test(importer ?? '') ? '\0empty' : undefined),
    load: (id) => (id === '\0empty' ? 'export default {};' : undefined),
  };
}

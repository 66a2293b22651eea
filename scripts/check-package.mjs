// Packs the package as npm would and checks what a user gets: `npm run check:package`. publint looks at package.json, Are the Types
// Wrong at what TypeScript finds in each of its modes, and four small programs import and require the library, in JavaScript and
// in TypeScript.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'mnn-package-'));
process.on('exit', () => rmSync(folder, { recursive: true }));

/** Runs a program of node_modules, or npm and tar; its output is the user's. */
function run(title, command, args, cwd = process.cwd()) {
  console.log(`\n== ${title}`);
  execFileSync(command, args, { cwd, stdio: 'inherit', shell: process.platform === 'win32' });
}

const bin = (name) => resolve('node_modules', '.bin', name);

run('npm pack', 'npm', ['pack', '--silent', '--pack-destination', folder]);
const tarball = join(
  folder,
  readdirSync(folder).find((name) => name.endsWith('.tgz')),
);
run('publint', bin('publint'), ['--strict', tarball]);
run('are the types wrong', bin('attw'), [tarball, '--entrypoints', '.']);
// What browsers get is an ES module and nothing else, found by `exports`.
run('are the types wrong, for browsers', bin('attw'), [
  tarball,
  '--entrypoints',
  './browser',
  '--profile',
  'node16',
  '--ignore-rules',
  'cjs-resolves-to-esm',
]);

// Installed as npm would, with the dependencies of the clone.
const modules = join(folder, 'node_modules');
mkdirSync(join(modules, 'mnn-cli'), { recursive: true });
run('unpack', 'tar', ['-xzf', tarball, '--strip-components=1', '-C', join(modules, 'mnn-cli')]);
for (const name of readdirSync('node_modules').filter((name) => !name.startsWith('.')))
  symlinkSync(resolve('node_modules', name), join(modules, name), 'junction');

const body = `
const y: NdArray = sigmoid([-1.0, 1.0, 2.0]);
if (String(y) !== '[0.26894142 0.73105858 0.88079708]') throw new Error(String(y));
`;
const javascript = body.replace(': NdArray', '');
const programs = {
  'import.mjs': `import { sigmoid } from 'mnn-cli';${javascript}`,
  'require.cjs': `const { sigmoid } = require('mnn-cli');${javascript}`,
  'import.mts': `import { sigmoid, type NdArray } from 'mnn-cli';${body}`,
  'require.cts': `import mnn = require('mnn-cli');\nimport type { NdArray } from 'mnn-cli';\nconst { sigmoid } = mnn;${body}`,
};
for (const [name, text] of Object.entries(programs)) writeFileSync(join(folder, name), text);
run('import', process.execPath, ['import.mjs'], folder);
run('require', process.execPath, ['require.cjs'], folder);
writeFileSync(
  join(folder, 'same.mjs'),
  `import { createRequire } from 'node:module';
import { NdArray } from 'mnn-cli';
if (createRequire(import.meta.url)('mnn-cli').NdArray !== NdArray) throw new Error('two classes');
`,
);
run('import and require give the same classes', process.execPath, ['same.mjs'], folder);
for (const mode of ['node16', 'nodenext']) {
  const options = ['--noEmit', '--strict', '--types', 'node', '--module', mode, '--target', 'es2022'];
  run(`types, ${mode}`, bin('tsc'), [...options, 'import.mts', 'require.cts'], folder);
}

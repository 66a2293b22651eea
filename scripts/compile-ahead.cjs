// Runs the program once and keeps the code that V8 has compiled by then, for bin/mnn.js to start from.
const { mkdirSync, readFileSync, statSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const dist = join(__dirname, '..', 'dist');
const { size, mtimeMs } = statSync(process.execPath);
const compiled = join(dist, `compiled-${size}-${Math.trunc(mtimeMs)}`);
mkdirSync(compiled);
// What `mnn eval` loads. As yet there is no code in these files, and V8 compiles.
for (const name of ['rolldown-runtime.cjs', 'base.cjs', 'engine.cjs', 'mnn.cjs']) {
  if (/\bimport\(/.test(readFileSync(join(dist, name), 'utf8')))
    throw new Error(`${name} imports a package, which scripts that bin/mnn.js compiles cannot`);
  writeFileSync(join(compiled, name), '');
}

process.argv.splice(2, Infinity, 'eval', '--data-dir', join(__dirname, '..', 'data'));
// The fastest kernel changes V8's flags on Node 20, and code is refused where flags differ.
process.env.MNN_KERNEL = 'simd';
const scripts = require('../bin/mnn.js');
process.once('exit', () => {
  for (const [file, script] of scripts) writeFileSync(file, script.createCachedData());
});

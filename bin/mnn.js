#!/usr/bin/env node
/**
 * Starts the program in dist/. V8 compiles functions when they are first called; what it has compiled by the end of a run is
 * kept in dist/compiled/, if that may be written, and later runs start from it, as Python's do from __pycache__: `mnn eval`
 * 13 ms sooner. (Node 22 has a cache of its own; it keeps less and saves 3 ms.) V8 refuses code of another version or under
 * other flags; the folder goes when the package is replaced or built again.
 */
const { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

// What node:module exports; to load that takes half a millisecond.
const Module = module.constructor;
const dist = join(__dirname, '..', 'dist');
const compiled = join(dist, 'compiled', `${process.version}-${process.arch}`);
// Switched off as Node's own is; coverage is less exact with it.
const isUsed = !process.env.NODE_DISABLE_COMPILE_CACHE && !process.env.NODE_V8_COVERAGE;
const newScripts = new Map();

if (isUsed) process.once('exit', keepCompiled);
load('mnn.cjs');

/** What `require` does, for a file of dist/. */
function load(name) {
  const filename = join(dist, name);
  if (require.cache[filename]) return require.cache[filename].exports;
  const source = readFileSync(filename, 'utf8');
  // Scripts made here cannot import packages; the few files that do are small.
  if (/\bimport\(/.test(source)) return require(filename);
  const module = new Module(filename);
  require.cache[filename] = module;
  const cachedData = isUsed ? readCompiled(name) : undefined;
  const script = new Script(Module.wrap(source), { filename, cachedData });
  if (cachedData === undefined || script.cachedDataRejected) newScripts.set(name, script);
  script.runInThisContext()(module.exports, requireFromDist, module, filename, dist);
  return module.exports;
}

function requireFromDist(name) {
  return name.startsWith('./') ? load(name.slice(2)) : require(name);
}

function readCompiled(name) {
  try {
    return readFileSync(join(compiled, name));
  } catch {
    return undefined;
  }
}

/** Each file whole or not at all: of its content V8 checks little. */
function keepCompiled() {
  try {
    for (const [name, script] of newScripts) replaceFile(join(compiled, name), script.createCachedData());
  } catch {
    // The package is not the user's to write, or the disk is full: the next run compiles, as this one did.
  }
}

function replaceFile(path, data) {
  const part = `${path}.${process.pid}`;
  mkdirSync(compiled, { recursive: true });
  try {
    writeFileSync(part, data, { flush: true });
    renameSync(part, path);
  } finally {
    rmSync(part, { force: true });
  }
}

#!/usr/bin/env node
/**
 * Starts the program in dist/. Where V8 compiled its files when they were built (scripts/compile-ahead.cjs), it starts from that code,
 * which saves 8 ms of `mnn eval`. Such code is good for the very executable that made it, and its folder is named after that; without
 * it Node loads the program as usual.
 */
const { existsSync, readFileSync, statSync } = require('node:fs');
const { Module } = require('node:module');
const { join } = require('node:path');
const { Script } = require('node:vm');

const dist = join(__dirname, '..', 'dist');
const { size, mtimeMs } = statSync(process.execPath);
const compiled = join(dist, `compiled-${size}-${Math.trunc(mtimeMs)}`);
const scripts = new Map();

load('mnn.cjs');

function load(name) {
  const filename = join(dist, name);
  const code = join(compiled, name);
  if (require.cache[filename] || !existsSync(code)) return require(filename);
  const module = new Module(filename);
  require.cache[filename] = module;
  const source = readFileSync(filename, 'utf8');
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
    filename,
    cachedData: readFileSync(code),
  });
  scripts.set(code, script);
  script.runInThisContext()(module.exports, requireFromDist, module, filename, dist);
  module.loaded = true;
  return module.exports;
}

function requireFromDist(name) {
  return name.startsWith('./') ? load(name.slice(2)) : require(name);
}

/** By the file of its code, for scripts/compile-ahead.cjs. */
module.exports = scripts;

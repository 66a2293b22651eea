/** The user's network: proxies and certificates, as the environment of the built program names them. */
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Run } from '../../cli/mnn.js';
import { Bench } from './bench.js';
import { IMAGES, LABELS, serveFile, startMirror, type Mirror } from './mirror-server.js';
import { startProxy, type Proxy } from './proxy-server.js';
import { run } from './spawn.js';

const bench = new Bench();
const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/tls/${name}`, import.meta.url));
const serveTls = (certificate: string): Promise<Mirror> =>
  bench.serve(serveFile, {
    key: readFileSync(fixture('key.pem'), 'utf8'),
    cert: readFileSync(fixture(certificate), 'utf8'),
  });

const TRUST = { NODE_EXTRA_CA_CERTS: fixture('ca.pem') };

function fetchBy(mirror: { url: string }, env: Record<string, string> = {}): Promise<Run> {
  const args = ['--split', 'test', '--data-dir', bench.folder, '--mirror', mirror.url, '--retries', '0'];
  return run(['fetch-mnist', ...args], { env });
}

describe('certificates', () => {
  it('an authority that is not known: refused, and NODE_EXTRA_CA_CERTS named', async () => {
    const mirror = await serveTls('server.pem');
    const { status, stderr } = await fetchBy(mirror);
    expect(status).toBe(1);
    expect(stderr).toMatch(/error: .*certificate.*UNABLE_TO_VERIFY_LEAF_SIGNATURE/);
    expect(stderr).toMatch(/hint: .*NODE_EXTRA_CA_CERTS/);
    bench.expectNothingLeft();
  });

  it('the same with NODE_EXTRA_CA_CERTS: fetched', async () => {
    const { status, stderr } = await fetchBy(await serveTls('server.pem'), TRUST);
    expect({ status, stderr }).toMatchObject({ status: 0, stderr: expect.stringContaining('verified') });
    bench.expectInstalled();
  });

  it('NODE_TLS_REJECT_UNAUTHORIZED=0 changes nothing', async () => {
    const { status, stderr } = await fetchBy(await serveTls('server.pem'), {
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/error: .*certificate/);
    bench.expectNothingLeft();
  });

  it.each([
    ['expired.pem', /CERT_HAS_EXPIRED/],
    ['other.pem', /ERR_TLS_CERT_ALTNAME_INVALID/],
  ])('%s: refused, although its authority is known', async (certificate, reason) => {
    const { status, stderr } = await fetchBy(await serveTls(certificate), TRUST);
    expect(status).toBe(1);
    expect(stderr).toMatch(reason);
    expect(stderr).toMatch(/hint: .*clock.*NODE_EXTRA_CA_CERTS/);
    bench.expectNothingLeft();
  });

  it('a redirect from http to https is followed, and checked there', async () => {
    const safe = await serveTls('server.pem');
    const mirror = await bench.serve(({ response, name }) =>
      response.writeHead(302, { Location: `${safe.url}${name}.gz` }).end(),
    );
    expect((await fetchBy(mirror)).stderr).toMatch(/certificate/);
    expect((await fetchBy(mirror, TRUST)).status).toBe(0);
    bench.expectInstalled();
  });

  it('https where http is spoken: an error, not a crash', async () => {
    const { url } = await bench.serve();
    const { status, stderr } = await fetchBy({ url: url.replace('http:', 'https:') });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: cannot fetch .*\nhint: .*\n$/m);
  });
});

describe('proxies', () => {
  const proxies: Proxy[] = [];
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.close();
  });
  const open = async (user?: string): Promise<Proxy> => {
    const proxy = await startProxy(user);
    proxies.push(proxy);
    return proxy;
  };

  it.each(['HTTP_PROXY', 'http_proxy'])(
    '%s: plain requests go through it, by their whole address',
    async (name) => {
      const [proxy, mirror] = [await open(), await bench.serve()];
      expect((await fetchBy(mirror, { [name]: proxy.url })).status).toBe(0);
      bench.expectInstalled();
      expect(proxy.log).toEqual([`GET ${mirror.url}${IMAGES}.gz`, `GET ${mirror.url}${LABELS}.gz`]);
    },
  );

  it.each(['HTTPS_PROXY', 'https_proxy'])('%s: TLS goes through it by CONNECT', async (name) => {
    const [proxy, mirror] = [await open(), await serveTls('server.pem')];
    expect((await fetchBy(mirror, { [name]: proxy.url, ...TRUST })).status).toBe(0);
    bench.expectInstalled();
    expect(proxy.log).toContain(`CONNECT ${new URL(mirror.url).host}`);
  });

  it('certificates are checked through a proxy, whatever NODE_TLS_REJECT_UNAUTHORIZED says', async () => {
    const [proxy, mirror] = [await open(), await serveTls('server.pem')];
    const env = { HTTPS_PROXY: proxy.url, NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const { status, stderr } = await fetchBy(mirror, env);
    expect(status).toBe(1);
    expect(stderr).toMatch(/certificate.*by way of the proxy http:\/\/127/);
  });

  it.each(['NO_PROXY', 'no_proxy'])('%s: what it names is asked directly', async (name) => {
    const [proxy, mirror] = [await open(), await bench.serve()];
    const env = { HTTP_PROXY: proxy.url, [name]: 'example.org,127.0.0.1' };
    expect((await fetchBy(mirror, env)).status).toBe(0);
    expect(proxy.log).toEqual([]);
  });

  it.each([
    ['http', (): Promise<Mirror> => bench.serve()],
    ['https', (): Promise<Mirror> => serveTls('server.pem')],
  ])('%s: user and password reach the proxy, and no message', async (_, serve) => {
    const [proxy, mirror] = [await open('ann:s3cret'), await serve()];
    const env = (password: string): Record<string, string> => {
      const url = proxy.url.replace('//', `//ann:${password}@`);
      return { HTTP_PROXY: url, HTTPS_PROXY: url, ...TRUST };
    };
    const refused = await fetchBy(mirror, env('wr0ng'));
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(
      /HTTP status 407 \(Proxy Authentication Required\), by way of the proxy http:\/\/127/,
    );
    expect(refused.stderr).not.toMatch(/wr0ng/);
    expect((await fetchBy(mirror, env('s3cret'))).status).toBe(0);
    bench.expectInstalled();
  });

  it('one that does not answer is named, and does not keep the program', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const proxy = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    for (const scheme of ['http', 'https']) {
      const args = ['--split', 'test', '--data-dir', bench.folder, '--retries', '0', '--timeout', '0.3'];
      const mirror = ['--mirror', `${scheme}://127.0.0.1:9/`];
      const { status, stderr } = await run(['fetch-mnist', ...args, ...mirror], {
        env: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy },
      });
      expect(status).toBe(1);
      expect(stderr).toContain(`nothing came for 0.3 s, by way of the proxy ${proxy}`);
    }
    silent.close();
    bench.expectNothingLeft();
  });

  it('one that is not there is named', async () => {
    const proxy = await open();
    await proxy.close();
    const { stderr } = await fetchBy(await bench.serve(), { HTTP_PROXY: proxy.url });
    expect(stderr).toContain(`the connection was refused, by way of the proxy ${proxy.url}`);
  });

  it.each(['socks5://127.0.0.1:1080', 'http://:::'])('%s is not one that is known', async (address) => {
    const { status, stderr } = await fetchBy(await bench.serve(), { HTTP_PROXY: address });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error: .*proxy.*\nhint: .*HTTP_PROXY/);
  });
});

it('no other address is asked than those given', async () => {
  const proxy = await startProxy();
  const mirror = await startMirror();
  await fetchBy(mirror, { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url });
  expect(new Set(proxy.log.map((line) => line.replace(/[^/]*$/, '')))).toEqual(
    new Set([`GET ${mirror.url}`]),
  );
  await mirror.close();
  await proxy.close();
});

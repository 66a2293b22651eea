/** Connections: direct ones, or through the proxy that the environment names (HTTP_PROXY, HTTPS_PROXY, NO_PROXY). */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { UsageError } from '../../errors.js';
import { t } from '../../text.js';
import { withoutUser } from './address.js';

export interface Route {
  readonly agent: HttpAgent;
  /** The proxy that the agent goes through, without user and password. */
  readonly proxy: string | undefined;
}

export class Agents {
  readonly #routes = new Map<string, Route>();
  readonly #closing = new AbortController();

  /** @throws {UsageError} when the environment names a proxy of a kind that is not known */
  async for(url: URL): Promise<Route> {
    const { getProxyForUrl } = await import('proxy-from-env');
    const proxy = getProxyForUrl(url.href);
    const key = `${url.protocol} ${proxy}`;
    const route = this.#routes.get(key) ?? { agent: await this.#open(url, proxy), proxy: shown(proxy) };
    this.#routes.set(key, route);
    return route;
  }

  async #open({ protocol }: URL, proxy: string): Promise<HttpAgent> {
    // A proxy's own certificate is checked, too. The signal ends also a connection to a proxy that never answers.
    const options = { keepAlive: true, rejectUnauthorized: true, signal: this.#closing.signal };
    const isSafe = protocol === 'https:';
    if (proxy === '') return isSafe ? new HttpsAgent(options) : new HttpAgent(options);
    if (!URL.canParse(proxy) || !['http:', 'https:'].includes(new URL(proxy).protocol)) {
      throw new UsageError(
        t`the environment names the proxy ${shown(proxy)}, which is no http or https address`,
        t`set HTTP_PROXY and HTTPS_PROXY to an address like http://proxy.example:3128, or unset them`,
      );
    }
    if (!isSafe) return new (await import('http-proxy-agent')).HttpProxyAgent(proxy, options);
    return new (await import('https-proxy-agent')).HttpsProxyAgent(proxy, options);
  }

  destroy(): void {
    this.#closing.abort();
    for (const { agent } of this.#routes.values()) agent.destroy();
  }
}

function shown(proxy: string): string | undefined {
  return proxy === '' ? undefined : withoutUser(proxy);
}

/** The proxy that the environment asks for, as a message may show it. Choosing it for a request is undici's work. */

type Environment = Readonly<Record<string, string | undefined>>;

/** @returns such as `HTTPS_PROXY=http://proxy:3128`, without user and password; undefined where no proxy is set */
export function proxySetting(url: URL, env: Environment): string | undefined {
  const names =
    url.protocol === 'https:'
      ? ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY']
      : ['http_proxy', 'HTTP_PROXY'];
  const name = names.find((candidate) => env[candidate]);
  return name && `${name}=${withoutUser(env[name]!)}`;
}

/** An address without the user and the password that it may hold. */
export function withoutUser(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//');
}

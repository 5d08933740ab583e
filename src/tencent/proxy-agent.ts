import type { Dispatcher } from 'undici';
import { Pool, ProxyAgent } from 'undici';
import type { Proxy } from './proxies.ts';
import { systemCode } from './retry.ts';

/** A proxy let nothing through: what was to be sent has not left. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
}

/** How long a proxy may take to connect, to itself and to what is behind it. */
const CONNECT_TIMEOUT_MS = 10_000;

/** Connections through a proxy, by CONNECT whatever the scheme. Rejects with a ProxyError. */
export function proxyAgent(proxy: Proxy, options: object): Dispatcher {
  return new ProxyAgent({
    ...options,
    uri: proxy.origin,
    ...(proxy.authorization ? { token: proxy.authorization } : {}),
    clientFactory: (origin, client) => new ProxyPool(proxy.host, origin, client),
  });
}

/** The connections to the proxy itself. */
class ProxyPool extends Pool {
  readonly #host: string;

  constructor(host: string, origin: URL, options: object) {
    super(origin, { ...options, headersTimeout: CONNECT_TIMEOUT_MS });
    this.#host = host;
  }

  override connect(options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData>;
  override connect(
    options: Dispatcher.ConnectOptions,
    callback: (error: Error | null, data: Dispatcher.ConnectData) => void,
  ): void;
  override connect(options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> {
    return this.#tunnel(options);
  }

  async #tunnel(options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> {
    const answer = await super.connect(options).catch((cause: unknown) => {
      throw new ProxyError(`the proxy ${this.#host} cannot be reached (${systemCode(cause)})`, {
        cause,
      });
    });
    if (answer.statusCode === 200) return answer;
    answer.socket.destroy();
    throw new ProxyError(`the proxy ${this.#host} does not connect (status ${answer.statusCode})`);
  }
}

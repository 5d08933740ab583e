import type { Dispatcher } from 'undici';
import { Pool, ProxyAgent } from 'undici';
import { systemCode } from './api-errors.ts';

/** The proxies of the environment this runs in. */
export interface Proxies {
  /** For addresses that begin with https://. */
  readonly https?: Proxy | undefined;
  /** For addresses that begin with http://. */
  readonly http?: Proxy | undefined;
  /** As in NO_PROXY: hosts that are reached without a proxy, and all below them. */
  readonly bypass: readonly string[];
}

export interface Proxy {
  /** Scheme, host and port alone. */
  readonly origin: string;
  /** `host:port`, for messages. */
  readonly host: string;
  /** The value of `Proxy-Authorization`. */
  readonly authorization?: string | undefined;
}

export const NO_PROXIES: Proxies = { bypass: [] };

/** The proxy that leads to a URL, if there is one. */
export function selectProxy(url: URL, { http, https, bypass }: Proxies): Proxy | undefined {
  const proxy = url.protocol === 'https:' ? https : http;
  return proxy && !bypass.some((entry) => matchesHost(entry, url)) ? proxy : undefined;
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' };

/**
 * `*`, a host, or a host with its port. A domain means the hosts below it too, with a leading `.` or
 * `*.` or without, as it does to curl and to GitHub's runner.
 */
function matchesHost(entry: string, url: URL): boolean {
  if (entry === '*') return true;
  const { host, port } = splitPort(entry.toLowerCase());
  const hostname = url.hostname.replace(/[[\]]/g, '');
  const isHost = hostname === host || hostname.endsWith(`.${host}`);
  return isHost && (port === '' || port === (url.port || DEFAULT_PORTS[url.protocol]));
}

/** Tells a port from the groups of an IPv6 address, which stands in brackets where it has a port. */
function splitPort(entry: string): { readonly host: string; readonly port: string } {
  const inBrackets = /^\[(?<host>[^\]]*)\](?::(?<port>\d+))?$/.exec(entry)?.groups;
  const plain = /^(?:\*?\.)?(?<host>[^:]*):(?<port>\d+)$/.exec(entry)?.groups;
  const found = inBrackets ?? plain;
  return { host: found?.host ?? entry.replace(/^\*?\./, ''), port: found?.port ?? '' };
}

/** A proxy let nothing through: what was to be sent has not left. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  readonly code: 'proxy-unreachable' | 'proxy-refused';

  constructor(code: ProxyError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** How long a proxy may take to connect, to itself and to what is behind it. */
const CONNECT_TIMEOUT_MS = 10_000;

/** Connections through a proxy, by CONNECT whatever the scheme. Rejects with a ProxyError. */
export function createProxyAgent(proxy: Proxy, options: object): Dispatcher {
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
      const message = `the proxy ${this.#host} cannot be reached (${systemCode(cause)})`;
      throw new ProxyError('proxy-unreachable', message, { cause });
    });
    if (answer.statusCode === 200) return answer;
    answer.socket.destroy();
    const message = `the proxy ${this.#host} does not connect (status ${answer.statusCode})`;
    throw new ProxyError('proxy-refused', message);
  }
}

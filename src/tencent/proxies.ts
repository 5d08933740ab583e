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
export function proxyFor(url: URL, { http, https, bypass }: Proxies): Proxy | undefined {
  const proxy = url.protocol === 'https:' ? https : http;
  return proxy && !bypass.some((entry) => isMeant(entry, url)) ? proxy : undefined;
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' };

/**
 * `*`, a host, or a host with its port. A domain means the hosts below it too, with a leading `.` or
 * `*.` or without, as it does to curl and to GitHub's runner.
 */
function isMeant(entry: string, url: URL): boolean {
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

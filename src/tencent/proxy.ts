import { BlockList, isIP } from 'node:net';
import type { Dispatcher } from 'undici';
import { Pool, ProxyAgent } from 'undici';
import { systemCode } from './api-errors.ts';
import type { Text } from '../text/message.ts';
import { message } from '../text/message.ts';
import { TextError } from '../text/text-error.ts';

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
  const isHost = hostname === host || hostname.endsWith(`.${host}`) || isInNetwork(host, hostname);
  return isHost && (port === '' || port === (url.port || DEFAULT_PORTS[url.protocol]));
}

/**
 * `10.0.0.0/8`, `fd00::/8`, or an address in another spelling: `0:0:0:0:0:0:0:1`. Names are not
 * looked up for it, as curl does not, either.
 */
function isInNetwork(entry: string, hostname: string): boolean {
  const [address = '', prefix] = entry.replace(/[[\]]/g, '').split('/');
  const family = isIP(address);
  if (family === 0 || family !== isIP(hostname)) return false;
  const longest = family === 4 ? 32 : 128;
  const length = prefix === undefined ? longest : /^\d{1,3}$/.test(prefix) ? Number(prefix) : NaN;
  // A prefix that is none means no network, rather than every address.
  if (!(length <= longest)) return false;
  const network = new BlockList();
  const type = family === 4 ? 'ipv4' : 'ipv6';
  network.addSubnet(address, length, type);
  return network.check(hostname, type);
}

/** Tells a port from the groups of an IPv6 address, which stands in brackets if it has a port. */
function splitPort(entry: string): { readonly host: string; readonly port: string } {
  const inBrackets = /^\[(?<host>[^\]]*)\](?::(?<port>\d+))?$/.exec(entry)?.groups;
  const plain = /^(?:\*?\.)?(?<host>[^:]*):(?<port>\d+)$/.exec(entry)?.groups;
  const found = inBrackets ?? plain;
  return { host: found?.host ?? entry.replace(/^\*?\./, ''), port: found?.port ?? '' };
}

export type ProxyErrorCode =
  | 'proxy-unreachable'
  | 'proxy-refused'
  | 'proxy-authentication'
  | 'proxy-forbidden'
  | 'proxy-without-tls';

/** A proxy let nothing through: what was to be sent has not left. */
export class ProxyError extends TextError {
  override readonly name = 'ProxyError';
  readonly code: ProxyErrorCode;
  /** True if it would be the same at another try. */
  readonly isFinal: boolean;

  constructor(
    code: ProxyErrorCode,
    text: Text,
    { isFinal = false, ...options }: ErrorOptions & { readonly isFinal?: boolean } = {},
  ) {
    super(text, options);
    this.code = code;
    this.isFinal = isFinal;
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
    clientFactory: (origin, client) => new ProxyPool(proxy, origin, client),
  });
}

/** The connections to the proxy itself. */
class ProxyPool extends Pool {
  readonly #proxy: Proxy;

  constructor(proxy: Proxy, origin: URL, options: object) {
    super(origin, { ...options, headersTimeout: CONNECT_TIMEOUT_MS });
    this.#proxy = proxy;
  }

  override connect(options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData>;
  override connect(
    options: Dispatcher.ConnectOptions,
    callback: (error: Error | null, data: Dispatcher.ConnectData) => void,
  ): void;
  override connect(options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> {
    return logIn(this.#proxy, () => this.#tunnel(options));
  }

  async #tunnel(options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> {
    const answer = await super.connect(options).catch((cause: unknown) => {
      throw toProxyError(this.#proxy, cause);
    });
    if (answer.statusCode === 200) return answer;
    answer.socket.destroy();
    throw toRefusal(this.#proxy, answer);
  }
}

/** What OpenSSL says where the other side answers with something else than TLS. */
const NO_TLS = /^(EPROTO|ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST))$/;

function toProxyError({ host, origin }: Proxy, cause: unknown): ProxyError {
  const code = systemCode(cause);
  if (origin.startsWith('https:') && NO_TLS.test(code)) {
    const text = message('network.proxy-without-tls', { host, code });
    return new ProxyError('proxy-without-tls', text, { cause, isFinal: true });
  }
  return new ProxyError('proxy-unreachable', message('network.proxy-unreachable', { host, code }), {
    cause,
  });
}

/** Statuses that another try may change. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

function toRefusal(
  { authorization, host }: Proxy,
  { headers, statusCode: status }: Pick<Dispatcher.ConnectData, 'headers' | 'statusCode'>,
): ProxyError {
  const isFinal = !PASSING.has(status);
  const values = { host, status };
  const refuse = (code: ProxyErrorCode, text: Text) => new ProxyError(code, text, { isFinal });
  if (status === 403) return refuse('proxy-forbidden', message('network.proxy-forbidden', values));
  // tinyproxy answers 401 to a wrong password.
  const wantsLogIn = status === 407 || status === 401;
  if (!wantsLogIn) return refuse('proxy-refused', message('network.proxy-refused', values));
  const offered = [headers['proxy-authenticate']].flat().map((scheme) => scheme ?? '');
  // Only Basic is spoken here; NTLM and Negotiate need a helper on the runner.
  const isBasic = offered.join('') === '' || offered.some((scheme) => /\bbasic\b/i.test(scheme));
  const tried = authorization ? 'network.proxy-wrong-log-in' : 'network.proxy-no-log-in';
  const key = isBasic ? tried : 'network.proxy-other-log-in';
  return refuse('proxy-authentication', message(key, values));
}

/** What has come of a log-in so far; it is kept as long as the proxy itself is known. */
interface LogIn {
  /** Settles with the first answer, and never rejects. */
  first?: Promise<void>;
  refusal?: ProxyError;
  isAccepted?: boolean;
}

const logIns = new WeakMap<Proxy, LogIn>();

/**
 * Connects with a user name and password: a directory may lock an account that is refused again and
 * again. So until the first answer nobody else asks, and once refused nobody does.
 */
async function logIn<T>(proxy: Proxy, connect: () => Promise<T>): Promise<T> {
  if (proxy.authorization === undefined) return connect();
  const state = logIns.get(proxy) ?? {};
  logIns.set(proxy, state);
  if (state.first) await state.first;
  if (state.refusal) throw state.refusal;
  const attempt = connect();
  const seen = attempt.then(
    () => {
      state.isAccepted = true;
    },
    (error: unknown) => {
      const isRefused = error instanceof ProxyError && error.code === 'proxy-authentication';
      // What has been accepted before may be refused for a while in the middle of a rollout.
      if (isRefused && !state.isAccepted) state.refusal = error;
    },
  );
  state.first ??= seen;
  return attempt;
}

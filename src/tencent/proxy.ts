import { BlockList, isIP } from 'node:net';
import type { Dispatcher } from 'undici';
import { Pool, ProxyAgent } from 'undici';
import { systemCode } from './api-errors.ts';
import type { Text } from '../text/message.ts';
import { message } from '../text/message.ts';
import { TextError } from '../text/text-error.ts';

/** The proxies to use. */
export interface Proxies {
  /** For https:// URLs. */
  readonly https?: Proxy | undefined;
  /** For http:// URLs. */
  readonly http?: Proxy | undefined;
  /** The entries of NO_PROXY: hosts reached without a proxy, including their subdomains. */
  readonly bypass: readonly string[];
}

export interface Proxy {
  /** Only scheme, host and port. */
  readonly origin: string;
  /** `host:port`, for messages. */
  readonly host: string;
  /** The value of the `Proxy-Authorization` header. */
  readonly authorization?: string | undefined;
}

export const NO_PROXIES: Proxies = { bypass: [] };

/** Returns the proxy for a URL, if there is one. */
export function selectProxy(url: URL, { http, https, bypass }: Proxies): Proxy | undefined {
  const proxy = url.protocol === 'https:' ? https : http;
  return proxy && !bypass.some((entry) => matchesHost(entry, url)) ? proxy : undefined;
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' };

/**
 * Matches `*`, a host, or a host with its port. A domain includes its subdomains, with or without a
 * leading `.` or `*.`, as in curl and GitHub's runner.
 */
function matchesHost(entry: string, url: URL): boolean {
  if (entry === '*') return true;
  const { host, port } = splitPort(entry.toLowerCase());
  const hostname = url.hostname.replace(/[[\]]/g, '');
  const isHost = hostname === host || hostname.endsWith(`.${host}`) || isInNetwork(host, hostname);
  return isHost && (port === '' || port === (url.port || DEFAULT_PORTS[url.protocol]));
}

/**
 * Matches `10.0.0.0/8`, `fd00::/8`, or another spelling of an address such as `0:0:0:0:0:0:0:1`.
 * Host names are not resolved for this, as in curl.
 */
function isInNetwork(entry: string, hostname: string): boolean {
  const [address = '', prefix] = entry.replace(/[[\]]/g, '').split('/');
  const family = isIP(address);
  if (family === 0 || family !== isIP(hostname)) return false;
  const longest = family === 4 ? 32 : 128;
  const length = prefix === undefined ? longest : /^\d{1,3}$/.test(prefix) ? Number(prefix) : NaN;
  // An invalid prefix matches nothing rather than everything.
  if (!(length <= longest)) return false;
  const network = new BlockList();
  const type = family === 4 ? 'ipv4' : 'ipv6';
  network.addSubnet(address, length, type);
  return network.check(hostname, type);
}

/** Splits off the port. An IPv6 address is in brackets if it has one. */
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

/** A proxy did not let the request through, so it was not sent. */
export class ProxyError extends TextError {
  override readonly name = 'ProxyError';
  readonly code: ProxyErrorCode;
  /** True if a retry would give the same result. */
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

/** How long the connection to a proxy, or the one that it makes, may take. */
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Creates connections through a proxy, with CONNECT for both schemes. Rejects with a ProxyError.
 */
export function createProxyAgent(proxy: Proxy, options: object): Dispatcher {
  return new ProxyAgent({
    ...options,
    uri: proxy.origin,
    ...(proxy.authorization ? { token: proxy.authorization } : {}),
    clientFactory: (origin, client) => new ProxyPool(proxy, origin, client),
  });
}

/** Connections to the proxy itself. */
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

/** OpenSSL's errors if the server does not speak TLS. */
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

/** Statuses that a retry may change. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

function toRefusal(
  { authorization, host }: Proxy,
  { headers, statusCode: status }: Pick<Dispatcher.ConnectData, 'headers' | 'statusCode'>,
): ProxyError {
  const isFinal = !PASSING.has(status);
  const values = { host, status };
  const refuse = (code: ProxyErrorCode, text: Text) => new ProxyError(code, text, { isFinal });
  if (status === 403) return refuse('proxy-forbidden', message('network.proxy-forbidden', values));
  // tinyproxy sends 401 for a wrong password.
  const wantsLogIn = status === 407 || status === 401;
  if (!wantsLogIn) return refuse('proxy-refused', message('network.proxy-refused', values));
  const offered = [headers['proxy-authenticate']].flat().map((scheme) => scheme ?? '');
  // Only Basic is supported; NTLM and Negotiate need a helper on the runner.
  const isBasic = offered.join('') === '' || offered.some((scheme) => /\bbasic\b/i.test(scheme));
  const tried = authorization ? 'network.proxy-wrong-log-in' : 'network.proxy-no-log-in';
  const key = isBasic ? tried : 'network.proxy-other-log-in';
  return refuse('proxy-authentication', message(key, values));
}

/** The state of a login; kept as long as the proxy object. */
interface LogIn {
  /** Settles with the first response; never rejects. */
  first?: Promise<void>;
  refusal?: ProxyError;
  isAccepted?: boolean;
}

const logIns = new WeakMap<Proxy, LogIn>();

/**
 * Connects with a user name and password. Repeated rejections could lock the account in a
 * directory, so other connections wait for the first response, and after a rejection nothing is
 * sent.
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
      // A login that worked before may fail for a while, which must not end a rollout.
      if (isRefused && !state.isAccepted) state.refusal = error;
    },
  );
  state.first ??= seen;
  return attempt;
}

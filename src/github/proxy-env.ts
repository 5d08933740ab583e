import { getEnv } from './runner-env.ts';
import type { InputIssue } from './inputs/input-errors.ts';

/** A proxy of the environment. */
export interface Proxy {
  /** Scheme, host and port alone. */
  readonly origin: string;
  /** `host:port`, for messages. */
  readonly host: string;
  /** The value of `Proxy-Authorization`. */
  readonly authorization?: string;
}

export interface Proxies {
  readonly https: Proxy | undefined;
  readonly http: Proxy | undefined;
  /** The entries of NO_PROXY. */
  readonly bypass: readonly string[];
}

export interface ReadProxies {
  readonly proxies: Proxies;
  readonly issues: readonly InputIssue[];
  /** What of them nobody may see. */
  readonly secrets: readonly string[];
}

interface ReadProxy {
  readonly proxy?: Proxy;
  readonly problem?: InputIssue;
  readonly secrets: readonly string[];
}

/**
 * HTTPS_PROXY, HTTP_PROXY and NO_PROXY; of a variable's two spellings the one in lower case counts,
 * as it does to curl and to GitHub's runner. The one for https is not used for http, nor the other
 * way round.
 */
export function readProxies(env: NodeJS.ProcessEnv): ReadProxies {
  const https = readProxy(env, 'https_proxy');
  const http = readProxy(env, 'http_proxy');
  const { text: bypass = '' } = eitherCase(env, 'no_proxy');
  return {
    proxies: {
      https: https.proxy,
      http: http.proxy,
      bypass: bypass.split(/[\s,]+/).filter((entry) => entry !== ''),
    },
    issues: [https, http].flatMap(({ problem }) => problem ?? []),
    secrets: [...https.secrets, ...http.secrets],
  };
}

function readProxy(env: NodeJS.ProcessEnv, name: string): ReadProxy {
  const { text, variable } = eitherCase(env, name);
  if (text === undefined) return { secrets: [] };
  const url = URL.parse(text.includes('://') ? text : `http://${text}`);
  const { secrets, token } = readUser(url);
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    // Not quoted: there may be a password in it.
    const change = 'use   the URL of an HTTP proxy: http://proxy.example.com:3128';
    return {
      problem: { input: variable, problem: 'is no address of a proxy', fix: change },
      secrets,
    };
  }
  const { origin, host, protocol, port } = url;
  const place = port === '' ? `${host}:${protocol === 'https:' ? '443' : '80'}` : host;
  const authorization = token === undefined ? {} : { authorization: `Basic ${token}` };
  return { proxy: { origin, host: place, ...authorization }, secrets };
}

/** A user name that stands alone is the secret itself: an access token. */
function readUser(url: URL | null): { token?: string; secrets: readonly string[] } {
  if (!url?.username && !url?.password) return { secrets: [] };
  const [user, password] = [decoded(url.username), decoded(url.password)];
  const token = Buffer.from(`${user}:${password}`).toString('base64');
  const secrets = url.password === '' ? [url.username, user] : [url.password, password];
  return { token, secrets: [...secrets, token] };
}

function eitherCase(env: NodeJS.ProcessEnv, name: string): { text?: string; variable: string } {
  const variables = [name, name.toUpperCase()];
  const variable = variables.find((each) => getEnv(env, each) !== undefined) ?? name;
  const text = getEnv(env, variable);
  return { variable, ...(text === undefined ? {} : { text }) };
}

/** A password with a stray percent sign is taken as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

import type { Proxies, Proxy } from './proxy.ts';

/** Environment variables by name. */
type Environment = Readonly<Record<string, string | undefined>>;

/** The proxies that environment variables name. */
export interface ReadProxies {
  readonly proxies: Proxies;
  /** The variables that hold no valid URL of a proxy. */
  readonly invalidVariables: readonly string[];
  /** Passwords and tokens in the variables: nobody may see them. */
  readonly secrets: readonly string[];
}

interface ReadProxy {
  readonly proxy?: Proxy;
  readonly invalidVariable?: string;
  readonly secrets: readonly string[];
}

/**
 * Reads HTTPS_PROXY, HTTP_PROXY and NO_PROXY. Of a variable's two spellings the one in lower case
 * counts, as it does to curl and to GitHub's runner. The proxy for https is not used for http, nor
 * the other way round.
 */
export function readProxies(env: Environment): ReadProxies {
  const https = readProxy(env, 'https_proxy');
  const http = readProxy(env, 'http_proxy');
  const { text: bypass = '' } = findVariable(env, 'no_proxy');
  return {
    proxies: {
      https: https.proxy,
      http: http.proxy,
      bypass: bypass.split(/[\s,]+/).filter((entry) => entry !== ''),
    },
    invalidVariables: [https, http].flatMap(({ invalidVariable }) => invalidVariable ?? []),
    secrets: [...https.secrets, ...http.secrets],
  };
}

function readProxy(env: Environment, name: string): ReadProxy {
  const { text, variable } = findVariable(env, name);
  if (text === undefined) return { secrets: [] };
  const url = URL.parse(text.includes('://') ? text : `http://${text}`);
  const { secrets, token } = readUser(url);
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    return { invalidVariable: variable, secrets };
  }
  const { origin, host, protocol, port } = url;
  const hostAndPort = port === '' ? `${host}:${protocol === 'https:' ? '443' : '80'}` : host;
  const authorization = token === undefined ? {} : { authorization: `Basic ${token}` };
  return { proxy: { origin, host: hostAndPort, ...authorization }, secrets };
}

/** A user name that stands alone is the secret itself: an access token. */
function readUser(url: URL | null): { token?: string; secrets: readonly string[] } {
  if (!url?.username && !url?.password) return { secrets: [] };
  const [user, password] = [decode(url.username), decode(url.password)];
  const token = Buffer.from(`${user}:${password}`).toString('base64');
  const secrets = url.password === '' ? [url.username, user] : [url.password, password];
  return { token, secrets: [...secrets, token] };
}

/** A blank variable counts as not set. */
function findVariable(env: Environment, name: string): { text?: string; variable: string } {
  const variables = [name, name.toUpperCase()];
  const variable = variables.find((each) => env[each]?.trim()) ?? name;
  const text = env[variable]?.trim();
  return text ? { variable, text } : { variable };
}

/** A password with a stray percent sign is taken as it stands. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

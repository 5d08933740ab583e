import type { Proxies, Proxy } from './proxy.ts';
import { readUrlUser } from './url-user.ts';

/** Environment variables by name. */
type Environment = Readonly<Record<string, string | undefined>>;

/** The proxies configured by environment variables. */
export interface ReadProxies {
  readonly proxies: Proxies;
  /** Variables that do not contain a valid proxy URL. */
  readonly invalidVariables: readonly string[];
  /** Passwords and tokens in the variables, which must be masked. */
  readonly secrets: readonly string[];
}

interface ReadProxy {
  readonly proxy?: Proxy;
  readonly invalidVariable?: string;
  readonly secrets: readonly string[];
}

/**
 * Reads HTTPS_PROXY, HTTP_PROXY and NO_PROXY. The lower-case spelling takes precedence, as in curl
 * and GitHub's runner. The HTTPS proxy is not used for HTTP, nor the other way round.
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
  const { secrets, token } = readUrlUser(url);
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    return { invalidVariable: variable, secrets };
  }
  const { origin, host, protocol, port } = url;
  const hostAndPort = port === '' ? `${host}:${protocol === 'https:' ? '443' : '80'}` : host;
  const authorization = token === undefined ? {} : { authorization: `Basic ${token}` };
  return { proxy: { origin, host: hostAndPort, ...authorization }, secrets };
}

/** Finds a variable in either spelling; blank counts as not set. */
function findVariable(env: Environment, name: string): { text?: string; variable: string } {
  const variables = [name, name.toUpperCase()];
  const variable = variables.find((each) => env[each]?.trim()) ?? name;
  const text = env[variable]?.trim();
  return text ? { variable, text } : { variable };
}

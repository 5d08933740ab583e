/** How @actions/http-client, undici and the storage client say that a proxy refused the login. */
const REFUSED =
  /tunneling socket could not be established, statusCode=40[17]|Proxy response \(40[17]\)|\(407\)|Proxy Authentication Required/i;

const MAX_CAUSES = 5;

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/**
 * Whether a client of GitHub failed because a proxy refused its user name and password, or asked for
 * them. Connections of our own carry the code of their error along the causes.
 */
export function isProxyLogInRefused(error: unknown): boolean {
  let current = error;
  for (let depth = 0; isObject(current) && depth < MAX_CAUSES; depth += 1) {
    const { cause, code, message = '' } = current;
    if (code === 'proxy-authentication' || REFUSED.test(String(message))) return true;
    current = cause;
  }
  return false;
}

/** How @actions/http-client, undici and the storage client report a rejected proxy login. */
const REFUSED =
  /tunneling socket could not be established, statusCode=40[17]|Proxy response \(40[17]\)|\(407\)|Proxy Authentication Required/i;

const MAX_CAUSES = 5;

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/**
 * Whether a GitHub client failed because a proxy rejected or required a user name and password. Our
 * own connections carry the error code in the chain of causes.
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

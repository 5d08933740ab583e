/** For a proxy that refuses the user name and password, or asks for them. */
export const PROXY_LOG_IN_ADVICE =
  'write user name and password into HTTPS_PROXY and HTTP_PROXY: http://USER:PASSWORD@HOST:PORT, special characters as %XX';

/**
 * How our own connections, those of @actions/http-client, undici and the storage client say that a
 * proxy refused the user name and password, or asked for them.
 */
const REFUSED =
  /^the proxy .*\(status 40[17]\)|tunneling socket could not be established, statusCode=40[17]|Proxy response \(40[17]\)|\(407\)|Proxy Authentication Required/i;

/** What to change where a client of GitHub failed at a proxy's log-in; '' for other messages. */
export function adviseOnProxyLogIn(message: string): string {
  return REFUSED.test(message) ? PROXY_LOG_IN_ADVICE : '';
}

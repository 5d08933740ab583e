import { systemCode } from '../tencent/api-errors.ts';
import { ProxyError } from '../tencent/proxy.ts';

/** Short codes for those of undici that do not tell users anything. */
const CODES: Readonly<Record<string, string>> = {
  UND_ERR_CONNECT_TIMEOUT: 'TIMEOUT',
  UND_ERR_HEADERS_OVERFLOW: 'MALFORMED',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'MALFORMED',
  UND_ERR_SOCKET: 'CLOSED',
};

/** Returns a code for an error of a probe, such as ECONNREFUSED or PROXY_AUTHENTICATION. */
export function toFailureCode(error: unknown): string {
  if (error instanceof ProxyError) return error.code.toUpperCase().replaceAll('-', '_');
  const code = systemCode(error);
  // Errors of the HTTP parser.
  if (code.startsWith('HPE_')) return 'MALFORMED';
  return CODES[code] ?? (code || 'UNKNOWN');
}

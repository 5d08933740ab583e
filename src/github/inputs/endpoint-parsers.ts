import { isLoopback } from '../../loopback.ts';
import { invalid } from './input-parsers.ts';
import type { Parser, ParseResult } from './input-parsers.ts';

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const ROOT_DOMAIN = new RegExp(`^(?:${LABEL}\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$`);
const SERVICE_HOST = /^(?:car|dlc|scf|sts|tem)\.((?:[^.]+\.)*tencentcloudapi\.com)$/;

/**
 * Where the cloud's API is: a root domain, in lower case (the host is `SERVICE.ROOT`), or the URL
 * of one gateway that serves every service, as given. Plain http goes to loopback alone.
 */
export const endpoint: Parser<string> = {
  parse: (given) => {
    // Not quoted: what stands before an @ or after a ? may be secret.
    if (given.includes('@')) {
      return {
        problem: 'has a user name or password in it',
        fix: 'use   the address without them',
      };
    }
    if (/[?#]/.test(given)) {
      return { problem: 'has a query or fragment in it', fix: 'use   the address without it' };
    }
    return given.includes('://') ? parseUrl(given) : parseRoot(given);
  },
};

function parseRoot(given: string): ParseResult<string> {
  const domain = given.toLowerCase();
  const root = SERVICE_HOST.exec(domain)?.[1];
  if (root !== undefined)
    return invalid(given, `use   ${root}   (the service's name is put before it)`);
  return ROOT_DOMAIN.test(domain) && domain.length <= 253
    ? { value: domain }
    : invalid(
        given,
        'use   a root domain or a URL: tencentcloudapi.com, https://gateway.example.com',
      );
}

function parseUrl(given: string): ParseResult<string> {
  const url = URL.canParse(given) && !/\s/.test(given) ? new URL(given) : undefined;
  if (url?.protocol === 'https:') return { value: given };
  if (url?.protocol !== 'http:') return invalid(given, 'use   a URL: https://gateway.example.com');
  return isLoopback(url)
    ? { value: given }
    : invalid(given, 'use   https   (plain http is for localhost, 127.0.0.1 and [::1] alone)');
}

/**
 * The URL template of COS: `{bucket}` and `{region}` are filled in where they stand, and the
 * object's key comes behind its path. Plain http goes to loopback alone.
 */
export const cosEndpoint: Parser<string> = {
  parse: (given) => {
    const sample = given.replaceAll('{bucket}', 'bucket').replaceAll('{region}', 'region');
    const parsed = sample.includes('://')
      ? endpoint.parse(sample)
      : invalid(given, 'use   a URL: https://{bucket}.cos.{region}.myqcloud.com');
    return 'value' in parsed ? { value: given } : parsed;
  },
};

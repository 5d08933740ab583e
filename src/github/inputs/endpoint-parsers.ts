import { isLoopback } from '../../loopback.ts';
import { message } from '../../text/message.ts';
import { invalid } from './input-parsers.ts';
import type { Parser, ParseResult } from './input-parsers.ts';
import { SERVICE_NAMES } from './service-inputs.ts';

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const ROOT_DOMAIN = new RegExp(`^(?:${LABEL}\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$`);
const SERVICE_HOST = new RegExp(
  `^(?:${SERVICE_NAMES.join('|')})\\.((?:[^.]+\\.)*tencentcloudapi\\.com)$`,
);

/**
 * Parses the API endpoint. Either a root domain, which becomes lower case (the host is
 * `SERVICE.ROOT`), or the URL of a gateway for all services, which is kept as given. Plain HTTP is
 * allowed only to loopback.
 */
export const endpoint: Parser<string> = {
  parse: (text) => {
    // The value is not quoted: text before `@` or after `?` may be secret.
    if (text.includes('@')) {
      return {
        problem: message('input.has-password'),
        fix: message('input.remove-password'),
      };
    }
    if (/[?#]/.test(text)) {
      return { problem: message('input.has-query'), fix: message('input.remove-query') };
    }
    return text.includes('://') ? parseUrl(text) : parseRoot(text);
  },
};

const EXAMPLE_GATEWAY = 'https://gateway.example.com';
const EXAMPLE_COS = 'https://{bucket}.cos.{region}.myqcloud.com';

function parseRoot(text: string): ParseResult<string> {
  const domain = text.toLowerCase();
  const root = SERVICE_HOST.exec(domain)?.[1];
  if (root !== undefined) return invalid(text, message('input.use-root', { root }));
  return ROOT_DOMAIN.test(domain) && domain.length <= 253
    ? { value: domain }
    : invalid(
        text,
        message('input.use-root-or-url', { domain: 'tencentcloudapi.com', url: EXAMPLE_GATEWAY }),
      );
}

function parseUrl(text: string): ParseResult<string> {
  const url = URL.canParse(text) && !/\s/.test(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:') return { value: text };
  if (url?.protocol !== 'http:') {
    return invalid(text, message('input.use-url', { example: EXAMPLE_GATEWAY }));
  }
  return isLoopback(url) ? { value: text } : invalid(text, message('input.use-https'));
}

/**
 * Parses the URL template of COS. `{bucket}` and `{region}` are replaced, and the object key is
 * appended to the path. Plain HTTP is allowed only to loopback.
 */
export const cosEndpoint: Parser<string> = {
  parse: (text) => {
    const sample = text.replaceAll('{bucket}', 'bucket').replaceAll('{region}', 'region');
    const parsed = sample.includes('://')
      ? endpoint.parse(sample)
      : invalid(text, message('input.use-url', { example: EXAMPLE_COS }));
    return 'value' in parsed ? { value: text } : parsed;
  },
};

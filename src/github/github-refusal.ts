import type { Text } from '../text/message.ts';
import { message } from '../text/message.ts';
import { isProxyLogInRefused } from './proxy-log-in.ts';
import { stripControlChars, truncate } from '../text/sanitize.ts';

/** An error of GitHub's client. Without a response, the client makes up a status. */
export interface GithubError {
  readonly status?: number;
  readonly message?: string;
  readonly response?: { readonly headers?: Readonly<Record<string, string | number | undefined>> };
}

/** Converts anything thrown to an error of GitHub's client. */
export function toGithubError(error: unknown): GithubError {
  return typeof error === 'object' && error !== null ? error : { message: String(error) };
}

/** The message of GitHub, or of a proxy in between, on one line, and the fix ('' if unknown). */
export interface GithubRefusal {
  readonly said: Text;
  readonly fix: Text;
}

/** Explains an error. One status can have many causes, so the message and headers decide too. */
export function explainRefusal(error: GithubError): GithubRefusal {
  const { message: answer = '', response, status = 0 } = error;
  const page = describePage(answer);
  const said = page ?? truncate(stripControlChars(answer), MAX_MESSAGE_LENGTH);
  if (status === 407 || isProxyLogInRefused(error)) {
    return { said, fix: message('network.proxy-log-in') };
  }
  if (!response) return { said, fix: '' };
  if (page !== undefined && status < 500) return { said, fix: message('github.check-way') };
  return { said, fix: findReason(error, answer) ?? FIXES[status] ?? '' };
}

const MAX_MESSAGE_LENGTH = 300;

/** Proxies write pages as short as `<h1>Blocked</h1>`. */
const PAGE = /<(!doctype html|html|head|body|title|meta|script|style|center|h[1-6])\b/i;

/**
 * Returns a description of an HTML page sent instead of an API response, by its title. Undefined
 * for any other message.
 */
export function describePage(answer: string): Text | undefined {
  if (!PAGE.test(answer)) return undefined;
  const html = /<(?:title|h1)[^>]*>([^<]*)/i.exec(answer)?.[1] ?? '';
  const title = truncate(stripControlChars(html.replace(/\s+/g, ' ')), 80);
  return title === '' ? message('github.html-page') : message('github.html-page-titled', { title });
}

/**
 * Message patterns from GitHub's documentation on troubleshooting its REST API. The first match
 * wins.
 */
const REASONS: readonly (readonly [RegExp, Text])[] = [
  [/IP allow list/i, message('github.check-allow-list')],
  [/SAML|single sign-on/i, message('github.authorize-sso')],
  [/archived/i, message('github.unarchive')],
];

function findReason({ status, response }: GithubError, answer: string): Text | undefined {
  const headers = response?.headers ?? {};
  const isExhausted = String(headers['x-ratelimit-remaining']) === '0';
  const isLimited = isExhausted || /rate limit|abuse detection/i.test(answer);
  if (status === 429 || (status === 403 && isLimited)) {
    return describeLimit(headers['x-ratelimit-reset']);
  }
  return REASONS.find(([pattern]) => pattern.test(answer))?.[1];
}

/** `seconds` since 1970, from GitHub's header on when the rate limit resets. */
function describeLimit(seconds: string | number | undefined): Text {
  const end = new Date(Number(seconds) * 1000);
  return Number.isNaN(end.getTime())
    ? message('github.rate-limited')
    : message('github.rate-limited-until', { time: end.toISOString().slice(11, 16) });
}

const FIXES: Readonly<Record<number, Text>> = {
  401: message('github.check-token'),
  403: message('github.grant-deployments'),
  404: message('github.check-deployment'),
  422: message('github.check-environment'),
};

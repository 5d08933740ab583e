import { adviseOnProxyLogIn } from '../text/proxy-log-in.ts';
import { stripControlChars, truncate } from '../text/sanitize.ts';

/** What GitHub's client throws; without a response it invents the status. */
export interface GithubError {
  readonly status?: number;
  readonly message?: string;
  readonly response?: { readonly headers?: Readonly<Record<string, string | number | undefined>> };
}

/** What GitHub or something on the way to it said, as one line, and what to change; '' if unknown. */
export interface GithubRefusal {
  readonly said: string;
  readonly fix: string;
}

/** One status stands for many reasons: the message and the headers tell them apart. */
export function explainRefusal(error: GithubError): GithubRefusal {
  const { message = '', response, status = 0 } = error;
  const page = describePage(message);
  const said = page ?? truncate(stripControlChars(message), MAX_MESSAGE_LENGTH);
  const logIn = adviseOnProxyLogIn(status === 407 ? '(407)' : message);
  if (logIn !== '' || !response) return { said, fix: logIn };
  if (page !== undefined && status < 500) return { said, fix: NOT_GITHUB };
  return { said, fix: findReason(error, message) ?? FIXES[status] ?? '' };
}

const MAX_MESSAGE_LENGTH = 300;

/** A page in the place of an answer, by its title; undefined for any other message. */
export function describePage(message: string): string | undefined {
  if (!/<(!doctype|html|head|body)\b/i.test(message)) return undefined;
  const title = /<title[^>]*>([^<]*)/i.exec(message)?.[1] ?? '';
  const words = truncate(stripControlChars(title.replace(/\s+/g, ' ')), 80);
  return words === '' ? 'an HTML page' : `an HTML page: "${words}"`;
}

const NOT_GITHUB =
  "check the proxies and firewalls on the runner's way to GitHub's API: one of them answers in its place";

/** By the words of GitHub's documents on troubleshooting its API; the first match decides. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [
    /IP allow list/i,
    "let an owner of the organization add the runner's address to its IP allow list, or use a runner that is on it",
  ],
  [/SAML|single sign-on/i, 'authorize github-token for the organization (Configure SSO)'],
  [
    /archived/i,
    'the repository is archived and takes no Deployments: remove github-environment, or unarchive it',
  ],
];

function findReason({ status, response }: GithubError, message: string): string | undefined {
  const headers = response?.headers ?? {};
  const isExhausted = String(headers['x-ratelimit-remaining']) === '0';
  const isLimited = isExhausted || /rate limit|abuse detection/i.test(message);
  if (status === 429 || (status === 403 && isLimited)) {
    return `GitHub limits how often this token may ask${formatReset(headers['x-ratelimit-reset'])}: run fewer jobs at once, or use another github-token`;
  }
  return REASONS.find(([pattern]) => pattern.test(message))?.[1];
}

/** `seconds` since 1970, as GitHub tells when the limit ends. */
function formatReset(seconds: string | number | undefined): string {
  const end = new Date(Number(seconds) * 1000);
  return Number.isNaN(end.getTime()) ? '' : ` (until ${end.toISOString().slice(11, 16)} UTC)`;
}

const FIXES: Readonly<Record<number, string>> = {
  401: 'check github-token: it is wrong or has expired',
  403: 'give the job   permissions: deployments: write   (and contents: read, to check out)',
  404: 'check github-deployment-id, and that github-token may see this repository',
  422: 'check github-environment, and that the commit is on the server',
};

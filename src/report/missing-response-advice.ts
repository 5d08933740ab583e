import type { ApiError } from '../tencent/api-errors.ts';
import { AmbiguousResponseError, systemCode, UnreachableError } from '../tencent/api-errors.ts';
import { ProxyError } from '../tencent/proxy.ts';
import { PROXY_LOG_IN_ADVICE } from '../text/proxy-log-in.ts';

/** What to change about a call without a usable answer, in a few words. */
export function adviseOnMissingResponse(error: ApiError): string {
  if (error.cause instanceof ProxyError) return PROXY_ADVICE[error.cause.code];
  if (error instanceof UnreachableError) return adviseOnUnreachable(error);
  const status = error instanceof AmbiguousResponseError ? error.status : undefined;
  return status === undefined ? RUN_AGAIN : adviseOnStatus(status, error);
}

const CHECK_PROXY = 'check HTTPS_PROXY, HTTP_PROXY and NO_PROXY in the environment of the runner';

const PROXY_ADVICE: Readonly<Record<ProxyError['code'], string>> = {
  'proxy-unreachable': `${CHECK_PROXY}; most proxies are written with http://, also in HTTPS_PROXY`,
  'proxy-refused': CHECK_PROXY,
  'proxy-authentication': PROXY_LOG_IN_ADVICE,
  'proxy-forbidden':
    'let the proxy connect to this host (port 443), or add the host to NO_PROXY if the runner reaches it directly',
  'proxy-without-tls': 'write http:// instead of https:// for this proxy in HTTPS_PROXY',
};

const RUN_AGAIN = 'run the job again: it looks before it changes anything';

function adviseOnUnreachable(error: UnreachableError): string {
  const checked = error.service === 'download' ? '' : `${getInput(error)}, and `;
  // An answer that is no TLS comes from a port that speaks something else.
  return /^(EPROTO|ERR_SSL_)/.test(systemCode(error))
    ? `check ${checked}what answers there: it does not speak TLS as it should (a wrong port, or a proxy in between)`
    : `check ${checked}the runner's way to the Internet`;
}

function getInput({ service }: ApiError): string {
  return service === 'cos' ? 'cos-endpoint' : 'endpoint';
}

/** Advice that fits a service's calls, and the advice for an address that a service has given. */
interface StatusAdvice {
  readonly statuses: readonly number[];
  readonly call: (input: string) => string;
  readonly download: string;
}

const NEW_ADDRESS = 'run the job again: it gets another address';
const NOT_THE_API = 'what answers there is not Tencent Cloud';
const RAISE_LIMIT =
  'raise the limit for request bodies in the proxy or gateway on the way, or let this host pass it by';

/** By what each status means for the same request at another time; the first match decides. */
const STATUS_ADVICE: readonly StatusAdvice[] = [
  {
    statuses: [300, 301, 302, 303, 305, 307, 308],
    call: (input) =>
      `check ${input}: it leads to a page that redirects, as the sign-in page of a network does`,
    download: 'check the network: its sign-in page may answer in the place of the file',
  },
  {
    statuses: [401, 403, 451],
    call: (input) =>
      `let the firewall, proxy or gateway on the way pass this host, or check ${input}: the refusal does not come from Tencent Cloud's API`,
    download: `${NEW_ADDRESS}; if it is refused too, a firewall or proxy on the way keeps the runner out`,
  },
  {
    statuses: [407],
    call: () => PROXY_ADVICE['proxy-authentication'],
    download: PROXY_ADVICE['proxy-authentication'],
  },
  {
    statuses: [411, 413, 414, 431],
    call: () => RAISE_LIMIT,
    download: RAISE_LIMIT,
  },
  {
    statuses: [404, 410],
    call: (input) => `check ${input}: ${NOT_THE_API}`,
    download: `the file is not there any more: ${NEW_ADDRESS}`,
  },
];

/** Statuses that pass: the gateway is busy, or what is behind it does not answer. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

function adviseOnStatus(status: number, error: ApiError): string {
  const isDownload = error.service === 'download';
  const input = getInput(error);
  const known = STATUS_ADVICE.find(({ statuses }) => statuses.includes(status));
  if (known) return isDownload ? known.download : known.call(input);
  if (PASSING.has(status)) {
    const others = isDownload ? 'proxies on the way' : `${input} and proxies on the way`;
    return `${RUN_AGAIN}; if it stays, check ${others}`;
  }
  if (isDownload) return `${NEW_ADDRESS}; if it stays, check proxies on the way`;
  // What a gateway says about itself, or a success that is no answer of the API.
  return status >= 500
    ? `check ${input}, and the gateway or proxy that answers there: it does not reach Tencent Cloud`
    : `check ${input}, and proxies on the way: ${NOT_THE_API}`;
}

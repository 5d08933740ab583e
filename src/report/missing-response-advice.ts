import type { ApiError } from '../tencent/api-errors.ts';
import { AmbiguousResponseError, systemCode, UnreachableError } from '../tencent/api-errors.ts';
import { ProxyError } from '../tencent/proxy.ts';
import type { Message } from '../text/message.ts';
import { message } from '../text/message.ts';

/** Returns the fix for a call without a usable response. */
export function adviseOnMissingResponse(error: ApiError): Message {
  if (error.cause instanceof ProxyError) return PROXY_ADVICE[error.cause.code];
  if (error instanceof UnreachableError) return adviseOnUnreachable(error);
  const status = error instanceof AmbiguousResponseError ? error.status : undefined;
  return status === undefined ? message('network.rerun') : adviseOnStatus(status, error);
}

const PROXY_LOG_IN = message('network.proxy-log-in');

const PROXY_ADVICE: Readonly<Record<ProxyError['code'], Message>> = {
  'proxy-unreachable': message('network.proxy-check-scheme'),
  'proxy-refused': message('network.proxy-check'),
  'proxy-authentication': PROXY_LOG_IN,
  'proxy-forbidden': message('network.proxy-allow'),
  'proxy-without-tls': message('network.proxy-scheme'),
};

function adviseOnUnreachable(error: UnreachableError): Message {
  const isDownload = error.service === 'download';
  const input = getInput(error);
  // The port does not speak TLS.
  if (/^(EPROTO|ERR_SSL_)/.test(systemCode(error))) {
    return isDownload ? message('network.no-tls') : message('network.no-tls-at', { input });
  }
  return isDownload ? message('network.check-route') : message('network.check-route-to', { input });
}

function getInput({ service }: ApiError): string {
  return service === 'cos' ? 'cos-endpoint' : 'endpoint';
}

/** Advice for a service's API, and for a URL that a service returned. */
interface StatusAdvice {
  readonly statuses: readonly number[];
  readonly call: (input: string) => Message;
  readonly download: Message;
}

const RAISE_LIMIT = message('network.raise-limit');

/** By what each status means for a retry. The first match wins. */
const STATUS_ADVICE: readonly StatusAdvice[] = [
  {
    // 511: the network asks to sign in.
    statuses: [300, 301, 302, 303, 305, 307, 308, 511],
    call: (input) => message('network.redirects', { input }),
    download: message('network.download-redirects'),
  },
  {
    statuses: [401, 403, 451],
    call: (input) => message('network.forbidden', { input }),
    download: message('network.download-forbidden'),
  },
  { statuses: [407], call: () => PROXY_LOG_IN, download: PROXY_LOG_IN },
  { statuses: [411, 413, 414, 431], call: () => RAISE_LIMIT, download: RAISE_LIMIT },
  {
    statuses: [404, 410],
    call: (input) => message('network.not-the-api', { input }),
    download: message('network.download-gone'),
  },
];

/** Temporary statuses: the gateway is overloaded, or its backend does not respond. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

function adviseOnStatus(status: number, error: ApiError): Message {
  const isDownload = error.service === 'download';
  const input = getInput(error);
  const known = STATUS_ADVICE.find(({ statuses }) => statuses.includes(status));
  if (known) return isDownload ? known.download : known.call(input);
  if (PASSING.has(status)) {
    return isDownload
      ? message('network.download-rerun')
      : message('network.rerun-or-check', { input });
  }
  if (isDownload) return message('network.download-other');
  // An error of a gateway, or a success without a response of the API.
  return status >= 500
    ? message('network.gateway', { input })
    : message('network.not-the-api-proxies', { input });
}

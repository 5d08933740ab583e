import { setDefaultAutoSelectFamilyAttemptTimeout } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import type { Dispatcher } from 'undici';
import { Agent, buildConnector, Pool, request } from 'undici';
import type { ApiCallName } from './api-errors.ts';
import { AmbiguousResponseError, systemCode, UnreachableError } from './api-errors.ts';
import { findCertificateFault } from './certificate-codes.ts';
import { createTolerantConnector, isConnectFailure } from './connector.ts';
import { decodeBody, readCodings } from './content-encoding.ts';
import { asObject, asObjects } from './json.ts';
import { message } from '../text/message.ts';
import type { Proxies } from './proxy.ts';
import { RenewableAgent } from './renewable-agent.ts';
import { createProxyAgent, NO_PROXIES, ProxyError, selectProxy } from './proxy.ts';

/** A POST and what came back. Headers and body are as they stand on the wire. */
export interface HttpPost {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpResponse {
  readonly status: number;
  /** The `Date` header, if there is one. */
  readonly date?: string | undefined;
  /** The `Retry-After` header, if there is one. */
  readonly retryAfter?: string | undefined;
  readonly body: string;
}

/** Sends a POST. Rejects with the signal's reason, or with whatever the transport threw. */
export type Post = (call: HttpPost, signal?: AbortSignal) => Promise<HttpResponse>;

const CONNECT_TIMEOUT_MS = 10_000;
/**
 * How long one address of a host may take before the next one is tried. Node's own 250 ms are less
 * than a handshake across the world, and the next address may be one that has no route: so a lost
 * first packet, which is sent again after a second, is waited for.
 */
const ADDRESS_TIMEOUT_MS = 2_500;
/** The official SDKs wait 60 s for an answer; reads of the rollout come back long before. */
export const RESPONSE_TIMEOUT_MS = 60_000;

/**
 * How long a connection is kept without a request, however long the server would: what stands in
 * between forgets idle ones, some after a minute or less.
 */
const MAX_IDLE_MS = 20_000;
/** Gateways add headers: Node's own limit of 16 KiB is too little for some. */
const MAX_HEADER_BYTES = 256 * 1024;

/**
 * The pool of connections of one run, through `proxies` if they are to be used; no request can
 * hang for longer than its timeouts. Nothing is read from the environment.
 */
export function createDispatcher(proxies: Proxies = NO_PROXIES): Dispatcher {
  const connect = buildConnector({
    timeout: CONNECT_TIMEOUT_MS,
    autoSelectFamilyAttemptTimeout: ADDRESS_TIMEOUT_MS,
  });
  const createAgent = () =>
    new Agent({
      connect,
      headersTimeout: RESPONSE_TIMEOUT_MS,
      bodyTimeout: RESPONSE_TIMEOUT_MS,
      keepAliveMaxTimeout: MAX_IDLE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      factory: (origin, options) => {
        const proxy = selectProxy(new URL(origin), proxies);
        return proxy
          ? createProxyAgent(proxy, Object.assign({}, options, { factory: createPool }))
          : createPool(origin, options);
      },
    });
  return new RenewableAgent(createAgent);
}

/** The connections to one host; `options` has the function that makes one. */
function createPool(origin: string | URL, options: Pool.Options): Pool {
  const { connect } = options;
  return new Pool(origin, {
    ...options,
    ...(typeof connect === 'function' ? { connect: createTolerantConnector(connect) } : {}),
  });
}

/** Gives each address of a host its time on all connections of the process, whoever makes them. */
export function giveAddressesTime(): void {
  setDefaultAutoSelectFamilyAttemptTimeout(ADDRESS_TIMEOUT_MS);
}

/** POST through undici. */
export function createPost(dispatcher: Dispatcher): Post {
  return async ({ url, headers, body }, signal) => {
    const answer = await request(url, {
      method: 'POST',
      headers,
      body,
      dispatcher,
      ...(signal ? { signal } : {}),
    });
    const { date, 'content-encoding': encoding = '', 'retry-after': retryAfter } = answer.headers;
    const decoded = decodeBody(answer.body, readCodings(String(encoding)));
    return {
      status: answer.statusCode,
      body: await readText(decoded),
      ...(typeof date === 'string' ? { date } : {}),
      ...(typeof retryAfter === 'string' ? { retryAfter } : {}),
    };
  };
}

/**
 * Codes of errors that come before a byte of the request is sent. UND_ERR_INVALID_ARG is a header
 * that cannot be sent, such as keys of the cloud with a line break.
 */
const BEFORE_SENDING =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EPROTO|UND_ERR_CONNECT_TIMEOUT|UND_ERR_INVALID_ARG|ERR_SSL_\w+|ERR_TLS_\w+|OUT_OF_MEM)$/;

/** Bytes that were damaged on their way, which TLS may notice at any time. */
const DAMAGED = /^ERR_SSL_\w*(BAD_RECORD_MAC|DECRYPT)/;

/** What the transport threw, as one of our errors: did the request leave or not? */
export function toTransportError(call: ApiCallName, host: string, cause: unknown) {
  if (cause instanceof ProxyError) {
    return new UnreachableError({ ...call, cause, message: cause.text });
  }
  const code = systemCode(cause);
  const reason = code || (cause instanceof Error ? cause.message : String(cause));
  const isUnsent =
    isConnectFailure(cause) ||
    findCertificateFault(code) !== undefined ||
    (BEFORE_SENDING.test(code) && !DAMAGED.test(code)) ||
    failedToConnect(cause);
  const values = { host, reason };
  return isUnsent
    ? new UnreachableError({ ...call, cause, message: message('network.unreachable', values) })
    : new AmbiguousResponseError({
        ...call,
        cause,
        message: message('network.no-response', values),
      });
}

/** True also where several addresses of a host were tried, each in vain. */
function failedToConnect(cause: unknown): boolean {
  const error = asObject(cause);
  const attempts = asObjects(error?.errors);
  return attempts.length > 0 ? attempts.every(failedToConnect) : error?.syscall === 'connect';
}

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
import { createAbortableConnector, createStoppableConnector } from './probe-connector.ts';
import type { Proxies } from './proxy.ts';
import { RenewableAgent } from './renewable-agent.ts';
import { createProxyAgent, NO_PROXIES, ProxyError, selectProxy } from './proxy.ts';

/** A POST request. Headers and body are sent as given. */
export interface HttpPost {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpResponse {
  readonly status: number;
  /** The `Date` header, if present. */
  readonly date?: string | undefined;
  /** The `Retry-After` header, if present. */
  readonly retryAfter?: string | undefined;
  readonly body: string;
}

/** Sends a POST. Rejects with the signal's reason or the transport's error. */
export type Post = (call: HttpPost, signal?: AbortSignal) => Promise<HttpResponse>;

const CONNECT_TIMEOUT_MS = 10_000;
/**
 * How long one address of a host may take before the next one is tried. Node's default of 250 ms is
 * shorter than a handshake across the world, and the next address may have no route. 2.5 s also
 * allows for one lost packet, which is sent again after a second.
 */
const ADDRESS_TIMEOUT_MS = 2_500;
/** The same as in the official SDKs. Reads during a rollout have a shorter limit. */
export const RESPONSE_TIMEOUT_MS = 60_000;

/**
 * How long an idle connection is kept, whatever the server allows: firewalls and gateways drop idle
 * connections, some after a minute or less.
 */
const MAX_IDLE_MS = 30_000;
/** Gateways add headers, and Node's default of 16 KiB is too little for some of them. */
const MAX_HEADER_BYTES = 256 * 1024;

/** The headers of an answer to a probe: enough for any gateway, and not much if it never ends. */
const MAX_PROBE_HEADER_BYTES = 32 * 1024;
/** Longer than a probe's connection is used. */
const MAX_PROBE_IDLE_MS = 1_000;

/**
 * Creates the connection pool of a run, with optional proxies. Its timeouts end every request that
 * hangs. Does not read the environment.
 */
export function createDispatcher(proxies: Proxies = NO_PROXIES): Dispatcher {
  const connect = createConnector(CONNECT_TIMEOUT_MS);
  const createAgent = () =>
    createProxiedAgent(proxies, createPool, {
      connect,
      headersTimeout: RESPONSE_TIMEOUT_MS,
      bodyTimeout: RESPONSE_TIMEOUT_MS,
      // Also where a server announces no limit: undici's default of 4 s is shorter than the pause
      // between two polls, so that each one would need a new connection.
      keepAliveTimeout: MAX_IDLE_MS,
      keepAliveMaxTimeout: MAX_IDLE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
    });
  return new RenewableAgent(createAgent);
}

export interface ProbeConnections {
  /**
   * How long connecting may take, in ms. A probe may have ended before, and nothing but this ends
   * its connection then.
   */
  readonly connectTimeout: number;
  /**
   * Ends connections that are not yet open, which `destroy()` would leave to their timeout.
   */
  readonly stop: AbortSignal;
}

/**
 * Creates connections for probes, with the same proxies and certificates as for API calls. Whoever
 * sends a probe limits its time.
 */
export function createProbeDispatcher(
  proxies: Proxies,
  { connectTimeout, stop }: ProbeConnections,
): Dispatcher {
  return createProxiedAgent(proxies, createProbePool, {
    connect: createStoppableConnector(createConnector(connectTimeout), stop),
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: MAX_PROBE_IDLE_MS,
    keepAliveMaxTimeout: MAX_PROBE_IDLE_MS,
    maxHeaderSize: MAX_PROBE_HEADER_BYTES,
  });
}

function createConnector(timeout: number): buildConnector.connector {
  return buildConnector({
    timeout,
    autoSelectFamilyAttemptTimeout: ADDRESS_TIMEOUT_MS,
  });
}

type CreatePool = (origin: string | URL, options: Pool.Options) => Pool;

/** Creates an agent that uses a proxy for the hosts that need one. */
function createProxiedAgent(
  proxies: Proxies,
  createPool: CreatePool,
  options: Agent.Options,
): Agent {
  return new Agent({
    ...options,
    factory: (origin, given) => {
      const proxy = selectProxy(new URL(origin), proxies);
      return proxy
        ? createProxyAgent(proxy, Object.assign({}, given, { factory: createPool }))
        : createPool(origin, given);
    },
  });
}

/** Creates the pool for one host; `options` has the connect function. */
function createPool(origin: string | URL, options: Pool.Options): Pool {
  const { connect } = options;
  return new Pool(origin, {
    ...options,
    ...(typeof connect === 'function' ? { connect: createTolerantConnector(connect) } : {}),
  });
}

function createProbePool(origin: string | URL, options: Pool.Options): Pool {
  const { connect } = options;
  return createPool(origin, {
    ...options,
    ...(typeof connect === 'function' ? { connect: createAbortableConnector(connect) } : {}),
  });
}

/**
 * Sets the time for each address of a host, for all connections of the process, including those of
 * libraries.
 */
export function giveAddressesTime(): void {
  setDefaultAutoSelectFamilyAttemptTimeout(ADDRESS_TIMEOUT_MS);
}

/** Creates a Post that uses undici. */
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
 * Codes of errors before the first byte of a request is sent. UND_ERR_INVALID_ARG is a header that
 * cannot be sent, such as temporary keys with a line break.
 */
const BEFORE_SENDING =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EPROTO|UND_ERR_CONNECT_TIMEOUT|UND_ERR_INVALID_ARG|ERR_SSL_\w+|ERR_TLS_\w+|OUT_OF_MEM)$/;

/** Damaged bytes, which TLS may detect at any time. */
const DAMAGED = /^ERR_SSL_\w*(BAD_RECORD_MAC|DECRYPT)/;

/**
 * Converts a transport error to an UnreachableError or an AmbiguousResponseError, depending on
 * whether the request was sent.
 */
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

/** Whether connecting failed. Also true if several addresses of a host failed. */
function failedToConnect(cause: unknown): boolean {
  const error = asObject(cause);
  const attempts = asObjects(error?.errors);
  return attempts.length > 0 ? attempts.every(failedToConnect) : error?.syscall === 'connect';
}

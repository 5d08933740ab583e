import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { request as undiciRequest } from 'undici';
import { ApiError } from '../api-errors.ts';
import { createAuthRecovery } from '../auth-recovery.ts';
import type { ServerClock } from '../auth-recovery.ts';
import type { CredentialProvider, Credentials } from '../credentials/credential-provider.ts';
import { RESPONSE_TIMEOUT_MS, toTransportError } from '../http.ts';
import type { RetryOptions } from '../retry.ts';
import { retry } from '../retry.ts';
import type { ObjectName } from './cos-address.ts';
import { getObjectUrl, getSignedPath, percentEncode } from './cos-address.ts';
import { readCosError } from './cos-errors.ts';
import type { CosResponse } from './cos-response.ts';
import { readText, swallowStreamErrors } from './cos-response.ts';
import { cosAuthorization, cosKeyTime } from './cos-signature.ts';

export interface CosOptions extends RetryOptions {
  /** Its timeouts (connection, headers, idle body) end requests that hang. */
  readonly dispatcher: Dispatcher;
  /** The URL template of getObjectUrl. */
  readonly endpoint: string;
  readonly credentials: CredentialProvider;
  /** Source of the signatures' times. */
  readonly time: ServerClock;
}

/** For requests that the caller retries itself. */
export function withoutRetries(options: CosOptions): CosOptions {
  return { ...options, deadline: -Infinity };
}

type Pairs = Readonly<Record<string, string>>;

/** The bytes of a body. `open` is called for each attempt and returns exactly `length` bytes. */
export interface ObjectBody {
  readonly length: number;
  /**
   * Base64 of the bytes' MD5, for bodies whose CRC-64 COS does not return. It returns the CRC-64 of
   * stored data, so uploads need no second checksum.
   */
  readonly md5?: string;
  readonly open: () => AsyncIterable<Uint8Array>;
}

export interface CosRequest {
  readonly action: string;
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  readonly object: ObjectName;
  readonly parameters?: Pairs;
  /** Headers that are sent but not signed. */
  readonly headers?: Pairs;
  readonly body?: ObjectBody;
  /** Closes the connection after the response. */
  readonly isLastOfConnection?: boolean;
}

/**
 * Signs and sends a request, and retries it if that may help. `read` reads a successful response.
 * Retries are always safe, because every request stores the same bytes in the same place. Rejects
 * with an ApiError (a CosError if COS sent one), with the error of reading the body, or with the
 * signal's reason.
 */
export async function sendToCos<T>(
  options: CosOptions,
  request: CosRequest,
  read: (response: CosResponse) => Promise<T> | T,
): Promise<T> {
  const recover = createAuthRecovery(options.time, cosCredentials(options));
  return retry(options, 'read', () => recover((used) => sendOnce(options, request, used, read)));
}

/**
 * If new credentials cannot be obtained, the old ones are used again: their rejection says more
 * than the failure to renew them.
 */
function cosCredentials({ credentials, signal }: CosOptions): CredentialProvider {
  return async (rejected) => {
    if (!rejected) return credentials();
    const others = await credentials(rejected).catch(() => rejected);
    signal.throwIfAborted();
    return others;
  };
}

async function sendOnce<T>(
  options: CosOptions,
  request: CosRequest,
  credentials: Credentials,
  read: (response: CosResponse) => Promise<T> | T,
): Promise<T> {
  const { action, method } = request;
  const call = { service: 'cos', action };
  const url = getObjectUrl(options.endpoint, request.object);
  const headers = signedHeaders(options, request, credentials, url);
  url.search = queryString(request.parameters ?? {});
  const source = request.body && watchedSource(request.body);
  try {
    const { statusCode, ...received } = await undiciRequest(url, {
      method,
      headers,
      dispatcher: options.dispatcher,
      signal: options.signal,
      reset: request.isLastOfConnection ?? false,
      ...(request.body && source ? bodyOptions(request.body, source.stream) : {}),
    });
    const body = swallowStreamErrors(received.body);
    const response = { action, status: statusCode, headers: received.headers, body };
    if (statusCode >= 300) throw readCosError(call, response, await readText(response));
    return await read(response);
  } catch (cause) {
    if (cause instanceof ApiError) throw cause;
    options.signal.throwIfAborted();
    source?.throwIfBroken();
    throw toTransportError(call, url.host, cause);
  }
}

/** Slowest expected speed behind a proxy that accepts a body at once and forwards it later. */
const MIN_BYTES_PER_MS = 64;
const MAX_ANSWER_TIMEOUT_MS = 15 * 60_000;

/** Returns the limit in ms for a response after a body of `bytes` was sent. */
export function getAnswerTimeout(bytes: number): number {
  return Math.min(MAX_ANSWER_TIMEOUT_MS, RESPONSE_TIMEOUT_MS + Math.ceil(bytes / MIN_BYTES_PER_MS));
}

/** Smaller bodies use the connection's default limit. */
const LONG_BODY_BYTES = 64 * 1024;

function bodyOptions(body: ObjectBody, stream: Readable) {
  return body.length < LONG_BODY_BYTES
    ? { body: stream }
    : { body: stream, headersTimeout: getAnswerTimeout(body.length) };
}

function signedHeaders(
  { time }: CosOptions,
  { method, parameters = {}, headers = {}, body }: CosRequest,
  { secretId, secretKey, token }: Credentials,
  url: URL,
) {
  const signed = {
    host: url.host,
    ...(body ? { 'content-length': String(body.length) } : {}),
    ...(body?.md5 === undefined ? {} : { 'content-md5': body.md5 }),
    ...('range' in headers ? { range: headers.range } : {}),
  };
  const authorization = cosAuthorization({
    secretId,
    secretKey,
    method,
    path: getSignedPath(url),
    parameters,
    headers: signed,
    keyTime: cosKeyTime(time.now()),
  });
  return {
    ...headers,
    ...signed,
    authorization,
    ...(token ? { 'x-cos-security-token': token } : {}),
  };
}

function queryString(parameters: Pairs): string {
  return Object.entries(parameters)
    .map(([name, value]) => (value ? `${name}=${percentEncode(value)}` : name))
    .join('&');
}

/** Wraps the body so that an error of its source is not taken for a broken connection. */
function watchedSource(body: ObjectBody) {
  let failure: { readonly error: unknown } | undefined;
  async function* watched() {
    try {
      yield* body.open();
    } catch (error) {
      failure = { error };
      throw error;
    }
  }
  return {
    stream: Readable.from(watched(), { objectMode: false }),
    throwIfBroken: () => {
      if (failure) throw failure.error;
    },
  };
}

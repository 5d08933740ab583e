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
  /** Its timeouts (connection, headers, idle body) end a request that hangs. */
  readonly dispatcher: Dispatcher;
  /** The URL template, as getObjectUrl takes it. */
  readonly endpoint: string;
  readonly credentials: CredentialProvider;
  /** What the signatures' times come from. */
  readonly time: ServerClock;
}

/** For requests that are sent once: whoever makes them tries again. */
export function withoutRetries(options: CosOptions): CosOptions {
  return { ...options, deadline: -Infinity };
}

type Pairs = Readonly<Record<string, string>>;

/** The bytes of a body; `open` is called for each try and gives exactly `length` bytes. */
export interface ObjectBody {
  readonly length: number;
  /** Base64 of the MD5 of these bytes. */
  readonly md5: string;
  readonly open: () => AsyncIterable<Uint8Array>;
}

export interface CosRequest {
  readonly action: string;
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  readonly object: ObjectName;
  readonly parameters?: Pairs;
  /** Sent, but not signed. */
  readonly headers?: Pairs;
  readonly body?: ObjectBody;
  /** Closes the connection after the answer. */
  readonly isLastOfConnection?: boolean;
}

/**
 * Signs, sends and, if it may help, sends again; `read` takes the response of a success. Whatever
 * is sent to COS may be sent again: the same bytes to the same place. Rejects with an ApiError (a
 * CosError where COS said why), with what reading the body threw, or with the signal's reason.
 */
export async function sendToCos<T>(
  options: CosOptions,
  request: CosRequest,
  read: (response: CosResponse) => Promise<T> | T,
): Promise<T> {
  const recover = createAuthRecovery(options.time, cosCredentials(options));
  return retry(options, 'read', () => recover((used) => sendOnce(options, request, used, read)));
}

/** Where others cannot be had, the refusal of these says more than the failure to ask. */
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

/** How slow a line may be behind something that takes a body at once and passes it on in its time. */
const MIN_BYTES_PER_MS = 64;
const MAX_ANSWER_TIMEOUT_MS = 15 * 60_000;

/** How long an answer may take once a body of so many bytes is handed over, in ms. */
export function getAnswerTimeout(bytes: number): number {
  return Math.min(MAX_ANSWER_TIMEOUT_MS, RESPONSE_TIMEOUT_MS + Math.ceil(bytes / MIN_BYTES_PER_MS));
}

/** Below this the limit of the connections will do. */
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
    ...(body ? { 'content-length': String(body.length), 'content-md5': body.md5 } : {}),
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

/** A source that breaks must not look like a connection that broke. */
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

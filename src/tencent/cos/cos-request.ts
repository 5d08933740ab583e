import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { request as undiciRequest } from 'undici';
import type { ServerClock } from '../clock-skew.ts';
import type { Credentials, CredentialProvider } from '../credentials/credential-provider.ts';
import { ApiError, AmbiguousResponseError } from '../api-errors.ts';
import { toTransportError } from '../http.ts';
import type { CosResponse } from './cos-response.ts';
import {
  readCosError,
  ClockSkewError,
  CosError,
  swallowStreamErrors,
  readText,
  getHttpStatus,
} from './cos-response.ts';
import type { ObjectName } from './cos-address.ts';
import { getObjectUrl, percentEncode, getSignedPath } from './cos-address.ts';
import { cosAuthorization, cosKeyTime } from './cos-signature.ts';
import type { Clock } from '../../clock.ts';
import type { RetryEvent } from '../api-client.ts';
import { getRetryDelay } from '../retry.ts';

export interface CosOptions extends RetryOptions {
  /** Its timeouts (connection, headers, idle body) end a request that hangs. */
  readonly dispatcher: Dispatcher;
  /** The URL template of endpoint.ts. */
  readonly endpoint: string;
  readonly credentials: CredentialProvider;
  /** What the signatures' times come from; default: the clock, which nothing sets. */
  readonly time?: ServerClock;
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
}

/**
 * Signs, sends and, where it may help, sends again; `read` takes the answer of a success.
 * Rejects with a CallError (a CosError where COS said why), with what reading the body threw, or
 * with the signal's reason.
 */
export async function sendToCos<T>(
  options: CosOptions,
  request: CosRequest,
  read: (answer: CosResponse) => Promise<T> | T,
): Promise<T> {
  const remedy = createCosRecovery(options);
  return withRetries(options, async () => {
    for (let credentials = await options.credentials(); ;) {
      try {
        return await sendOnce(options, request, credentials, read);
      } catch (error) {
        credentials = await remedy(error, credentials);
      }
    }
  });
}

/**
 * What helps one request at once: a wrong clock is set by the answer's Date, refused keys are
 * renewed; each of them once. Gives the keys to try again with; throws `error` where nothing helps.
 */
function createCosRecovery(options: CosOptions) {
  let isClockSet = false;
  let isRenewed = false;
  return async (error: unknown, used: Credentials): Promise<Credentials> => {
    if (!isClockSet && options.time && isSkewed(error)) {
      isClockSet = true;
      options.time.set(error.serverTime);
      return used;
    }
    if (isRenewed || !mayBeExpired(error)) throw error;
    isRenewed = true;
    return otherCredentials(options, used, error);
  };
}

function isSkewed(error: unknown): error is ClockSkewError & { serverTime: number } {
  return error instanceof ClockSkewError && error.serverTime !== undefined;
}

/** unknown: the code of COS for expired temporary credentials. So any 403 but a wrong clock's. */
function mayBeExpired(error: unknown): boolean {
  return getHttpStatus(error) === 403 && !(error instanceof ClockSkewError);
}

/** Throws `error`, the refusal, where there are no others: it says more than the failure to ask. */
async function otherCredentials(options: CosOptions, rejected: Credentials, error: unknown) {
  const others = await options.credentials(rejected).catch(() => rejected);
  options.signal.throwIfAborted();
  if (others.secretId === rejected.secretId && others.token === rejected.token) throw error;
  return others;
}

async function sendOnce<T>(
  options: CosOptions,
  request: CosRequest,
  credentials: Credentials,
  read: (answer: CosResponse) => Promise<T> | T,
): Promise<T> {
  const { action, method } = request;
  const call = { service: 'cos', action };
  const url = getObjectUrl(options.endpoint, request.object);
  const headers = signedHeaders(options, request, credentials, url);
  url.search = queryString(request.parameters ?? {});
  const source = request.body && watchedSource(request.body);
  try {
    const answer = await undiciRequest(url, {
      ...{ method, headers, dispatcher: options.dispatcher, signal: options.signal },
      ...(source ? { body: source.stream } : {}),
    });
    const status = answer.statusCode;
    const body = swallowStreamErrors(answer.body);
    const cosAnswer = { action, status, headers: answer.headers, body };
    if (status >= 300) throw readCosError(call, cosAnswer, await readText(body));
    return await read(cosAnswer);
  } catch (cause) {
    if (cause instanceof ApiError) throw cause;
    options.signal.throwIfAborted();
    source?.throwIfBroken();
    throw toTransportError(call, url.host, cause);
  }
}

function signedHeaders(
  { clock, time }: CosOptions,
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
    ...{ secretId, secretKey, method, parameters, headers: signed },
    path: getSignedPath(url),
    keyTime: cosKeyTime((time ?? clock).now()),
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

/** How long and how to try again. */
export interface RetryOptions {
  readonly clock: Clock;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** Milliseconds since 1970, after which nothing is tried again. */
  readonly deadline: number;
  readonly signal: AbortSignal;
  readonly onRetry?: (report: RetryEvent) => void;
}

/**
 * Tries again while the failure may pass. Everything that is sent to COS may be sent again: the same
 * bytes to the same place. Rejects with the last failure, or with the signal's reason.
 */
export async function withRetries<T>(
  patience: RetryOptions,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    patience.signal.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      await backoffOrThrow(patience, error, tried);
    }
  }
}

/** Sleeps before try `tried + 1`; throws `error` where there shall be none. */
export async function backoffOrThrow(patience: RetryOptions, error: unknown, tried: number) {
  const { clock, deadline, random, signal } = patience;
  signal.throwIfAborted();
  if (!(error instanceof ApiError)) throw error;
  const pauseMs = getRetryDelay(comparable(error), 'read', tried, random());
  if (pauseMs === undefined || clock.now() + pauseMs > deadline) throw error;
  patience.onRetry?.({ error, pauseMs });
  await clock.sleep(pauseMs, signal);
}

/**
 * Codes that may pass although their status does not say so: the bytes were damaged on their way
 * (BadDigest, document 436/7730), or COS could not complete an upload after it had answered 200.
 * unknown: whether COS has IncompleteBody and RequestTimeout; they would be of the same kind.
 */
const PASSING_CODE =
  /^(BadDigest|IncompleteBody|InternalError|RequestTimeout|ServiceUnavailable|SlowDown)$/;

const PASSING_STATUS = 503;

/** COS says by its status what may pass; the classes of the API's errors go by other codes. */
function comparable(error: ApiError): ApiError {
  if (!(error instanceof CosError)) return error;
  const { service, action, message } = error;
  const mayPass = PASSING_CODE.test(error.code);
  // 200 would read as "no answer"; an error that COS spelt out is an answer.
  const status = error.status === 200 ? 400 : error.status;
  return new AmbiguousResponseError({
    service,
    action,
    message,
    status: mayPass ? PASSING_STATUS : status,
  });
}

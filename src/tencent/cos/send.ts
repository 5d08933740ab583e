import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { request as undiciRequest } from 'undici';
import type { CloudTime } from '../cloud-time.ts';
import type { Credentials, CredentialsSource } from '../credentials.ts';
import { CallError } from '../errors.ts';
import { transportError } from '../http.ts';
import type { CosAnswer } from './answer.ts';
import { answeredError, held, readText } from './answer.ts';

import type { ObjectName } from './endpoint.ts';
import { objectUrl, signedPath } from './endpoint.ts';
import { ClockSkewError, statusOf } from './errors.ts';
import { percentEncode } from './percent.ts';
import type { Patience } from './retry.ts';
import { withRetries } from './retry.ts';
import { cosAuthorization, cosKeyTime } from './signature.ts';

export interface CosOptions extends Patience {
  /** Its timeouts (connection, headers, idle body) end a request that hangs. */
  readonly dispatcher: Dispatcher;
  /** The URL template of endpoint.ts. */
  readonly endpoint: string;
  readonly credentials: CredentialsSource;
  /** What the signatures' times come from; default: the clock, which nothing sets. */
  readonly time?: CloudTime;
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
  read: (answer: CosAnswer) => Promise<T> | T,
): Promise<T> {
  const remedy = cosRemedy(options);
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
function cosRemedy(options: CosOptions) {
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
  return statusOf(error) === 403 && !(error instanceof ClockSkewError);
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
  read: (answer: CosAnswer) => Promise<T> | T,
): Promise<T> {
  const { action, method } = request;
  const call = { service: 'cos', action };
  const url = objectUrl(options.endpoint, request.object);
  const headers = signedHeaders(options, request, credentials, url);
  url.search = queryString(request.parameters ?? {});
  const source = request.body && watchedSource(request.body);
  try {
    const answer = await undiciRequest(url, {
      ...{ method, headers, dispatcher: options.dispatcher, signal: options.signal },
      ...(source ? { body: source.stream } : {}),
    });
    const status = answer.statusCode;
    const body = held(answer.body);
    const cosAnswer = { action, status, headers: answer.headers, body };
    if (status >= 300) throw answeredError(call, cosAnswer, await readText(body));
    return await read(cosAnswer);
  } catch (cause) {
    if (cause instanceof CallError) throw cause;
    options.signal.throwIfAborted();
    source?.throwIfBroken();
    throw transportError(call, url.host, cause);
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
    path: signedPath(url),
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

import type { Clock } from '../clock.ts';
import { abortable } from './abortable.ts';
import type { ServerClock } from './clock-skew.ts';
import type { Credentials, CredentialProvider } from './credentials/credential-provider.ts';
import {
  ApiError,
  ApiResponseError,
  AmbiguousResponseError,
  UnreachableError,
} from './api-errors.ts';
import type { HttpResponse, Post } from './http.ts';
import { toTransportError } from './http.ts';
import type { JsonObject } from './json.ts';
import { asObject, readNumber, parseJson, readText } from './json.ts';
import { createAuthRecovery } from './auth-recovery.ts';
import type { Effect } from './retry.ts';
import { isOutcomeUnknown, getRetryDelay } from './retry.ts';
import { tc3Authorization } from './tc3-signature.ts';

/** One call of the cloud's API. */
export interface ApiCall {
  readonly service: string;
  readonly version: string;
  readonly action: string;
  readonly parameters: JsonObject;
  readonly effect: Effect;
  /**
   * More parameters, fresh for each try, that prove who calls: no signature, `Authorization: SKIP`.
   * What it rejects with is taken as the call's failure.
   */
  readonly unsignedParameters?: () => Promise<JsonObject>;
}

/** `response` is the checked content of `Response`. */
export interface ApiResponse {
  readonly response: JsonObject;
  readonly requestId: string;
}

/** A pause before another try, as it is reported to the caller. */
export interface RetryEvent {
  readonly error: ApiError;
  readonly pauseMs: number;
}

export interface ClientOptions {
  readonly credentials: CredentialProvider;
  readonly endpoint: string;
  readonly region?: string | undefined;
  readonly language: string;
  readonly clock: Clock;
  /** What the signatures' timestamps come from. */
  readonly time: ServerClock;
  readonly post: Post;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** Milliseconds since 1970, after which no call is tried again. */
  readonly deadline: number;
  /** What one try of a read may take, in ms, where that is less than usual. */
  readonly readLimit?: number | undefined;
  /** Cancels reads at once and changes after a short patience, so that their answers are not lost. */
  readonly signal: AbortSignal;
  readonly onRetry?: (report: RetryEvent) => void;
}

/**
 * Calls the API. Rejects with a CallError (errors.ts says which kinds there are), or with the
 * signal's reason.
 */
export type Call = (call: ApiCall) => Promise<ApiResponse>;

/** What a call may take in all; a server that trickles its answer would beat every idle timeout. */
const CALL_TIMEOUT_MS = 90_000;
/** What a read is given at the end of the time, when a last look decides. */
const LAST_READ_MS = 5_000;

/** How long a change that is under way may still take for its answer after a cancel. */
const CANCEL_GRACE_MS = 3_000;

/** A client that signs, sends, checks and, where it is safe, sends again. */
export function createClient(options: ClientOptions): Call {
  return async (call) => {
    const isRemedied = createAuthRecovery(options.time, (used) => credentialsFor(options, used));
    for (let tried = 1; ; tried += 1) {
      options.signal.throwIfAborted();
      const credentials = call.unsignedParameters ? undefined : await credentialsFor(options);
      try {
        return await callOnce(options, call, credentials);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (await isRemedied(error, credentials)) continue;
        const pauseMs = getRetryDelay(error, call.effect, tried, options.random());
        if (pauseMs === undefined || options.clock.now() + pauseMs > options.deadline) throw error;
        options.onRetry?.({ error, pauseMs });
        await options.clock.sleep(pauseMs, options.signal);
      }
    }
  };
}

/** Without credentials the call was not sent: so to get none is never unclear. */
async function credentialsFor(
  { credentials, signal }: ClientOptions,
  rejected?: Credentials,
): Promise<Credentials> {
  try {
    return await abortable(credentials(rejected), signal);
  } catch (cause) {
    if (!isOutcomeUnknown(cause)) throw cause;
    const { service, action, message } = cause;
    throw new UnreachableError({ service, action, message, cause });
  }
}

async function callOnce(
  options: ClientOptions,
  call: ApiCall,
  credentials: Credentials | undefined,
): Promise<ApiResponse> {
  const url = getServiceUrl(options.endpoint, call.service);
  const body = JSON.stringify({ ...call.parameters, ...(await call.unsignedParameters?.()) });
  const timestamp = Math.floor(options.time.now() / 1000);
  const headers = {
    ...commonHeaders(options, call, timestamp),
    ...(credentials
      ? signedHeaders(credentials, { service: call.service, host: url.host, timestamp, body })
      : { ...addressed(url.host), authorization: 'SKIP' }),
  };
  const answered = new AbortController();
  const follows = call.effect === 'read' ? options.signal : patient(options, answered.signal);
  const limit = getCallTimeout(options, call);
  const late = options.clock.timeout(limit);
  const signal = AbortSignal.any([follows, late]);
  try {
    return readResponse(call, await options.post({ url, headers, body }, signal));
  } catch (cause) {
    if (cause instanceof ApiError) throw cause;
    options.signal.throwIfAborted();
    throw late.aborted
      ? unanswered(call, url.host, limit)
      : toTransportError(call, url.host, cause);
  } finally {
    answered.abort();
  }
}

/** A change is never cut short by the deadline: its answer tells what was done. */
function getCallTimeout(options: ClientOptions, { effect }: ApiCall): number {
  if (effect === 'change') return CALL_TIMEOUT_MS;
  const { clock, deadline, readLimit = CALL_TIMEOUT_MS } = options;
  return Math.min(readLimit, Math.max(LAST_READ_MS, deadline - clock.now()));
}

function unanswered(
  { service, action }: ApiCall,
  host: string,
  limit: number,
): AmbiguousResponseError {
  const message = `${host} gave no answer within ${String(Math.round(limit / 1000))} s`;
  return new AmbiguousResponseError({ service, action, message });
}

function commonHeaders({ language, region }: ClientOptions, call: ApiCall, timestamp: number) {
  return {
    'x-tc-action': call.action,
    'x-tc-version': call.version,
    'x-tc-timestamp': String(timestamp),
    'x-tc-language': language,
    'x-tc-requestclient': 'tencent-cloud-deploy-action',
    ...(region ? { 'x-tc-region': region } : {}),
  };
}

function addressed(host: string) {
  return { 'content-type': 'application/json', host };
}

interface Signed {
  readonly service: string;
  readonly host: string;
  readonly timestamp: number;
  readonly body: string;
}

/** Signs what the official SDK for Node.js signs: content type and host, both all in lower case. */
function signedHeaders({ secretId, secretKey, token }: Credentials, { host, ...signed }: Signed) {
  const headers = addressed(host);
  return {
    ...headers,
    authorization: tc3Authorization({ secretId, secretKey, ...signed, headers }),
    ...(token ? { 'x-tc-token': token } : {}),
  };
}

/** The envelope is `{Response: {…}}`; what a gateway says instead is documented nowhere. */
function readResponse(call: ApiCall, { status, date, body }: HttpResponse): ApiResponse {
  const { service, action } = call;
  const envelope = asObject(parseJson(body));
  const response = asObject(envelope?.Response);
  const requestId = readText(response, 'RequestId');
  const error =
    asObject(response?.Error) ?? (status === 200 ? readLegacyError(envelope) : undefined);
  const code = readText(error, 'Code');
  if (code) {
    const message = readText(error, 'Message');
    const answeredAt = Date.parse(date ?? '');
    throw new ApiResponseError({ service, action, code, requestId, message, answeredAt });
  }
  // An error that names no code is still none of the answers that were asked for.
  const hasError = (response?.Error ?? undefined) !== undefined;
  if (status !== 200 || !response || hasError) {
    const what = status === 200 ? 'an answer that is no API answer' : `HTTP status ${status}`;
    throw new AmbiguousResponseError({
      service,
      action,
      status,
      message: `the endpoint sent ${what}`,
    });
  }
  return { response, requestId };
}

/** The form without `Response`, `{code, message, codeDesc}`: the official SDK for Go still reads it. */
function readLegacyError(envelope: JsonObject | undefined): JsonObject | undefined {
  if (!envelope || 'Response' in envelope || readNumber(envelope, 'code') === 0) return undefined;
  return { Code: envelope.codeDesc, Message: envelope.message };
}

/** A signal that follows the client's, but PATIENCE_MS later, unless the answer comes first. */
function patient({ clock, signal }: ClientOptions, answered: AbortSignal): AbortSignal {
  const late = new AbortController();
  const losePatience = async () => {
    await clock.sleep(CANCEL_GRACE_MS, answered);
    late.abort(signal.reason);
  };
  const ignoreAnswered = () => undefined;
  const onAbort = () => void losePatience().catch(ignoreAnswered);
  signal.addEventListener('abort', onAbort, { signal: answered });
  return late.signal;
}

/**
 * The URL that a service's calls go to. `endpoint` is a root domain (`tencentcloudapi.com` gives
 * `https://tem.tencentcloudapi.com/`), or a URL: one gateway that serves every service, with a path
 * of its own or without. The signature is for this URL's host and for the service of the call; its
 * path is always `/`, as the cloud documents it. Unknown: what a gateway with a path makes of that; one
 * that takes its path away before it passes a call on leaves the signature right.
 */
export function getServiceUrl(endpoint: string, service: string): URL {
  return new URL(endpoint.includes('://') ? endpoint : `https://${service}.${endpoint}/`);
}

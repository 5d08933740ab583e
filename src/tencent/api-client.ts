import { abortable } from './abortable.ts';
import { AmbiguousResponseError, ApiResponseError, UnreachableError } from './api-errors.ts';
import { createAuthRecovery } from './auth-recovery.ts';
import type { ServerClock } from './auth-recovery.ts';
import type { CredentialProvider, Credentials } from './credentials/credential-provider.ts';
import type { HttpResponse, Post } from './http.ts';
import { toTransportError } from './http.ts';
import type { JsonObject } from './json.ts';
import { asObject, parseJson, readNumber, readText } from './json.ts';
import type { Effect, RetryOptions } from './retry.ts';
import { isOutcomeUnknown, retry, withoutRetry } from './retry.ts';
import { readRetryAfter } from './retry-after.ts';
import { durationText, message } from '../text/message.ts';
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

export interface ClientOptions extends RetryOptions {
  readonly credentials: CredentialProvider;
  readonly endpoint: string;
  readonly region?: string | undefined;
  readonly language: string;
  /** What the signatures' timestamps come from. */
  readonly time: ServerClock;
  readonly post: Post;
  /** What one try of a read may take, in ms, where that is less than usual. */
  readonly readTimeoutMs?: number | undefined;
  /** Cancels reads at once and changes after CANCEL_GRACE_MS, so that their answers are not lost. */
  readonly signal: AbortSignal;
}

/**
 * Calls the API. Rejects with an ApiError (api-errors.ts says which kinds there are), or with the
 * signal's reason.
 */
export type Call = (call: ApiCall) => Promise<ApiResponse>;

/** A client that signs, sends, checks and, if it is safe, sends again. */
export function createClient(options: ClientOptions): Call {
  return (call) => {
    const isUnsigned = call.unsignedParameters !== undefined;
    const credentials = isUnsigned ? noCredentials : signingCredentials(options);
    const recover = createAuthRecovery(options.time, credentials);
    return retry(options, call.effect, () => recover((used) => callOnce(options, call, used)));
  };
}

const noCredentials: CredentialProvider = () => Promise.resolve({ secretId: '', secretKey: '' });

/**
 * Without credentials the call was not sent: so what is unknown of theirs is not unknown of the call.
 * Whoever gives them has tried again already.
 */
function signingCredentials({ credentials, signal }: ClientOptions): CredentialProvider {
  const getCredentials: CredentialProvider = async (rejected) => {
    try {
      return await abortable(credentials(rejected), signal);
    } catch (cause) {
      if (!isOutcomeUnknown(cause)) throw cause;
      const { service, action, text } = cause;
      throw new UnreachableError({ service, action, message: text, cause });
    }
  };
  return (rejected) => withoutRetry(getCredentials(rejected));
}

async function callOnce(
  options: ClientOptions,
  call: ApiCall,
  credentials: Credentials,
): Promise<ApiResponse> {
  const url = getServiceUrl(options.endpoint, call.service);
  const body = JSON.stringify({ ...call.parameters, ...(await call.unsignedParameters?.()) });
  const headers = createHeaders(options, call, credentials, { host: url.host, body });
  const answered = new AbortController();
  const cancelSignal =
    call.effect === 'read' ? options.signal : delayedSignal(options, answered.signal);
  const timeoutMs = getCallTimeout(options, call);
  const timeoutSignal = options.clock.timeout(timeoutMs);
  const signal = AbortSignal.any([cancelSignal, timeoutSignal]);
  let answer: HttpResponse;
  try {
    answer = await options.post({ url, headers, body }, signal);
  } catch (cause) {
    options.signal.throwIfAborted();
    throw timeoutSignal.aborted
      ? createTimeoutError(call, url.host, timeoutMs)
      : toTransportError(call, url.host, cause);
  } finally {
    answered.abort();
  }
  return readResponse(call, answer);
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

/** Signs what the official SDK for Node.js signs: content type and host, both all in lower case. */
function createHeaders(
  { language, region, time }: ClientOptions,
  call: ApiCall,
  { secretId, secretKey, token }: Credentials,
  { host, body }: { readonly host: string; readonly body: string },
) {
  const { service } = call;
  const timestamp = Math.floor(time.now() / 1000);
  const headers = { 'content-type': 'application/json', host };
  const request = { secretId, secretKey, service, timestamp, headers, body };
  return {
    ...headers,
    'x-tc-action': call.action,
    'x-tc-version': call.version,
    'x-tc-timestamp': String(timestamp),
    'x-tc-language': language,
    'x-tc-requestclient': 'tencent-cloud-deploy-action',
    ...(region ? { 'x-tc-region': region } : {}),
    authorization: call.unsignedParameters ? 'SKIP' : tc3Authorization(request),
    ...(token ? { 'x-tc-token': token } : {}),
  };
}

/** What a call may take in all; a server that trickles its answer would beat every idle timeout. */
const CALL_TIMEOUT_MS = 90_000;
/** A read is small, and another one brings what this one does not. */
const READ_TIMEOUT_MS = 30_000;
/** What a read is given at least, when the time is over and a last one decides. */
const MIN_READ_TIMEOUT_MS = 5_000;

/** A change is never cut short by the deadline: its answer tells what was done. */
function getCallTimeout(options: ClientOptions, { effect }: ApiCall): number {
  if (effect !== 'read') return CALL_TIMEOUT_MS;
  const { clock, deadline, readTimeoutMs = READ_TIMEOUT_MS } = options;
  return Math.min(readTimeoutMs, Math.max(MIN_READ_TIMEOUT_MS, deadline - clock.now()));
}

/** How long a change that is under way may still take for its answer after a cancel. */
const CANCEL_GRACE_MS = 3_000;

/** A signal that follows the client's, but CANCEL_GRACE_MS later, unless the answer comes first. */
function delayedSignal({ clock, signal }: ClientOptions, answered: AbortSignal): AbortSignal {
  const delayed = new AbortController();
  const abortLater = async () => {
    await clock.sleep(CANCEL_GRACE_MS, answered);
    delayed.abort(signal.reason);
  };
  const ignoreAnswered = () => undefined;
  const onAbort = () => void abortLater().catch(ignoreAnswered);
  signal.addEventListener('abort', onAbort, { signal: answered });
  return delayed.signal;
}

function createTimeoutError(
  { service, action }: ApiCall,
  host: string,
  timeoutMs: number,
): AmbiguousResponseError {
  const text = message('network.no-response-within', { host, limit: durationText(timeoutMs) });
  return new AmbiguousResponseError({ service, action, message: text, isTimeout: true });
}

/** The envelope is `{Response: {…}}`; what a gateway says instead is documented nowhere. */
function readResponse(call: ApiCall, answer: HttpResponse): ApiResponse {
  const { service, action } = call;
  const { status, date = '', body, retryAfter = '' } = answer;
  const retryAfterMs = readRetryAfter(retryAfter, date);
  const envelope = asObject(parseJson(body));
  const response = asObject(envelope?.Response);
  const requestId = readText(response, 'RequestId');
  const error =
    asObject(response?.Error) ?? (status === 200 ? readLegacyError(envelope) : undefined);
  const code = readText(error, 'Code');
  if (code) {
    const serverTime = Date.parse(date);
    const told = { code, requestId, message: readText(error, 'Message'), serverTime, retryAfterMs };
    throw new ApiResponseError({ service, action, ...told });
  }
  // An error that names no code is still none of the answers that were asked for.
  const hasError = (response?.Error ?? undefined) !== undefined;
  if (status !== 200 || !response || hasError) {
    const text =
      status === 200
        ? message('network.not-an-answer')
        : message('network.http-status', { status });
    throw new AmbiguousResponseError({ service, action, status, message: text, retryAfterMs });
  }
  return { response, requestId };
}

/** The form without `Response`, `{code, message, codeDesc}`: the official SDK for Go still reads it. */
function readLegacyError(envelope: JsonObject | undefined): JsonObject | undefined {
  if (!envelope || 'Response' in envelope || readNumber(envelope, 'code') === 0) return undefined;
  return { Code: envelope.codeDesc, Message: envelope.message };
}

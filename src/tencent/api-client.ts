import { abortable } from './abortable.ts';
import {
  AmbiguousResponseError,
  ApiError,
  ApiResponseError,
  UnreachableError,
} from './api-errors.ts';
import { createAuthRecovery } from './auth-recovery.ts';
import type { ServerClock } from './auth-recovery.ts';
import type { CredentialProvider, Credentials } from './credentials/credential-provider.ts';
import { RoleKeysError } from './credentials/role-keys-error.ts';
import type { HttpResponse, Post } from './http.ts';
import { toTransportError } from './http.ts';
import type { JsonObject } from './json.ts';
import { asObject, parseJson, readNumber, readText } from './json.ts';
import type { Effect, RetryOptions } from './retry.ts';
import { isOutcomeUnknown, retry, withoutRetry } from './retry.ts';
import { readRetryAfter } from './retry-after.ts';
import { durationText, message } from '../text/message.ts';
import { tc3Authorization } from './tc3-signature.ts';

/** One API call. */
export interface ApiCall {
  readonly service: string;
  readonly version: string;
  readonly action: string;
  readonly parameters: JsonObject;
  readonly effect: Effect;
  /**
   * Returns extra parameters that authenticate an unsigned call (`Authorization: SKIP`), new ones
   * for each attempt. If it rejects, the call fails with that error.
   */
  readonly unsignedParameters?: () => Promise<JsonObject>;
}

/** `response` is the validated content of `Response`. */
export interface ApiResponse {
  readonly response: JsonObject;
  readonly requestId: string;
}

export interface ClientOptions extends RetryOptions {
  readonly credentials: CredentialProvider;
  readonly endpoint: string;
  readonly region?: string | undefined;
  readonly language: string;
  /** Source of the signatures' timestamps. */
  readonly time: ServerClock;
  readonly post: Post;
  /** Limit in ms for one attempt of a read, if shorter than the default. */
  readonly readTimeoutMs?: number | undefined;
  /**
   * Cancels reads immediately and changes after CANCEL_GRACE_MS, so that the responses to changes
   * are not lost.
   */
  readonly signal: AbortSignal;
  /**
   * Called if a change was executed, or may have been, because its response is ambiguous or was not
   * waited for.
   */
  readonly onChange?: () => void;
}

/**
 * Calls the API. Rejects with an ApiError (see api-errors.ts for its kinds), or with the signal's
 * reason.
 */
export type Call = (call: ApiCall) => Promise<ApiResponse>;

/** Creates a client that signs, sends and validates calls, and retries them if that is safe. */
export function createClient(options: ClientOptions): Call {
  const { clock, post, signal, time } = options;
  return (call) => {
    const { effect, unsignedParameters } = call;
    const credentials = unsignedParameters ? noCredentials : signingCredentials(options);
    const recover = createAuthRecovery(time, credentials);
    const answer = retry(options, effect, () =>
      recover(async (used) => {
        const url = getServiceUrl(options.endpoint, call.service);
        const body = JSON.stringify({ ...call.parameters, ...(await unsignedParameters?.()) });
        const headers = createHeaders(options, call, used, { host: url.host, body });
        const answered = effect === 'read' ? undefined : new AbortController();
        const cancelSignal = answered ? delayedSignal(options, answered.signal) : signal;
        const timeoutMs = getCallTimeout(options, call);
        const timeoutSignal = clock.timeout(timeoutMs);
        let answer: HttpResponse;
        try {
          const limits = AbortSignal.any([cancelSignal, timeoutSignal]);
          answer = await post({ url, headers, body }, limits);
        } catch (cause) {
          signal.throwIfAborted();
          throw timeoutSignal.aborted
            ? createTimeoutError(call, url.host, timeoutMs)
            : toTransportError(call, url.host, cause);
        } finally {
          answered?.abort();
        }
        return readResponse(call, answer, used, time.now());
      }),
    );
    return effect === 'read' ? answer : reportChange(answer, options);
  };
}

async function reportChange<T>(answer: Promise<T>, { onChange }: ClientOptions): Promise<T> {
  try {
    const response = await answer;
    onChange?.();
    return response;
  } catch (error) {
    const isRefused = error instanceof ApiError && !isOutcomeUnknown(error);
    if (!isRefused) onChange?.();
    throw error;
  }
}

const noCredentials: CredentialProvider = () => Promise.resolve({ secretId: '', secretKey: '' });

/**
 * Wraps errors from getting credentials. The call itself was not sent then, so its outcome is not
 * unknown, even if the outcome of the credentials request is. Not retried here, because the
 * provider has its own retries.
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

/**
 * Returns the URL for the calls of a service. `endpoint` is a root domain (`tencentcloudapi.com`
 * gives `https://tem.tencentcloudapi.com/`) or the URL of a gateway for all services, with or
 * without a path. Signatures cover this URL's host and the service; the signed path is always `/`,
 * as documented. Unknown (api-gateway-path): what a gateway with a path does with the signature.
 * One that removes its path before forwarding leaves the signature valid.
 */
export function getServiceUrl(endpoint: string, service: string): URL {
  return new URL(endpoint.includes('://') ? endpoint : `https://${service}.${endpoint}/`);
}

/** Signs the same headers as the official SDK for Node.js: content type and host, in lower case. */
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

/**
 * Total limit for a call: a server that sends its response byte by byte would never reach an idle
 * timeout.
 */
const CALL_TIMEOUT_MS = 90_000;
/** Reads have small responses and can be repeated, so their limit is shorter. */
const READ_TIMEOUT_MS = 30_000;
/** Minimum for a read at the end of `timeout`, when the last read decides the outcome. */
const MIN_READ_TIMEOUT_MS = 5_000;
/** Minimum for a change at the end of `timeout`: without its response, its outcome is unknown. */
const MIN_CHANGE_TIMEOUT_MS = 20_000;

/**
 * Returns the limit in ms. The deadline never shortens a change, because its response is the only
 * proof of what was done.
 */
function getCallTimeout(options: ClientOptions, { effect }: ApiCall): number {
  const { clock, deadline, readTimeoutMs = READ_TIMEOUT_MS } = options;
  const left = deadline - clock.now();
  if (effect !== 'read') return Math.min(CALL_TIMEOUT_MS, Math.max(MIN_CHANGE_TIMEOUT_MS, left));
  return Math.min(readTimeoutMs, Math.max(MIN_READ_TIMEOUT_MS, left));
}

/** How long a change may still wait for its response after a cancellation. */
const CANCEL_GRACE_MS = 3_000;

/**
 * Returns a signal that aborts CANCEL_GRACE_MS after the client's, unless the response arrives
 * first.
 */
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

/**
 * Reads the envelope `{Response: {…}}`. Unknown (api-gateway-answers): what a gateway sends
 * instead. `receivedAt` is when STS issued the keys, and `now` the time of the response, in ms.
 */
function readResponse(
  call: ApiCall,
  answer: HttpResponse,
  { receivedAt }: Credentials,
  now: number,
): ApiResponse {
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
    const refusal = new ApiResponseError({ service, action, ...told });
    const { rejected } = refusal.meaning;
    const blamesKeys = rejected !== undefined && rejected !== 'time';
    if (blamesKeys && receivedAt !== undefined) throw new RoleKeysError(refusal, now - receivedAt);
    throw refusal;
  }
  // An error without a code is still not a success.
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

/**
 * Reads the old format `{code, message, codeDesc}`, which the official SDK for Go still supports.
 */
function readLegacyError(envelope: JsonObject | undefined): JsonObject | undefined {
  if (!envelope || 'Response' in envelope || readNumber(envelope, 'code') === 0) return undefined;
  return { Code: envelope.codeDesc, Message: envelope.message };
}

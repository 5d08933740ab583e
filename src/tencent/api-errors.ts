import { findCertificateFault } from './certificate-codes.ts';
import { asObject } from './json.ts';
import type { Text } from '../text/message.ts';
import { joinTexts, message } from '../text/message.ts';
import { TextError } from '../text/text-error.ts';

/** The call that failed, in the cloud's own names. */
export interface ApiCallName {
  readonly service: string;
  readonly action: string;
}

/**
 * What a failure says about another try; RETRY_POLICIES says what comes of it.
 * rate-limited: refused before execution, so it may be waited out.
 * not-executed: the request never left, so the cloud certainly did nothing.
 * transient: it may pass, but what was done is unknown; after a change the operation looks first.
 * final: sending it again would bring the same answer.
 */
export type FailureClass = 'rate-limited' | 'not-executed' | 'transient' | 'final';

/** Why a request was refused before it was executed, where auth-recovery.ts can help. */
export type AuthFailure =
  | { readonly kind: 'clock-skew'; readonly serverTime: number }
  | { readonly kind: 'credentials-rejected' };

interface ApiErrorInfo extends ApiCallName {
  readonly message: Text;
  readonly cause?: unknown;
  /** How long the other side asks to wait before another try, in ms. */
  readonly retryAfterMs?: number | undefined;
}

/** A call that did not bring a usable answer. One of the three classes below. */
export abstract class ApiError extends TextError {
  abstract override readonly name: string;
  /** The cloud's code, or one of ours in lower case. */
  abstract readonly code: string;
  abstract readonly failureClass: FailureClass;
  readonly service: string;
  readonly action: string;
  /** How long the other side asks to wait before another try, in ms; `undefined` if it does not. */
  readonly retryAfterMs: number | undefined;

  constructor(info: ApiErrorInfo) {
    super(info.message, 'cause' in info ? { cause: info.cause } : undefined);
    this.service = info.service;
    this.action = info.action;
    this.retryAfterMs = info.retryAfterMs;
  }

  get authFailure(): AuthFailure | undefined {
    return undefined;
  }
}

/**
 * Error codes that are worth another try; the first match decides, and what no row names is final.
 * Source: the cloud's table of common error codes (1252/68119) and the TEM list; "rate limited" is
 * documented as refused before execution, the others say nothing of what was done.
 */
const RETRYABLE_CODES: readonly (readonly [RegExp, FailureClass])[] = [
  [/(^|\.)RequestLimitExceeded(\.|$)/, 'rate-limited'],
  [/^LimitExceeded\.RateLimitExceeded$/, 'rate-limited'],
  // STS alone has this one: "Frequency limit exceeded".
  [/^InvalidParameter\.OverLimit$/, 'rate-limited'],
  [/^ServiceUnavailable(\.|$)/, 'transient'],
  // TEM refuses the version that it was asked to deploy, whatever the name of the code suggests.
  [/^InternalError\.DeployVersionError$/, 'final'],
  [/^InternalError(\.|$)/, 'transient'],
  [/^FailedOperation\.(ActionReadTimeout|DefaultInternalError)$/, 'transient'],
  // CAR alone has these. Unknown: whether a lock that was not got leaves the change undone.
  [/^FailedOperation\.(ProcessTimeout|LockTimeout|SlowDown)$/, 'transient'],
  [/^FailedOperation\.(ApplicationLockFail|VersionLockFail)$/, 'transient'],
];

interface ApiResponseErrorInfo extends ApiErrorInfo {
  readonly code: string;
  readonly requestId: string;
  readonly serverTime?: number | undefined;
}

/** The cloud answered with an error of its own: `{Response: {Error: {Code, Message}, RequestId}}`. */
export class ApiResponseError extends ApiError {
  override readonly name: string = 'ApiResponseError';
  readonly code: string;
  readonly requestId: string;
  /** The answer's `Date` header in milliseconds since 1970; `undefined` if there was none. */
  readonly serverTime: number | undefined;

  constructor(info: ApiResponseErrorInfo) {
    super(info);
    this.code = info.code;
    this.requestId = info.requestId;
    this.serverTime = Number.isNaN(info.serverTime) ? undefined : info.serverTime;
  }

  get failureClass(): FailureClass {
    return RETRYABLE_CODES.find(([pattern]) => pattern.test(this.code))?.[1] ?? 'final';
  }

  override get authFailure(): AuthFailure | undefined {
    if (hasCode(this, 'AuthFailure.SignatureExpire')) return clockSkew(this.serverTime);
    return hasCode(this, 'AuthFailure.TokenFailure') ? { kind: 'credentials-rejected' } : undefined;
  }
}

/** A wrong clock; `undefined` if the server did not tell the right time. */
export function clockSkew(serverTime: number | undefined): AuthFailure | undefined {
  return serverTime === undefined ? undefined : { kind: 'clock-skew', serverTime };
}

/**
 * Certificates that are wrong stay wrong, and so does the other side's idea of TLS: see the codes of
 * Node's TLS and OpenSSL. A server that is in trouble, and bytes that were damaged, may pass.
 */
const WRONG_TLS = /^(EPROTO$|ERR_TLS_|ERR_SSL_(?!\w*(INTERNAL_ERROR|BAD_RECORD_MAC|DECRYPT)))/;

/** The request never left: no address, no connection, no TLS. The cloud has done nothing. */
export class UnreachableError extends ApiError {
  override readonly name = 'UnreachableError';
  readonly code = 'unreachable';

  get failureClass(): FailureClass {
    // A cause of our own knows whether it would be the same again: a proxy that refuses us does.
    const isFinal = asObject(this.cause)?.isFinal === true;
    const code = systemCode(this.cause);
    const isWrongTls = WRONG_TLS.test(code) || findCertificateFault(code) !== undefined;
    const isUnsendable = code === 'UND_ERR_INVALID_ARG';
    return isFinal || isWrongTls || isUnsendable ? 'final' : 'not-executed';
  }
}

/** The statuses of gateways that say "not now". */
const TRANSIENT_STATUS = new Set([408, 425, 429, 500, 502, 503, 504]);

export function isTransientStatus(status: number): boolean {
  return TRANSIENT_STATUS.has(status);
}

interface AmbiguousResponseErrorInfo extends ApiErrorInfo {
  readonly status?: number;
  readonly isTimeout?: boolean;
  readonly authFailure?: AuthFailure | undefined;
}

/**
 * The request left and no usable answer came back: cut, timed out, a status other than 200, no JSON.
 * Whether the cloud did what was asked is unknown.
 */
export class AmbiguousResponseError extends ApiError {
  override readonly name = 'AmbiguousResponseError';
  readonly code = 'ambiguous-response';
  /** The HTTP status, if there was one. */
  readonly status: number | undefined;
  /** True if the call hung: it may still be executed long after. */
  readonly isTimeout: boolean;
  readonly #authFailure: AuthFailure | undefined;

  constructor(info: AmbiguousResponseErrorInfo) {
    super(info);
    this.status = info.status;
    this.isTimeout = info.isTimeout ?? false;
    this.#authFailure = info.authFailure;
  }

  get failureClass(): FailureClass {
    const { status } = this;
    const isFinal = status !== undefined && status !== 200 && !isTransientStatus(status);
    return isFinal ? 'final' : 'transient';
  }

  override get authFailure(): AuthFailure | undefined {
    return this.#authFailure;
  }
}

/** A failure in one line: the cloud's code, message and RequestId, or why there was no answer. */
export function formatFailure(error: ApiError): Text {
  if (!(error instanceof ApiResponseError)) return error.text;
  const { code, requestId, text } = error;
  const said = joinTexts('colon', code, text);
  if (requestId === '') return said;
  return message('words.remark', { text: said, remark: `RequestId ${requestId}` });
}

/** True for an ApiResponseError whose code is `code` or one of its sub-codes (`code.…`). */
export function hasCode(error: unknown, code: string): error is ApiResponseError {
  return (
    error instanceof ApiResponseError && (error.code === code || error.code.startsWith(`${code}.`))
  );
}

/** True if the caller may not do this: wrong credentials or missing permissions stay so. */
export function isAccessDenied(error: unknown): boolean {
  return hasCode(error, 'AuthFailure') || hasCode(error, 'UnauthorizedOperation');
}

const MAX_CAUSE_DEPTH = 5;

/**
 * The code of an error of the system, of Node or of undici (`ECONNRESET`, `UND_ERR_SOCKET`), looked
 * for along its causes; '' if there is none. Codes of our own errors are in lower case.
 */
export function systemCode(error: unknown): string {
  let current = asObject(error);
  for (let depth = 0; current && depth < MAX_CAUSE_DEPTH; depth += 1) {
    const { code } = current;
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code)) return code;
    current = asObject(current.cause);
  }
  return '';
}

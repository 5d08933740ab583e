import { findCertificateFault } from './certificate-codes.ts';
import type { CodeMeaning, FailureClass, Fault } from './code-meaning.ts';
import { classifyCode } from './code-meaning.ts';
import { asObject } from './json.ts';
import type { Text } from '../text/message.ts';
import { joinTexts, message } from '../text/message.ts';
import { getErrorText, TextError } from '../text/text-error.ts';

/** The call that failed, in the API's names. */
export interface ApiCallName {
  readonly service: string;
  readonly action: string;
}

/** Why a request was rejected before execution, if auth-recovery.ts can fix it. */
export type AuthFailure =
  | { readonly kind: 'clock-skew'; readonly serverTime: number }
  | { readonly kind: 'credentials-rejected' };

interface ApiErrorInfo extends ApiCallName {
  readonly message: Text;
  readonly cause?: unknown;
  /** How long the server asks to wait before a retry, in ms. */
  readonly retryAfterMs?: number | undefined;
}

/** A call without a usable response. One of the three classes below. */
export abstract class ApiError extends TextError {
  abstract override readonly name: string;
  /** The API's code, or one of this action's codes in lower case. */
  abstract readonly code: string;
  abstract readonly failureClass: FailureClass;
  /** What has to be corrected if a retry cannot help. */
  abstract readonly fault: Fault;
  readonly service: string;
  readonly action: string;
  /** How long the server asks to wait before a retry, in ms; `undefined` if it does not. */
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

interface ApiResponseErrorInfo extends ApiErrorInfo {
  readonly code: string;
  readonly requestId: string;
  readonly serverTime?: number | undefined;
}

/** The API returned an error: `{Response: {Error: {Code, Message}, RequestId}}`. */
export class ApiResponseError extends ApiError {
  override readonly name: string = 'ApiResponseError';
  readonly code: string;
  readonly requestId: string;
  /** The response's `Date` header in milliseconds since 1970; `undefined` if missing. */
  readonly serverTime: number | undefined;
  readonly meaning: CodeMeaning;

  constructor(info: ApiResponseErrorInfo) {
    super(info);
    this.code = info.code;
    this.meaning = classifyCode(info.code);
    this.requestId = info.requestId;
    this.serverTime = Number.isNaN(info.serverTime) ? undefined : info.serverTime;
  }

  get failureClass(): FailureClass {
    return this.meaning.failureClass;
  }

  get fault(): Fault {
    return this.meaning.fault;
  }

  override get authFailure(): AuthFailure | undefined {
    const { rejected } = this.meaning;
    if (rejected === 'time') return clockSkew(this.serverTime);
    return rejected === 'token' ? { kind: 'credentials-rejected' } : undefined;
  }
}

/** Returns a clock-skew failure; `undefined` if the server sent no valid time. */
export function clockSkew(serverTime: number | undefined): AuthFailure | undefined {
  return serverTime === undefined ? undefined : { kind: 'clock-skew', serverTime };
}

/**
 * TLS errors that a retry cannot fix: wrong certificates and incompatible TLS settings (see the
 * error codes of Node's TLS and OpenSSL). Internal errors of the server and damaged bytes are not
 * among them.
 */
const WRONG_TLS = /^(EPROTO$|ERR_TLS_|ERR_SSL_(?!\w*(INTERNAL_ERROR|BAD_RECORD_MAC|DECRYPT)))/;

/** The request was never sent: no address, no connection or no TLS. Nothing was executed. */
export class UnreachableError extends ApiError {
  override readonly name = 'UnreachableError';
  readonly code = 'unreachable';
  readonly fault = 'connection';

  get failureClass(): FailureClass {
    // Errors of this action decide it themselves: a proxy that rejects the login will reject it
    // again.
    const isFinal = asObject(this.cause)?.isFinal === true;
    const code = systemCode(this.cause);
    const isWrongTls = WRONG_TLS.test(code) || findCertificateFault(code) !== undefined;
    const isUnsendable = code === 'UND_ERR_INVALID_ARG';
    return isFinal || isWrongTls || isUnsendable ? 'final' : 'not-executed';
  }
}

/** HTTP statuses that are usually temporary. */
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
 * The request was sent but no usable response came back: broken connection, timeout, a status other
 * than 200, or invalid JSON. Whether the call was executed is unknown.
 */
export class AmbiguousResponseError extends ApiError {
  override readonly name = 'AmbiguousResponseError';
  readonly code = 'ambiguous-response';
  readonly fault = 'unclear';
  /** The HTTP status; `undefined` without a response. */
  readonly status: number | undefined;
  /** True if the call timed out. It may still be executed much later. */
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

/**
 * Formats a failure on one line: the API's code, message and RequestId, or why there was no
 * response; any other error by its text.
 */
export function formatFailure(error: unknown): Text {
  if (!(error instanceof ApiResponseError)) return getErrorText(error);
  const { code, requestId, text } = error;
  const said = joinTexts('colon', code, text);
  if (requestId === '') return said;
  return message('words.remark', { text: said, remark: `RequestId ${requestId}` });
}

/** Whether the error is an ApiResponseError with this code or one of its sub-codes (`code.…`). */
export function hasCode(error: unknown, code: string): error is ApiResponseError {
  return (
    error instanceof ApiResponseError && (error.code === code || error.code.startsWith(`${code}.`))
  );
}

const MAX_CAUSE_DEPTH = 5;

/**
 * Returns the code of an error of the system, Node or undici (`ECONNRESET`, `UND_ERR_SOCKET`,
 * `ZSTD_error_checksum_wrong`), searched along its causes; '' if there is none. Codes of this
 * action's errors are in lower case.
 */
export function systemCode(error: unknown): string {
  let current = asObject(error);
  for (let depth = 0; current && depth < MAX_CAUSE_DEPTH; depth += 1) {
    const { code } = current;
    if (typeof code === 'string' && /^([A-Z][A-Z0-9_]*|ZSTD_\w+)$/.test(code)) return code;
    current = asObject(current.cause);
  }
  return '';
}

/** The call that failed, in the cloud's own names. */
export interface ApiCallName {
  readonly service: string;
  readonly action: string;
}

interface ApiErrorInfo extends ApiCallName {
  readonly message: string;
  readonly cause?: unknown;
}

interface ApiResponseErrorInfo extends ApiErrorInfo {
  readonly code: string;
  readonly requestId: string;
  readonly answeredAt?: number;
}

/** A call that did not bring a usable answer. One of the three classes below. */
export abstract class ApiError extends Error {
  abstract override readonly name: string;
  readonly service: string;
  readonly action: string;

  constructor(facts: ApiErrorInfo) {
    super(facts.message, 'cause' in facts ? { cause: facts.cause } : undefined);
    this.service = facts.service;
    this.action = facts.action;
  }
}

/** The cloud answered with an error of its own: `{Response: {Error: {Code, Message}, RequestId}}`. */
export class ApiResponseError extends ApiError {
  override readonly name = 'ApiResponseError';
  readonly code: string;
  readonly requestId: string;
  /** The answer's `Date` header in milliseconds since 1970; NaN where there was none. */
  readonly answeredAt: number;

  constructor(facts: ApiResponseErrorInfo) {
    super(facts);
    this.code = facts.code;
    this.requestId = facts.requestId;
    this.answeredAt = facts.answeredAt ?? NaN;
  }
}

/** The request never left: no address, no connection, no TLS. The cloud has done nothing. */
export class UnreachableError extends ApiError {
  override readonly name = 'UnreachableError';
}

/**
 * The request left and no usable answer came back: cut, timed out, a status other than 200, no JSON.
 * Whether the cloud did what was asked is unknown.
 */
export class AmbiguousResponseError extends ApiError {
  override readonly name = 'AmbiguousResponseError';
  /** The HTTP status, where there was one. */
  readonly status: number | undefined;

  constructor(facts: ApiErrorInfo & { readonly status?: number }) {
    super(facts);
    this.status = facts.status;
  }
}

/** True for a CloudError whose code is `code` or one of its sub-codes (`code.…`). */
export function hasCode(error: unknown, code: string): error is ApiResponseError {
  return (
    error instanceof ApiResponseError && (error.code === code || error.code.startsWith(`${code}.`))
  );
}

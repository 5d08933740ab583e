/**
 * What a failure means for retries; see RETRY_POLICIES.
 * rate-limited: rejected before execution, so waiting helps.
 * not-executed: the request was never sent, so nothing was done.
 * transient: a retry may succeed, but whether the call was executed is unknown. After a change, the
 * operation checks before it sends the call again.
 * final: a retry would give the same result.
 */
export type FailureClass = 'rate-limited' | 'not-executed' | 'transient' | 'final';

/**
 * What has to be corrected before a call can succeed, if a retry cannot help.
 * access: the keys or the permissions.
 * request: a parameter, a resource, an action or a region that does not exist, or the address of
 * the runner, which may not call the API.
 * connection: the address, the proxy or the certificate. Nothing was sent.
 * unexpected: what the code says is none of these, and may pass.
 * unclear: there was no usable response.
 */
export type Fault = 'access' | 'request' | 'connection' | 'unexpected' | 'unclear';

/** What an error code of the API means. */
export interface CodeMeaning {
  readonly failureClass: FailureClass;
  readonly fault: Fault;
  /** The part of the signature that was rejected, if the code names one. */
  readonly rejected?: 'time' | 'token' | 'key-id' | 'key';
}

const RATE_LIMITED = { failureClass: 'rate-limited', fault: 'unexpected' } as const;
const TRANSIENT = { failureClass: 'transient', fault: 'unexpected' } as const;
const UNEXPECTED = { failureClass: 'final', fault: 'unexpected' } as const;
const NO_ACCESS = { failureClass: 'final', fault: 'access' } as const;
const WRONG_REQUEST = { failureClass: 'final', fault: 'request' } as const;

/**
 * The first match wins; all other codes are final and unexpected. Source: the API's table of common
 * error codes (1252/68119) and the lists of the services. Only "rate limited" is documented as
 * rejected before execution. Unknown (api-error-classes): whether the others always mean the same.
 */
const MEANINGS: readonly (readonly [RegExp, CodeMeaning])[] = [
  [/(^|\.)RequestLimitExceeded(\.|$)/, RATE_LIMITED],
  [/^LimitExceeded\.RateLimitExceeded$/, RATE_LIMITED],
  // Only STS has this code: "Frequency limit exceeded".
  [/^InvalidParameter\.OverLimit$/, RATE_LIMITED],
  [/^ServiceUnavailable(\.|$)/, TRANSIENT],
  // TEM rejects the requested version. Despite its name, the code is not a server error.
  [/^InternalError\.DeployVersionError$/, UNEXPECTED],
  [/^InternalError(\.|$)/, TRANSIENT],
  [/^FailedOperation\.(ActionReadTimeout|DefaultInternalError)$/, TRANSIENT],
  // Only CAR has these codes. Unknown (car-lock-timeout): whether LockTimeout means that the change
  // was not executed.
  [/^FailedOperation\.(ProcessTimeout|LockTimeout|SlowDown)$/, TRANSIENT],
  [/^FailedOperation\.(ApplicationLockFail|VersionLockFail)$/, TRANSIENT],

  [/^AuthFailure\.SignatureExpire(\.|$)/, { ...NO_ACCESS, rejected: 'time' }],
  [/^AuthFailure\.TokenFailure(\.|$)/, { ...NO_ACCESS, rejected: 'token' }],
  [/^AuthFailure\.SecretIdNotFound(\.|$)/, { ...NO_ACCESS, rejected: 'key-id' }],
  [/^AuthFailure\.(InvalidSecretId|SignatureFailure)(\.|$)/, { ...NO_ACCESS, rejected: 'key' }],
  [/^(AuthFailure|UnauthorizedOperation)(\.|$)/, NO_ACCESS],

  [/^(Invalid(Action|Parameter|ParameterValue|Request)|MissingParameter)(\.|$)/, WRONG_REQUEST],
  [/^(UnknownParameter|Unsupported(Operation|Protocol|Region))(\.|$)/, WRONG_REQUEST],
  [/^(NoSuch(Product|Version)|ActionOffline|ResourceNotFound)(\.|$)/, WRONG_REQUEST],
  [/^Ip(InBlacklist|NotInWhitelist)(\.|$)/, WRONG_REQUEST],
  [/\.\w*Not(Exists?|Found)$/, WRONG_REQUEST],
];

/** Returns what an error code of the API means, for every purpose. */
export function classifyCode(code: string): CodeMeaning {
  return MEANINGS.find(([pattern]) => pattern.test(code))?.[1] ?? UNEXPECTED;
}

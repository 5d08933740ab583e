import { CallError, CloudError, UnclearError, UnreachableError } from './errors.ts';
import { asObject } from './json.ts';

/** What a call does to the cloud: `read` may be repeated freely, `change` must never be done twice. */
export type Effect = 'read' | 'change';

/**
 * not-executed: the cloud certainly did nothing, so any call may be sent again.
 * transient: it may pass, but what was done is unknown: only reads are sent again.
 * final: sending it again would bring the same answer.
 */
export type FailureClass = 'rate-limited' | 'not-executed' | 'transient' | 'final';

/**
 * Error codes that are worth another try; the first match decides, and what no row names is final.
 * Source: the cloud's table of common error codes (1252/68119) and the TEM list; "rate limited" is
 * documented as refused before execution, the others say nothing of what was done.
 */
const CODES: readonly (readonly [RegExp, FailureClass])[] = [
  [/^RequestLimitExceeded(\.|$)/, 'rate-limited'],
  // STS alone has this one: "Frequency limit exceeded".
  [/^InvalidParameter\.OverLimit$/, 'rate-limited'],
  [/^ServiceUnavailable(\.|$)/, 'transient'],
  [/^InternalError(\.|$)/, 'transient'],
  [/^FailedOperation\.(ActionReadTimeout|DefaultInternalError)$/, 'transient'],
];

/** The statuses of gateways that say "not now"; any other status than 200 is final. */
const TRANSIENT_STATUS = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Certificates that are wrong stay wrong: see the codes of Node's TLS and OpenSSL. */
const WRONG_CERTIFICATE = /^(CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/** How a failure is to be taken, whatever the call was. */
export function classify(error: CallError): FailureClass {
  if (error instanceof CloudError) {
    return CODES.find(([pattern]) => pattern.test(error.code))?.[1] ?? 'final';
  }
  if (error instanceof UnreachableError) {
    return WRONG_CERTIFICATE.test(systemCode(error.cause)) ? 'final' : 'not-executed';
  }
  return error instanceof UnclearError && isFinal(error.status) ? 'final' : 'transient';
}

function isFinal(status: number | undefined): boolean {
  return status !== undefined && status !== 200 && !TRANSIENT_STATUS.has(status);
}

/** True where the cloud may or may not have done what was asked: look before acting again. */
export function isUnclear(error: unknown): error is CallError {
  if (error instanceof UnclearError) return true;
  return error instanceof CloudError && classify(error) === 'transient';
}

/** Tries of a call that fails for a while; rate limits are waited out until the deadline instead. */
const TRIES = 5;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/**
 * How long to wait before try `tried + 1`, in milliseconds; `undefined`: give up.
 * Exponential with full jitter, so that jobs which failed together do not come back together.
 * @param random a number in [0, 1)
 */
export function pauseBeforeRetry(
  error: CallError,
  effect: Effect,
  tried: number,
  random: number,
): number | undefined {
  const failure = classify(error);
  const isSafe = failure !== 'transient' || effect === 'read';
  const isWorthIt = failure === 'rate-limited' || (failure !== 'final' && tried < TRIES);
  if (!isSafe || !isWorthIt) return undefined;
  const ceiling = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tried);
  return Math.ceil(ceiling * (0.1 + 0.9 * random));
}

/** True where a read that failed was not tried again for want of time alone. */
export function isOutOfTime(error: unknown, leftMs: number): boolean {
  return error instanceof CallError && classify(error) !== 'final' && leftMs < LONGEST_PAUSE_MS;
}

const DEEPEST_CAUSE = 5;

/** The code of a system or undici error, looked for along its causes; '' where there is none. */
export function systemCode(error: unknown): string {
  let at = asObject(error);
  for (let depth = 0; at && depth < DEEPEST_CAUSE; depth += 1) {
    if (typeof at.code === 'string') return at.code;
    at = asObject(at.cause);
  }
  return '';
}

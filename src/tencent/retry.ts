import {
  ApiError,
  ApiResponseError,
  AmbiguousResponseError,
  UnreachableError,
} from './api-errors.ts';
import { asObject } from './json.ts';

/** What a call does to the cloud: `read` may be repeated freely, `change` must never be done twice. */
export type Effect = 'read' | 'change';

/** What a failure says about another try; POLICIES says what comes of it. */
export type FailureClass = 'rate-limited' | 'not-executed' | 'transient' | 'final';

interface Policy {
  /** The calls that may be sent again. */
  readonly again: readonly Effect[];
  /** How often a call is sent in all; within the deadline in any case. */
  readonly tries: number;
}

/**
 * What is sent again, and how often. Before each further try there is a pause: see PAUSES.
 * rate-limited: refused before execution, and waited out until the deadline.
 * not-executed: the request never left, so the cloud certainly did nothing.
 * transient: it may pass, but what was done is unknown; after a change the operation looks first.
 * final: sending it again would bring the same answer. Two of these have a remedy: see remedies.ts.
 */
export const RETRY_POLICIES: Readonly<Record<FailureClass, Policy>> = {
  'rate-limited': { again: ['read', 'change'], tries: Infinity },
  'not-executed': { again: ['read', 'change'], tries: 5 },
  transient: { again: ['read'], tries: 5 },
  final: { again: [], tries: 1 },
};

/**
 * In milliseconds: the ceiling is `first` times 2, 4, 8 …, at most `longest`; the pause is drawn
 * evenly between `least` of the ceiling and all of it, so that jobs which failed together do not
 * come back together.
 */
export const RETRY_DELAYS = { first: 500, longest: 10_000, least: 0.1 } as const;

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
export function classify(error: ApiError): FailureClass {
  if (error instanceof ApiResponseError) {
    return CODES.find(([pattern]) => pattern.test(error.code))?.[1] ?? 'final';
  }
  if (error instanceof UnreachableError) {
    return WRONG_CERTIFICATE.test(systemCode(error.cause)) ? 'final' : 'not-executed';
  }
  return error instanceof AmbiguousResponseError && isFinal(error.status) ? 'final' : 'transient';
}

function isFinal(status: number | undefined): boolean {
  return status !== undefined && status !== 200 && !TRANSIENT_STATUS.has(status);
}

/** True where the cloud may or may not have done what was asked: look before acting again. */
export function isOutcomeUnknown(error: unknown): error is ApiError {
  if (error instanceof AmbiguousResponseError) return true;
  return error instanceof ApiResponseError && classify(error) === 'transient';
}

/**
 * How long to wait before try `tried + 1`, in milliseconds; `undefined`: give up.
 * @param random a number in [0, 1)
 */
export function getRetryDelay(
  error: ApiError,
  effect: Effect,
  tried: number,
  random: number,
): number | undefined {
  const { again, tries } = RETRY_POLICIES[classify(error)];
  if (!again.includes(effect) || tried >= tries) return undefined;
  const { first, least, longest } = RETRY_DELAYS;
  const ceiling = Math.min(longest, first * 2 ** tried);
  return Math.ceil(ceiling * (least + (1 - least) * random));
}

/** True where a read that failed was not tried again for want of time alone. */
export function isOutOfTime(error: unknown, leftMs: number): boolean {
  return error instanceof ApiError && classify(error) !== 'final' && leftMs < RETRY_DELAYS.longest;
}

const MAX_CAUSE_DEPTH = 5;

/** The code of a system or undici error, looked for along its causes; '' where there is none. */
export function systemCode(error: unknown): string {
  let at = asObject(error);
  for (let depth = 0; at && depth < MAX_CAUSE_DEPTH; depth += 1) {
    if (typeof at.code === 'string') return at.code;
    at = asObject(at.cause);
  }
  return '';
}

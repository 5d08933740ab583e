import { faultSchedule } from '../fault-schedule.ts';
import type { FaultSchedule, FaultTiming } from '../fault-schedule.ts';
import { COS_FAULT_EFFECTS } from './fault-effects.ts';
import type { CosFaultKind } from './fault-effects.ts';
import type { CosOperation } from './operation.ts';

export type { CosFaultKind } from './fault-effects.ts';

/** A fault to come in a request to COS. It strikes requests that fit all that is given. */
export interface CosFaultRequest extends FaultTiming {
  kind: CosFaultKind;
  operation?: CosOperation;
  /** GET, PUT … */
  method?: string;
  /** A part of "<bucket>/<key>". */
  path?: string | RegExp;
  partNumber?: number;
  /** api-error, api-error-after, error-in-200: the error code; default InternalError. */
  code?: string;
  message?: string;
  /** api-error, api-error-after: the HTTP status; default: the code's, and 403 where it is not known. */
  status?: number;
  /** slow: virtual seconds until the answer (default 5); clock-skew: how far the clock is off (default 600). */
  seconds?: number;
  /** cut: bytes of the body after which the connection breaks; default half of them. */
  bytes?: number;
}

export interface CosFaults {
  /** Throws where the kind is unknown. */
  inject(fault: CosFaultRequest): void;
  /** Forgets all faults. */
  clear(): void;
}

/** A request that faults are looked up for. */
export interface CosFaultTarget {
  operation: CosOperation | null;
  method: string;
  /** <bucket>/<key> */
  path: string;
  partNumber: number | null;
  /** Whether the object is there. */
  hasSettled: () => boolean;
}

export type CosFaultBook = FaultSchedule<CosFaultRequest, CosFaultTarget>;

export function cosFaultBook(): CosFaultBook {
  return faultSchedule({
    kinds: Object.keys(COS_FAULT_EFFECTS),
    matches,
    hasSettled: (target) => target.hasSettled(),
  });
}

function matches(fault: CosFaultRequest, target: CosFaultTarget): boolean {
  return (
    (fault.operation ?? target.operation) === target.operation &&
    (fault.method ?? target.method).toUpperCase() === target.method &&
    (fault.partNumber ?? target.partNumber) === target.partNumber &&
    (fault.path === undefined || fits(fault.path, target.path))
  );
}

function fits(wanted: string | RegExp, path: string): boolean {
  // search, not test: a pattern with the g flag remembers where it was.
  return typeof wanted === 'string' ? path.includes(wanted) : path.search(wanted) >= 0;
}

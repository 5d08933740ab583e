import { FAULT_EFFECTS } from './fault-effects.ts';
import type { FaultKind } from './fault-effects.ts';
import { faultSchedule } from './fault-schedule.ts';
import type { FaultSchedule, FaultTiming } from './fault-schedule.ts';

export type { FaultKind } from './fault-effects.ts';

/**
 * A fault to come in a call to the API. Without `action` it strikes calls of every action. Its
 * 'last' call is the first one after the rollout, the version or the download named has come to
 * rest: so the read that would show the end.
 */
export interface FaultRequest extends FaultTiming {
  kind: FaultKind;
  action?: string;
  /** api-error, api-error-after: the error code; default InternalError. */
  code?: string;
  message?: string;
  /** slow: virtual seconds until the answer (default 5); clock-skew: how far the clock is off (default 600). */
  seconds?: number;
}

export interface Faults {
  /** Throws where the kind is unknown. */
  inject(fault: FaultRequest): void;
  /** Forgets all faults. */
  clear(): void;
}

/** A call that faults are looked up for. */
export interface FaultTarget {
  action: string;
  hasSettled: () => boolean;
}

export type FaultBook = FaultSchedule<FaultRequest, FaultTarget>;

export function faultBook(): FaultBook {
  return faultSchedule({
    kinds: Object.keys(FAULT_EFFECTS),
    matches: (fault, target) => (fault.action ?? target.action) === target.action,
    hasSettled: (target) => target.hasSettled(),
  });
}

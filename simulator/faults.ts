import { FAULT_EFFECTS } from './fault-effects.ts';
import type { FaultKind } from './fault-effects.ts';

export type { FaultKind } from './fault-effects.ts';

/** A fault to come. Without `action` it strikes calls of every action. */
export interface FaultRequest {
  kind: FaultKind;
  action?: string;
  /**
   * Which matching call since the injection is the first to be struck (1 = the first). 'last': the first
   * one after the application's rollout has ended, so the read that would show the end. Default
   * 'first'; 'every' for clock-skew.
   */
  occurrence?: 'first' | 'second' | 'last' | 'every' | number;
  /** How many matching calls are struck from there on; default 1, with 'every' all of them. */
  times?: number;
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

export interface FaultBook extends Faults {
  /** The fault that strikes this call: the one injected first where several do. */
  take(target: FaultTarget): FaultRequest | null;
}

interface Entry {
  fault: FaultRequest;
  seen: number;
  struck: number;
}

export function faultBook(): FaultBook {
  let entries: Entry[] = [];
  return {
    inject: (fault) => {
      checkKind(fault.kind);
      entries.push({ fault, seen: 0, struck: 0 });
    },
    clear: () => {
      entries = [];
    },
    take: (target) => takeFrom(entries, target),
  };
}

function checkKind(kind: string): void {
  if (Object.hasOwn(FAULT_EFFECTS, kind)) return;
  throw new Error(`Unknown fault kind "${kind}". Known: ${Object.keys(FAULT_EFFECTS).join(', ')}.`);
}

function takeFrom(entries: Entry[], target: FaultTarget): FaultRequest | null {
  const matching = entries.filter(({ fault }) => (fault.action ?? target.action) === target.action);
  for (const entry of matching) entry.seen += 1;
  const striking = matching.find((entry) => isDue(entry, target));
  if (striking === undefined) return null;
  striking.struck += 1;
  return striking.fault;
}

function isDue({ fault, seen, struck }: Entry, target: FaultTarget): boolean {
  const occurrence = fault.occurrence ?? defaultOccurrence(fault.kind);
  const times = fault.times ?? (occurrence === 'every' ? Infinity : 1);
  if (struck >= times) return false;
  return occurrence === 'last' ? target.hasSettled() : seen >= ordinal(occurrence);
}

// A skewed clock stays skewed: a client that corrects its own must get through.
function defaultOccurrence(kind: FaultKind): 'first' | 'every' {
  return kind === 'clock-skew' ? 'every' : 'first';
}

function ordinal(occurrence: 'first' | 'second' | 'every' | number): number {
  if (typeof occurrence === 'number') return occurrence;
  return occurrence === 'second' ? 2 : 1;
}

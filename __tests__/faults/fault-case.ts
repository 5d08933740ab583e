import type { CosFaultKind, CosOperation, FaultKind } from '../../simulator/index.ts';
import type { Cloud, Scenario } from './scenario.ts';

/** When a fault strikes: 'last' is the read that would show the end, or the last call of its kind. */
export type Position = 'first' | 'second' | 'last' | 'every';

/** One fault in one call of one scenario. */
export interface FaultCase {
  readonly scenario: Scenario;
  /** An action of the API, or an operation of COS. */
  readonly call: string;
  readonly isCos: boolean;
  readonly kind: CosFaultKind;
  readonly position: Position;
  /** What the simulator takes for it: a number where its own 'last' does not fit. */
  readonly occurrence: Position | number;
}

/** As `fault.inject` of the simulator takes them; the record makes the compiler find a new kind. */
const API_KINDS: Record<FaultKind, true> = {
  refuse: true,
  'reset-before': true,
  'reset-after': true,
  hang: true,
  slow: true,
  'http-500': true,
  'http-403-html': true,
  'http-502-html': true,
  'http-429': true,
  'api-error': true,
  'api-error-after': true,
  'rate-limit': true,
  'truncated-json': true,
  'wrong-json': true,
  'empty-body': true,
  'clock-skew': true,
  'expired-credentials': true,
};
const COS_KINDS: Record<CosFaultKind, true> = {
  ...API_KINDS,
  cut: true,
  'ignore-range': true,
  'error-in-200': true,
  corrupt: true,
};

export const FAULT_KINDS = {
  api: Object.keys(API_KINDS) as readonly FaultKind[],
  cos: Object.keys(COS_KINDS) as readonly CosFaultKind[],
};

/** Faults of the connection; all others come as a whole answer. */
const CONNECTION_KINDS = new Set<FaultCase['kind']>([
  'refuse',
  'reset-before',
  'reset-after',
  'hang',
  'slow',
]);

/** Whether the fault needs real connections to the API; those to COS are always real. */
export function needsConnections({ isCos, kind }: FaultCase): boolean {
  return !isCos && CONNECTION_KINDS.has(kind);
}

/** The call of a case whose fault strikes all calls alike. */
export const EVERY_CALL = 'every call';

/** Injects the fault of a case into its cloud. A clock that is wrong stays wrong from there on. */
export function inject(
  { simulator }: Cloud,
  fault: Omit<FaultCase, 'scenario' | 'position'>,
): void {
  const { call, isCos, kind, occurrence } = fault;
  if (call === EVERY_CALL) {
    // More than the 5 minutes that signatures may be off; less than the timeout of a step.
    const seconds = 400;
    simulator.cos.faults.inject({ kind, occurrence, seconds });
    simulator.faults.inject({ kind: kind as FaultKind, occurrence, seconds });
    return;
  }
  const timing = kind === 'clock-skew' ? { occurrence, times: Infinity } : { occurrence };
  if (isCos) simulator.cos.faults.inject({ kind, operation: call as CosOperation, ...timing });
  else simulator.faults.inject({ kind: kind as FaultKind, action: call, ...timing });
}

export function nameOf({ scenario, call, kind, position }: FaultCase): string {
  return `${scenario.operation} (${scenario.name}) · ${call} · ${kind} · ${position}`;
}

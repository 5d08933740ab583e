import type { FaultKind } from '../car/car-scenario.ts';
import type { Random } from '../random.ts';

/** What goes wrong with calls, one after the other; they begin at this second. */
export interface CallFault {
  readonly call: 'start' | 'look';
  readonly from: number;
  readonly count: number;
  readonly kind: FaultKind;
}

/** A result that is made downloadable, or a function whose code is asked for. Times in seconds. */
export interface OneCallScenario {
  readonly seed: number;
  readonly operation: 'dlc-result-download' | 'scf-code-url';
  readonly maxLatency: number;
  /** How long it takes until the result is there, or the function is deployed. */
  readonly busySeconds: number;
  readonly outcome: 'success' | 'error' | 'timeout';
  /** So long after that the path, or the address, is still missing. */
  readonly pathLate: number;
  readonly attaches: boolean;
  readonly wait: boolean;
  readonly dryRun: boolean;
  readonly timeout: number;
  readonly pollInterval: number;
  readonly cancelAt: number | null;
  readonly faults: readonly CallFault[];
}

export const ONE_CALL_BASELINE: OneCallScenario = {
  seed: 0,
  operation: 'dlc-result-download',
  maxLatency: 100,
  busySeconds: 10,
  outcome: 'success',
  pathLate: 0,
  attaches: false,
  wait: true,
  dryRun: false,
  timeout: 1800,
  pollInterval: 0,
  cancelAt: null,
  faults: [],
};

const KINDS: readonly [FaultKind, ...FaultKind[]] = [
  'refused',
  'reset-before',
  'reset-after',
  '502-after',
  'hang-before',
  'hang-after',
  'process-timeout-after',
  'rate-limit',
  'unexpected-code',
];

export function drawOneCall(random: Random): OneCallScenario {
  const attaches = random.chance(0.2);
  return {
    ...ONE_CALL_BASELINE,
    seed: random.integer(1, 1_000_000),
    operation: random.chance(0.7) ? 'dlc-result-download' : 'scf-code-url',
    maxLatency: random.pick([100, 1000]),
    busySeconds: random.pick([0, 5, 60, 400, 100_000]),
    outcome: random.chance(0.85) ? 'success' : random.pick(['error', 'timeout']),
    pathLate: random.pick([0, 0, 3, 15, 100_000]),
    attaches,
    wait: attaches || random.chance(0.85),
    dryRun: random.chance(0.2),
    timeout: random.pick([1800, 1800, 120, 20]),
    pollInterval: random.pick([0, 0, 20]),
    cancelAt: random.chance(0.1) ? random.integer(0, 90) : null,
    faults: Array.from({ length: random.integer(0, 3) }, () => ({
      call: random.chance(0.5) ? 'start' : 'look',
      from: random.integer(0, 30),
      count: random.integer(1, 3),
      kind: random.pick(KINDS),
    })),
  };
}

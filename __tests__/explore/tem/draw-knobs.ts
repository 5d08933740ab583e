import type { Random } from '../random.ts';
import type { Fate } from './pod-fate.ts';
import type {
  CallKind,
  Fault,
  FaultKind,
  JobSpec,
  OtherAction,
  TemScenario,
} from './tem-scenario.ts';
import { PLAIN_JOB } from './tem-scenario.ts';

/** A few knobs of a scenario; the others stay as they are. */
export type DrawnKnobs = Partial<TemScenario>;

/** What this cloud is like: harmless in itself. */
export function drawTraits(random: Random): DrawnKnobs {
  return {
    dice: random.integer(1, 1_000_000),
    instances: random.pick([1, 2, 3, 3, 4, 4, 6, 10]),
    isNew: random.chance(0.04),
    deploySeconds: random.pick([3, 8, 20, 30, 30, 45, 60]),
    revertSeconds: random.pick([2, 10, 20, 40, 60]),
    staysDeploying: random.chance(0.7),
    refusesAfterFailure: random.chance(0.3),
    forceReplaces: random.chance(0.3),
    switchesAtOnce: random.chance(0.5),
    countsRestarts: random.chance(0.6),
    isReadyWhileRunning: random.chance(0.7),
    saysError: random.chance(0.2),
    successWord: random.pick(['Running', 'Running', 'Finish', 'Success', '']),
    hidesExpected: random.chance(0.2),
    hidesBatchStatus: random.chance(0.2),
    nextBatchWaits: random.chance(0.4),
    hidesRevisionId: random.chance(0.25),
  };
}

export function drawJob(random: Random, version = 'v2'): JobSpec {
  const strategy = random.pick(['', '', 'AUTO', 'BETA', 'BETA', 'MANUAL']);
  return {
    ...PLAIN_JOB,
    version,
    strategy,
    batches: strategy === '' ? 1 : random.integer(1, 4),
    betaPods: random.integer(1, 2),
    intervalSeconds: random.pick([0, 0, 0, 5, 20, 60]),
    pollInterval: random.pick([0, 0, 0, 0, 1, 5, 15]),
    failureGrace: random.pick([120, 120, 60, 20]),
    onWaiting: random.pick(['stop', 'resume', 'resume']),
    onFailure: random.pick(['keep', 'revert']),
    onTimeout: random.pick(['keep', 'revert']),
    onCancel: random.pick(['keep', 'revert']),
    ifDeploying: random.pick(['wait', 'wait', 'wait', 'fail', 'adopt']),
    force: random.chance(0.08),
    wait: random.chance(0.95),
    dryRun: random.chance(0.03),
    postInputs: random.pick(['same', 'same', 'same', 'none', 'other']),
  };
}

/** About how long the job's rollout takes when nothing is wrong, in seconds. */
export function estimateRollout(scenario: TemScenario): number {
  const { batches, intervalSeconds, stableFor, strategy } = scenario.job;
  const count = strategy === '' ? 1 : batches + (strategy === 'BETA' ? 1 : 0);
  const perBatch =
    scenario.deploySeconds + (strategy === 'MANUAL' ? stableFor + 5 : intervalSeconds);
  return count * perBatch + (strategy === 'BETA' ? stableFor + 5 : 0);
}

export function drawLags(random: Random): DrawnKnobs {
  const drawLag = () => (random.chance(0.5) ? 0 : random.integer(1, 15));
  return {
    lagInfo: drawLag(),
    lagDetail: drawLag(),
    lagPods: drawLag(),
    flaps: random.chance(0.5),
  };
}

export function drawLatency(random: Random): DrawnKnobs {
  const minLatency = random.pick([50, 250, 350]);
  return { minLatency, maxLatency: minLatency + random.pick([0, 200, 1_000, 4_500]) };
}

const READ_FAULTS: readonly [FaultKind, ...FaultKind[]] = [
  ...(['reset-before', 'refused', 'dns', '502-before', 'internal-error-before'] as const),
  ...(['rate-limit', 'unexpected-code', 'garbage', 'hang-before'] as const),
];

const CHANGE_FAULTS: readonly [FaultKind, ...FaultKind[]] = [
  ...(['reset-before', 'reset-before', 'refused', '502-before', 'hang-before'] as const),
  ...(['reset-after', 'reset-after', '502-after', 'internal-error-after'] as const),
  ...(['hang-after', 'hang-late', 'rate-limit'] as const),
];

const READS: readonly [CallKind, ...CallKind[]] = ['info', 'detail', 'pods'];

export function drawReadFault(random: Random, latest: number): Fault {
  return {
    call: random.pick(READS),
    from: random.integer(0, latest),
    count: random.pick([1, 1, 1, 2, 3, 6]),
    kind: random.pick(READ_FAULTS),
  };
}

/** A change whose request or answer is lost, and reads that fail for a while after it, or not. */
export function drawDoubt(random: Random, call: CallKind): DrawnKnobs {
  const kind = random.pick(CHANGE_FAULTS);
  const change: Fault = { call, from: 0, count: random.pick([1, 1, 1, 2]), kind };
  const blind = random.chance(0.4);
  const from = random.integer(0, 60);
  const reads = READS.map((read) => ({
    call: read,
    from,
    count: random.integer(2, 12),
    kind: 'reset-before' as const,
  }));
  return { faults: blind ? [change, ...reads] : [change] };
}

export function drawOutage(random: Random, latest: number): DrawnKnobs {
  const kind = random.pick<FaultKind>([
    ...(['reset-before', '502-before', 'refused', 'dns', 'internal-error-before'] as const),
    ...(['garbage', 'hang-before'] as const),
  ]);
  const from = random.chance(0.4) ? 0 : random.integer(0, latest);
  return { outages: [{ from, seconds: random.pick([10, 20, 30, 60, 100, 120, 600]), kind }] };
}

export function drawFate(random: Random): Fate {
  const kind = random.pick([
    ...(['crash-loop', 'crash-loop', 'pull-error', 'never-ready'] as const),
    ...(['dies', 'dies', 'restarts-once', 'recovers'] as const),
  ]);
  const seconds = random.pick([0, 1, 3, 6, 12, 14, 20, 40, 90]);
  return { kind, seconds, pods: random.pick([1, 1, 99]) };
}

export function drawOther(random: Random, earliest: number, latest: number): OtherAction {
  const does = random.pick([
    'trigger',
    'trigger',
    'revert',
    'revert',
    'resume',
    'scale',
    'restart',
  ]);
  const at = random.integer(earliest, latest);
  if (does === 'scale') {
    const instances = random.pick([0, 1, 2, 5, 6, 8]);
    return { at, does, instances, ...(random.chance(0.4) ? { neverArrives: true } : {}) };
  }
  if (does !== 'trigger') return { at, does };
  return {
    ...{ at, does, version: random.pick(['v3', 'v3', 'v2', 'v1']) },
    strategy: random.pick(['AUTO', 'BETA', 'MANUAL']),
    ...(random.chance(0.2) ? { fate: drawFate(random) } : {}),
  };
}

/** Somebody's rollout that stands somewhere in its life when the first job begins. */
export function drawEarlier(random: Random): OtherAction {
  return {
    at: -random.pick([1, 4, 10, 25, 40, 60, 90, 150, 300, 500]),
    does: 'trigger',
    version: random.pick(['v3', 'v3', 'v2']),
    strategy: random.pick(['AUTO', 'AUTO', 'BETA', 'MANUAL']),
    ...(random.chance(0.25) ? { fate: { kind: 'pull-error', seconds: 0, pods: 99 } } : {}),
  };
}

/** Somebody's rollout that has failed, and that TEM goes on calling under deploying. */
export function drawFailedBefore(random: Random): DrawnKnobs {
  const fate: Fate = { kind: 'pull-error', seconds: 0, pods: random.pick([1, 99]) };
  return {
    others: [{ at: -random.integer(200, 500), does: 'trigger', fate }],
    ...{ finishesAnyway: true, saysError: true, staysDeploying: true },
  };
}

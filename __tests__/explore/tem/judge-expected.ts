import type { Violation } from '../part.ts';
import type { JobFacts } from './job-facts.ts';
import { isTooLarge, isUnfit } from './beta-size.ts';
import { GOOD } from './pod-fate.ts';
import { getMaxLag, isRollback } from './tem-scenario.ts';
import type { Fault, FaultKind, JobSpec, Outage, TemScenario } from './tem-scenario.ts';

/** Faults that pass, and how many of each a call must survive. */
const PASSING: Partial<Record<FaultKind, number>> = {
  'reset-before': 2,
  '502-before': 2,
  'internal-error-before': 2,
  'rate-limit': 3,
  refused: 2,
  dns: 2,
  'reset-after': 1,
  '502-after': 1,
  'internal-error-after': 1,
};

/**
 * A step that nothing was wrong with has to do what it was asked for. Which steps these are follows
 * from the scenario alone; where others act, where instances are bad or faults are worse, the oracle
 * says nothing here, because more than one end would be right.
 */
export function judgeExpected(facts: JobFacts): Violation[] {
  const { calls, changes, job, scenario, status } = facts;
  const { name, spec } = job;
  if (isUnfit(scenario, spec)) return judgeUnfit(facts);
  if (isTooLarge(scenario, spec)) return [];
  const isFixRefused = calls.some(({ kind }) => kind === 'trigger');
  if (isFix(scenario, spec) && !isFixRefused && status !== 'cancelled') {
    return [
      { property: 'fix-not-tried', text: `${name} never tried to follow the failed rollout` },
    ];
  }
  const wanted = findExpected(scenario, spec);
  // Which of two alike rollouts is meant cannot be known.
  const isKnown = isRollback(spec) || startsUnseen(scenario, spec);
  const isUnclear = facts.own.size > 1 && !isKnown;
  if (wanted === undefined || wanted === status || isUnclear) return [];
  const triggered = changes.some(({ kind }) => kind === 'trigger') ? '' : ', and started nothing';
  const text = `${name} ended as ${status} instead of ${wanted}${triggered}`;
  return [{ property: 'useless-failure', text }];
}

/** A beta batch that is larger than the application is refused, and nothing is changed. */
function judgeUnfit({ changes, job, status }: JobFacts): Violation[] {
  const { name, spec } = job;
  // A dry run says in its plan that it is blocked.
  const isRefused = job.main.exitCode !== 0 || (spec.dryRun && status === 'planned');
  if (isRefused && changes.length === 0) return [];
  return [{ property: 'unfit-started', text: `${name} ended as ${status} with a beta too large` }];
}

/** A rollout that is to follow a failed one, whose batches are all over. */
function isFix(scenario: TemScenario, spec: JobSpec): boolean {
  const { faults, finishesAnyway, others, outages, second } = scenario;
  const [first, ...more] = others;
  const isBroken = first?.fate?.kind === 'pull-error' && first.fate.pods > 0;
  // Without the word nothing but its instances says that it has failed.
  const isOver =
    isBroken &&
    finishesAnyway &&
    scenario.saysError &&
    first.strategy !== 'BETA' &&
    first.strategy !== 'MANUAL' &&
    first.at < -180;
  const isAlone = more.length === 0 && !second && outages.length === 0 && faults.length === 0;
  const isPlain = spec.operation === 'tem-rolling-update' && !spec.dryRun;
  return isOver && isAlone && isPlain && spec.ifDeploying === 'wait' && spec.timeout >= 300;
}

function findExpected(scenario: TemScenario, spec: JobSpec): string | undefined {
  const { fate, instances, second } = scenario;
  // Without ExpectedInstances nothing tells how many a scaled application wants.
  const isScaled = scenario.others.some(({ does }) => does === 'scale');
  if (scenario.hidesExpected && isScaled) return undefined;
  const isPlain = spec.wait && !spec.dryRun && spec.cancelAt === null && !second;
  // Error without a break for longer than the grace is a failure, as the contract has it.
  const errorSeconds = scenario.saysError ? scenario.deploySeconds * (spec.batches + 1) : 0;
  const isGood = fate.kind === 'good' && errorSeconds < spec.failureGrace - 20;
  const hasTime = spec.timeout >= 900 + spec.batches * (spec.intervalSeconds + 120);
  if (!isPlain || !isGood || !hasTime || !isPassing(scenario)) return undefined;
  // Reads that go back and forth for longer than 10 s look like a rollback, as the contract has it.
  if (scenario.flaps && getMaxLag(scenario) > 9) return undefined;
  if (scenario.deploySeconds > 60 || spec.pollInterval > 60) return undefined;
  const { others } = scenario;
  const [first] = others;
  if (spec.operation === 'tem-rolling-update') {
    if (others.length > 0 || instances === 0) return undefined;
    // With force a lost trigger is not sent again: it would start over whatever runs then.
    if (spec.force && scenario.faults.some(({ call }) => call === 'trigger')) return undefined;
    const isPaused = spec.strategy === 'BETA' || spec.strategy === 'MANUAL';
    if (!isPaused) return 'succeeded';
    const hasPause =
      spec.strategy === 'BETA' ? instances >= 2 : Math.min(spec.batches, instances) >= 2;
    return hasPause && spec.onWaiting === 'stop' ? 'waiting' : 'succeeded';
  }
  if (isRollback(spec) && isRevertedBefore(scenario)) return 'reverted';
  if (startsUnseen(scenario, spec)) return 'succeeded';
  const isOne =
    others.length === 1 && first?.does === 'trigger' && (first.fate ?? GOOD).kind === 'good';
  if (!isOne || first.at > -getMaxLag(scenario) - 2 || first.at < -600 || instances < 3) {
    return undefined;
  }
  const inProgress = first.at > -scenario.deploySeconds * 0.5;
  // One that the first look does not show is seen by the time that a look must last.
  const pausedFor = getMaxLag(scenario) <= 8 && !scenario.flaps ? 1 : 20;
  const isPaused = first.strategy === 'BETA' && first.at < -scenario.deploySeconds - pausedFor;
  // Whether it is in progress, paused or over: the version before it is known.
  if (spec.operation === 'tem-rollback') return scenario.isNew ? undefined : 'reverted';
  if (spec.operation === 'tem-revert') {
    // A lost revert may come again when the rollout is over.
    if (scenario.faults.some(({ call }) => call === 'revert')) return undefined;
    return !scenario.isNew && (inProgress || isPaused) ? 'reverted' : undefined;
  }
  if (spec.operation === 'tem-resume') return isPaused ? 'succeeded' : undefined;
  if ((first.strategy ?? 'AUTO') === 'AUTO') return 'succeeded';
  return spec.onWaiting === 'resume' ? 'succeeded' : 'waiting';
}

/** tem-wait, and the one rollout that it can mean, although its first look may not show it yet. */
function startsUnseen(scenario: TemScenario, spec: JobSpec): boolean {
  const { flaps, isNew, others } = scenario;
  const [first, ...more] = others;
  if (first?.does !== 'trigger' || more.length > 0 || spec.operation !== 'tem-wait') return false;
  const isPlain = (first.strategy ?? 'AUTO') === 'AUTO' && (first.fate ?? GOOD).kind === 'good';
  // Before the first release there is nothing else to wait for.
  const isMeant = isNew ? Math.abs(first.at) <= 60 : first.at <= -1 && first.at >= -60;
  const isVisible = getMaxLag(scenario) <= 9 && !flaps;
  return isPlain && isMeant && isVisible && !spec.namesRevision;
}

/** Somebody has rolled back what somebody began, and that is over and can be seen. */
function isRevertedBefore(scenario: TemScenario): boolean {
  const { isNew, others, revertSeconds } = scenario;
  const [begun, reverted, ...more] = others;
  if (begun?.does !== 'trigger' || reverted?.does !== 'revert' || more.length > 0) return false;
  // Paused for confirmation it cannot be over before.
  const isPaused = begun.strategy === 'BETA' && begun.at < reverted.at && scenario.instances >= 2;
  return isPaused && !isNew && reverted.at < -revertSeconds - getMaxLag(scenario) - 5;
}

/** Faults few and short enough for every step to survive them. */
function isPassing({ faults, outages }: TemScenario): boolean {
  const [outage, ...more] = outages;
  const isShort = !outage || (more.length === 0 && outage.seconds <= getMildSeconds(outage));
  // An outage and a fault in the wrong moment are two different accidents.
  const isOne = faults.length <= 1 && (faults.length === 0 || !outage);
  return isShort && isOne && faults.every(isPassingFault);
}

/** How long everything may fail; where nobody can be reached, the address may be wrong. */
function getMildSeconds({ after, kind }: Outage): number {
  // A batch is confirmed again where the call did not arrive: the address was right before.
  if (kind === 'refused' || kind === 'dns') return after === 'resume' ? 60 : 20;
  return ['reset-before', '502-before', 'internal-error-before'].includes(kind) ? 100 : 0;
}

function isPassingFault({ call, count, kind }: Fault): boolean {
  const isRead = call === 'info' || call === 'detail' || call === 'pods';
  if (isRead && kind === 'unexpected-code') return count <= 2;
  if (isRead && kind === 'garbage') return count <= 2;
  if (isRead && (kind === 'hang-before' || kind === 'hang-after')) return count <= 1;
  // Twice lost, a change may be given up.
  const most = isRead ? (PASSING[kind] ?? 0) : Math.min(1, PASSING[kind] ?? 0);
  return count <= most;
}

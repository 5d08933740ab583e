import type { JobFacts } from './job-facts.ts';
import type { FaultKind } from './tem-scenario.ts';

/** How much shorter than the grace a failure may have looked. */
const GRACE_TOLERANCE_MS = 6_000;

/** How long an instance takes from a restart to the failure of what it pulls. */
const RESTART_MS = 20_000;

/** How long a step may wait between two looks. */
const LONGEST_POLL_MS = 15_000;

/** How much longer than the grace a failure lasts that nobody can miss. */
const CERTAIN_MS = 30_000;

/** Why a rollout may be called failed at `time`, by the truth; undefined where nothing says so. */
export function findRealFailure(
  facts: JobFacts,
  revisionId: string,
  time: number,
): string | undefined {
  return findReasonToRevert(facts, revisionId, time) ?? findForeignEnd(facts, revisionId, time);
}

/** The failures that `on-failure` is for. */
export function findReasonToRevert(
  { calls, foreign, job, lag, truth }: JobFacts,
  revisionId: string,
  time: number,
): string | undefined {
  const grace = Math.max(1, job.spec.failureGrace * 1000 - lag - GRACE_TOLERANCE_MS);
  // What comes and goes between two looks nobody sees.
  const gap = Math.max(LONGEST_POLL_MS, job.spec.pollInterval * 1000) + lag;
  // A restart by somebody looks like a crash, and begins the time of what fails after it.
  const isRestarted = foreign.some(({ kind }) => kind === 'restart');
  const least = isRestarted ? grace - gap - RESTART_MS : grace;
  if (truth.longestFailure(revisionId, time, gap) >= least) return 'instances failed';
  if (truth.longestError(revisionId, time, gap) >= grace) return 'TEM said Error';
  // A resume that did not get through twice is as far as the promise goes.
  const lost = calls.filter(({ kind, fault }) => kind === 'resume' && fault !== undefined);
  if (lost.length > 1 || lost.some(({ fault }) => fault === 'hang-late'))
    return 'resumes were lost';
  if (lost.some(({ fault }) => fault === 'unexpected-code')) return 'the resume was refused';
  return undefined;
}

/** The failures that every job has to see by `time`. */
export function hasCertainlyFailed(
  { job, lag, truth }: JobFacts,
  revisionId: string,
  time: number,
): boolean {
  const enough = job.spec.failureGrace * 1000 + lag + CERTAIN_MS;
  return [truth.longestFailure, truth.longestError].some((get) => get(revisionId, time) >= enough);
}

/** Somebody else reverted it, or deployed something else. */
export function findForeignEnd(
  { foreign, history }: JobFacts,
  revisionId: string,
  time: number,
): string | undefined {
  const begun = history.cloud.changes.find((change) => {
    return change.kind === 'trigger' && change.revisionId === revisionId;
  });
  const isLater = foreign.some(({ at, kind }) => {
    return kind === 'trigger' && at <= time && at > (begun?.at ?? -Infinity);
  });
  const reverted = foreign.find((change) => {
    return change.kind === 'revert' && change.revisionId === revisionId && change.at <= time;
  });
  if (reverted) return 'somebody reverted it';
  return isLater ? 'somebody deployed' : undefined;
}

/** What ends a step at once, or what no promise covers when it happens often. */
const HARD: ReadonlySet<FaultKind> = new Set<FaultKind>(['garbage', 'unexpected-code']);

/** For so long a read is repeated before anything is known. */
const PATIENCE_MS = 120_000;

/** Whether one of the first reads was never answered, and long enough for the step to give up. */
export function wasNeverAnswered({ calls, job }: JobFacts): boolean {
  const reads = calls.filter(({ kind }) => kind === 'info' || kind === 'detail' || kind === 'pods');
  return [...new Set(reads.map(({ kind }) => kind))].some((kind) => {
    const same = reads.filter((call) => call.kind === kind);
    const isSilent = same.every(({ answeredAt }) => answeredAt === undefined);
    return isSilent && job.main.endedAt - (same[0]?.sentAt ?? Infinity) >= PATIENCE_MS;
  });
}

/** Where reads failed so that a step may say that it cannot go on: the oracle says nothing then. */
export function hadHardFaults({ calls }: JobFacts): boolean {
  const hard = calls.filter(({ fault }) => fault !== undefined && HARD.has(fault));
  const changes = hard.some(({ kind }) => ['trigger', 'resume', 'revert'].includes(kind));
  return hard.length >= 3 || changes;
}
